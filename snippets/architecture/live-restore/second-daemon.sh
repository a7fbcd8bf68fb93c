#!/bin/sh
# Starts a daemon whose files, socket and network are apart from those of the first one.
unshare --net dockerd --bridge none --iptables=false --ip6tables=false \
    --data-root "$PWD/data" --exec-root "$PWD/exec" --pidfile "$PWD/second.pid" \
    --host "unix://$PWD/second.sock" "$@" >>dockerd.log 2>&1 &
for _ in $(seq 100); do
    docker --host "unix://$PWD/second.sock" info >/dev/null 2>&1 && exit
    sleep 0.1
done
tail dockerd.log
exit 1
