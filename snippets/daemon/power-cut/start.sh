# Starts a second engine in this folder, hidden from the first, with the options that you give.
unshare --net --mount dockerd --host "unix://$PWD/docker.sock" --pidfile "$PWD/dockerd.pid" \
  --data-root "$PWD/data" --exec-root "$PWD/exec" \
  --bridge none --iptables=false --ip6tables=false "$@" > dockerd.log 2>&1 &
timeout 20 sh -c 'until docker --host unix://docker.sock version > version.txt 2>&1; do sleep 0.2; done'
