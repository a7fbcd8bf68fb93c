"""registry:3 from Debian's docker-registry, on the stand-in of BusyBox, as the official image is on Alpine's.

Debian has version 2.8, which is past its end as an image. Pushing, pulling and the registry's files are the same in
both; its version and the text of its log are not, and are not for examples to show.
"""

from tests.engine.standins import busybox
from tests.engine.standins.roots import Root, certificates
from tests.engine.standins.workshop import Made, Workshop

SETTINGS = "etc/distribution/config.yml"
CONFIG = {
    "Cmd": [f"/{SETTINGS}"],
    "Entrypoint": ["/entrypoint.sh"],
    "Env": [busybox.PATH, "OTEL_TRACES_EXPORTER=none"],
    "ExposedPorts": {"5000/tcp": {}},
    "Volumes": {"/var/lib/registry": {}},
}
HISTORY = [*busybox.HISTORY, "registry:3, made from packages"]
BASE = "busybox"
FILES = {
    "entrypoint.sh": """\
#!/bin/sh
set -e

# Settings are served; the commands of registry need not name it.
case "${1:-}" in
  *.yml | *.yaml) exec registry serve "$@" ;;
  serve | garbage-collect | help | -*) exec registry "$@" ;;
esac

exec "$@"
""",
    SETTINGS: """\
version: 0.1
log:
  level: debug
  fields:
    service: registry
    environment: development
storage:
  delete:
    enabled: true
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  debug:
    addr: :5001
    prometheus:
      enabled: true
      path: /metrics
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
""",
}


def make(shop: Workshop) -> Made:
    """The layer above BusyBox's: the program, the C library that it needs, and certificates."""
    unpacked = shop.unpack(shop.aside("docker-registry", "libc6", "ca-certificates"))
    root = Root(shop.folder / "layer.tar")
    for folder in ("etc/distribution", "etc/ssl/certs", "usr/lib", "var/lib/registry"):
        root.folders(folder)
    root.file("etc/ssl/certs/ca-certificates.crt", certificates(unpacked))
    for name, content in FILES.items():
        root.file(name, content, 0o755 if name.endswith(".sh") else 0o644)
    root.file("bin/registry", (unpacked / "usr/bin/docker-registry").read_bytes(), 0o755)
    for found in sorted((unpacked / "usr/lib").glob("*-linux-gnu*/*")):
        if found.name.startswith(("ld-linux", "libc.so", "libresolv.so")):
            root.folders(str(found.parent.relative_to(unpacked)))
            root.file(str(found.relative_to(unpacked)), found.read_bytes(), 0o755)
    # Where programs look for their loader, by architecture.
    for name in ("lib", "lib64"):
        for loader in (unpacked / "usr" / name).glob("ld-linux*"):
            root.folders(f"usr/{name}")
            root.symlink(f"usr/{name}/{loader.name}", str(loader.readlink()))
        root.symlink(name, f"usr/{name}")
    return Made([root.close()])
