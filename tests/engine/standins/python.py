"""python:3.13-slim from Debian's Python 3.13, moved below /usr/local, where the official image has it. Without pip."""

from pathlib import Path

from tests.engine.standins import Workshop
from tests.engine.standins.debian import EMPTY, INSTALL, LEFT_OUT, finish
from tests.engine.standins.roots import tidied

VERSION = "3.13"
PATH = "PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONFIG = {"Cmd": ["python3"], "Env": [PATH]}
HISTORY = ["Debian 13 (stand-in)", f"Python {VERSION} (stand-in)"]

# Python finds its library beside itself: moved together, /usr/local becomes its prefix.
MOVE = f"""\
RUN <<END
set -e
mv /usr/bin/python{VERSION} /usr/local/bin/
mkdir -p /usr/local/lib
cp -a /usr/lib/python{VERSION} /usr/local/lib/
rm -rf /usr/lib/python{VERSION}
rm -f /usr/local/lib/python{VERSION}/EXTERNALLY-MANAGED /usr/bin/python3 /usr/bin/pydoc* /usr/bin/pygettext*
ln -s python{VERSION} /usr/local/bin/python3
ln -s python3 /usr/local/bin/python
/usr/local/bin/python -c 'import sqlite3, ssl, sys; assert sys.prefix == "/usr/local"'
find /usr/local/lib -name __pycache__ -prune -exec rm -rf {{}} +
END
"""


def make(shop: Workshop) -> list[Path]:
    """The layers of debian:trixie-slim, and one with Python."""
    below = shop.layers_of("debian")
    context = shop.system(
        *shop.apt.essential(), "apt", f"python{VERSION}", "ca-certificates", "netbase", "tzdata"
    )
    finish(context / "unpacked")
    root = shop.build(context, INSTALL + MOVE)
    return [*below, tidied(root, shop.folder / "python.tar", LEFT_OUT, base=below[-1], folders=EMPTY)]
