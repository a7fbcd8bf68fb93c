# Starts a second engine in this folder, hidden from the first. Its disk holds 40 MB.
mkdir data
unshare --net --mount sh -c '
  mount -t tmpfs -o size=40m tmpfs data
  exec dockerd --host "unix://$PWD/docker.sock" --pidfile "$PWD/dockerd.pid" \
    --data-root "$PWD/data" --exec-root "$PWD/exec" --feature containerd-snapshotter \
    --bridge none --iptables=false --ip6tables=false' > dockerd.log 2>&1 &
timeout 20 sh -c 'until docker --host unix://docker.sock version > version.txt 2>&1; do sleep 0.2; done'
