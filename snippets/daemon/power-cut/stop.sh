# Asks the second engine to stop, and waits until it has.
kill "$(cat dockerd.pid)"
timeout 20 sh -c 'while test -e dockerd.pid; do sleep 0.2; done'
