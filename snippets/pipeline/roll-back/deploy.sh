#!/bin/sh
# Runs exactly one image: NAME@sha256:... It fails if the image does not get healthy.
set -eu
echo "IMAGE=$1" > .env
touch releases.txt
docker compose --progress quiet up --detach --wait
[ "$(tail -n 1 releases.txt)" = "$1" ] || echo "$1" >> releases.txt
