"""python:3.13-slim from Debian's python3.13, moved to /usr/local, where the official image has its Python."""

from tests.engine.model import upstream
from tests.engine.standins import debian
from tests.engine.standins.roots import tidied
from tests.engine.standins.workshop import Made, Workshop

CONFIG = {
    "Cmd": ["python3"],
    "Env": [debian.PATH.replace("=", "=/usr/local/bin:"), "GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305"],
}
HISTORY = [*debian.HISTORY, "python:3.13-slim, made from packages"]
BASE = "debian"
PYTHON = ["python3.13", "python3.13-minimal", "libpython3.13-stdlib", "libpython3.13-minimal"]
PIP = ["python3-pip-whl", "python3.13-venv"]

# Python finds its home from its own place, so it can be moved. What Debian changed for its own layout is taken
# back: packages go to site-packages (`site` is a part of the program, so sitecustomize mends it), and pip may
# install them.
SITE = """\
import site
import sys

if sys.prefix == sys.base_prefix:
    HERE = "/usr/local/lib/python3.13/site-packages"
    site.getsitepackages = lambda prefixes=None: [HERE]
    site.addsitedir(HERE)
"""
INSTALL = """\
FROM scratch
ADD base.tar /
COPY python/usr/bin/python3.13 python/usr/bin/pydoc3.13 /usr/local/bin/
COPY python/usr/lib/python3.13 /usr/local/lib/python3.13
COPY python/usr/share/python-wheels /usr/share/python-wheels
RUN --mount=type=bind,source=packages,target=/packages <<END
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PYTHONDONTWRITEBYTECODE=1
dpkg --install /packages/*.deb
cd /usr/local/lib/python3.13
rm -rf EXTERNALLY-MANAGED _distutils_system_mod.py
mkdir site-packages
sed -i "s/prefix_scheme = 'posix_local'/prefix_scheme = 'posix_prefix'/" sysconfig/__init__.py
sed -i "1s,.*,#!/usr/local/bin/python3.13," /usr/local/bin/pydoc3.13
ldconfig
cd /usr/local/bin
for name in python3 python; do ln -s python3.13 $name; done
for name in pydoc3 pydoc; do ln -s pydoc3.13 $name; done
wheel=$(echo /usr/share/python-wheels/pip-*.whl)
python3 "$wheel/pip" install --quiet --no-index --no-compile --root-user-action=ignore "$wheel"
find /usr/local -name __pycache__ -prune -exec rm -rf {} +
rm -rf /var/lib/dpkg/*-old /var/cache/ldconfig/aux-cache /root/.cache
END
"""


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    version = upstream(shop.apt.version("python3.13", "trixie"))
    present = shop.apt.with_dependencies(*debian.system(shop))
    python = shop.fetch(*PYTHON, *PIP)
    site = shop.unpack(python, "python") / "usr/lib/python3.13/sitecustomize.py"
    site.unlink()  # a link into /etc
    site.write_text(SITE)
    for package in python:
        package.unlink()
    needed = ["ca-certificates", "netbase", "tzdata", "libssl3t64", "libexpat1", "libpython3.13-stdlib"]
    shop.fetch_all(*needed, but=[*present, *PYTHON])
    root = shop.build(INSTALL)
    layer = tidied(root, shop.folder / "layer.tar", debian.LEFT_OUT, base=shop.base[0])
    return Made([layer], {"PYTHON_VERSION": version})
