#!/bin/sh
# Tells what is at /data, then writes a file there.
exec 2>&1
find /data | sort | xargs -r stat -c '%n: owner %u, mode %a'
touch /data/from-container && echo "written by user $(id -u)"
true
