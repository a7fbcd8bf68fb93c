"""gcr.io/distroless/python3-debian13: the base image, the libraries that C++ needs, and Debian's Python."""

import subprocess

from tests.engine.model import EngineError
from tests.engine.standins import distroless_base, distroless_static
from tests.engine.standins.roots import Root
from tests.engine.standins.workshop import Made, Workshop

CONFIG = distroless_base.CONFIG | {
    "Entrypoint": ["/usr/bin/python3.13"],
    "Env": [*distroless_base.CONFIG["Env"], "LANG=C.UTF-8"],
}
TAGS = distroless_static.TAGS
HISTORY = [*distroless_base.HISTORY, "gcr.io/distroless/python3-debian13, made from packages"]
BASE = "distroless_base"
CPP = ["libgcc-s1", "libgomp1", "libstdc++6"]
PYTHON = [
    "libbz2-1.0", "libdb5.3t64", "libexpat1", "liblzma5", "libsqlite3-0", "libuuid1", "libncursesw6", "libtinfo6",
    "libcom-err2", "libcrypt1", "libc-bin", "libgssapi-krb5-2", "libk5crypto3", "libkeyutils1", "libkrb5-3",
    "libkrb5support0", "libnsl2", "libreadline8t64", "libtirpc3t64", "libffi8", "libpython3.13-minimal",
    "libpython3.13-stdlib", "python3.13-minimal", "python3.13-venv",
]  # fmt: skip


def make(shop: Workshop) -> Made:
    """The layer above that of the base image."""
    distroless_static.layer(shop, [*CPP, *PYTHON])
    tree = shop.context / "unpacked"
    for name in ("python", "python3"):
        (tree / "usr/bin" / name).symlink_to("/usr/bin/python3.13")
    # ctypes finds libraries by this list alone, those of the base image too.
    whole = shop.unpack(shop.aside(*distroless_base.PACKAGES, *CPP, *PYTHON), "whole")
    (whole / "lib").symlink_to("usr/lib")
    (whole / "lib64").symlink_to("usr/lib64")
    (whole / "etc").mkdir(exist_ok=True)
    done = subprocess.run(["/sbin/ldconfig", "-X", "-r", whole], capture_output=True, text=True)
    if done.returncode:
        raise EngineError(f"ldconfig failed: {done.stderr.strip()}")
    (tree / "etc/ld.so.cache").write_bytes((whole / "etc/ld.so.cache").read_bytes())
    root = Root(shop.folder / "layer.tar")
    root.tree(tree)
    return Made([root.close()])
