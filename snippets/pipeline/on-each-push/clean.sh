#!/bin/sh
# Removes from this engine the images of this repository's commits.
git --no-pager log --format=%h --abbrev=12 | sed "s#^#$REGISTRY/shop:#" | xargs docker image rm --force > /dev/null
