#!/bin/sh
# Runs exactly one image: NAME@sha256:... It fails if the image does not get healthy.
set -eu
echo "IMAGE=$1" > .env
docker compose --progress quiet up --detach --wait
echo "$1" >> releases.txt
