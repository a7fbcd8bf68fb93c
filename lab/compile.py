"""Programs for the guest that are compiled here: busybox of the image, and what answers the page."""

import shutil
from pathlib import Path

from lab.chroot import run
from lab.packages import PinnedLists
from tests.engine.apt import unpack
from tests.engine.standins.busybox import CONFIGURE, TOOLS

# A compiler of the guest's own architecture runs on an amd64 machine as it is, so none that crosses is needed.
BUSYBOX = f"""\
set -e
tar -xjf /source/busybox_*.orig.tar.bz2 -C /tmp
cd /tmp/busybox-*
export SOURCE_DATE_EPOCH=$(stat -c %Y .) KCONFIG_NOTIMESTAMP=1
make defconfig >/dev/null
machine=i386
{CONFIGURE}
make -j "$(nproc)" CC="gcc -specs /usr/lib/i386-linux-musl/musl-gcc.specs" busybox
cp busybox /made/busybox
./busybox --list > /made/commands
"""
CONTROL = "musl-gcc -static -Os -s -Wall -Wextra -Werror -o /made/control /source/control.c"


def toolchain(folder: Path, lists: PinnedLists) -> None:
    """Unpack a compiler with musl into `folder`."""
    apt = lists.apt()
    wanted = apt.with_dependencies(*TOOLS, "musl-tools", *apt.essential())
    unpack(apt.download(wanted, folder / "packages"), folder / "root")
    shutil.rmtree(folder / "packages")
    root = folder / "root"
    (root / "usr/bin/awk").symlink_to("mawk")
    headers = root / "usr/include/i386-linux-musl"
    for name in ("linux", "asm-generic", "mtd"):
        (headers / name).symlink_to(f"/usr/include/{name}")
    (headers / "asm").symlink_to("/usr/include/i386-linux-gnu/asm")


def fetch_busybox(folder: Path, lists: PinnedLists) -> None:
    """Fetch busybox's source."""
    lists.sources().source_part("busybox", "*.orig.tar.*", folder)


def busybox(folder: Path, tools: Path, lists: PinnedLists) -> None:
    """Compile the image's busybox, with the settings of the tests' stand-in, into `folder`."""
    source = folder / "source"
    fetch_busybox(source, lists)
    run(tools / "root", ["/bin/sh", "-c", BUSYBOX], {"source": source, "made": folder})
    shutil.rmtree(source)


def control(folder: Path, tools: Path, source: Path) -> None:
    """Compile the program that answers the page into `folder`."""
    run(tools / "root", ["/bin/sh", "-c", CONTROL], {"source": source.parent, "made": folder})
