#!/bin/sh
# Builds the commit that is checked out, tests it, pushes it, and writes down its digest.
set -eu
commit=$(git rev-parse --short=12 HEAD)
image=$REGISTRY/shop:$commit
git archive HEAD | docker build --quiet --target test --output type=cacheonly - > /dev/null
git archive HEAD | docker build --quiet --tag "$image" --label "org.opencontainers.image.revision=$commit" - > /dev/null
docker push --quiet "$image"
docker image inspect --format '{{index .RepoDigests 0}}' "$image" > image.txt
