"""gcr.io/distroless/static-debian13: no shell and no programs; what a static program may look for in files.

The same packages and files as in the image's own build, in one layer.
"""

from tests.engine.standins import busybox
from tests.engine.standins.roots import Root, certificates
from tests.engine.standins.workshop import Made, Workshop, control

CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
CONFIG = {"Env": [busybox.PATH, f"SSL_CERT_FILE=/{CERTIFICATES}"], "User": "0", "WorkingDir": "/"}
TAGS = {"nonroot": {"User": "65532", "WorkingDir": "/home/nonroot"}}
HISTORY = ["gcr.io/distroless/static-debian13, made from packages"]
BASE = ""
PACKAGES = ["base-files", "netbase", "tzdata", "tzdata-legacy", "media-types"]
HOMES = {"root": (0o700, 0), "home": (0o755, 0), "home/nonroot": (0o700, 65532), "tmp": (0o1777, 0)}
FILES = {
    "etc/passwd": (
        "root:x:0:0:root:/root:/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n"
        "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n"
    ),
    "etc/group": "root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n",
    "etc/nsswitch.conf": (
        "passwd:         compat\ngroup:          compat\nshadow:         compat\ngshadow:        files\n\n"
        "hosts:          files dns\nnetworks:       files\n\nprotocols:      db files\nservices:       db files\n"
        "ethers:         db files\nrpc:            db files\n\nnetgroup:       nis\n"
    ),
    "usr/lib/os-release": (
        'PRETTY_NAME="Distroless"\nNAME="Debian GNU/Linux"\nID="debian"\nVERSION_ID="13"\n'
        'VERSION="Debian GNU/Linux 13 (trixie)"\nHOME_URL="https://github.com/GoogleContainerTools/distroless"\n'
        'SUPPORT_URL="https://github.com/GoogleContainerTools/distroless/blob/master/README.md"\n'
        'BUG_REPORT_URL="https://github.com/GoogleContainerTools/distroless/issues/new"\n'
    ),
}


def make(shop: Workshop) -> Made:
    """The one layer."""
    layer(shop, PACKAGES)
    source = shop.unpack(shop.aside("ca-certificates"), "certificates")
    root = Root(shop.folder / "root.tar")
    tree = shop.context / "unpacked"
    for name, content in FILES.items():
        (tree / name).write_text(content)
    (tree / CERTIFICATES).parent.mkdir(parents=True)
    (tree / CERTIFICATES).write_bytes(certificates(source))
    root.tree(tree, leave_out=tuple(HOMES))
    for name, (mode, owner) in HOMES.items():
        root.folder(name, mode, owner)
    return Made([root.close()])


def layer(shop: Workshop, packages: list[str]) -> None:
    """Unpack packages as the image's build does: whole, with a note for each that scanners read."""
    files = shop.aside(*packages)
    notes = shop.unpack(files) / "var/lib/dpkg/status.d"
    notes.mkdir(parents=True)
    for file in files:
        about = control(file)
        (notes / about.partition("Package: ")[2].partition("\n")[0]).write_text(about)
