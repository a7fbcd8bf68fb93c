"""busybox:1.37, compiled from Debian's source package: one static program, a name in /bin for each command.

Debian's own binary won't do: its shell runs commands inside itself, so process lists and process 1 look different. It
does for the other architecture, which is there so that an image has more than one platform: the recordings ask it for
the name of its processor, and to compile for it as well takes a minute.
"""

import subprocess
from pathlib import Path

from tests.engine.apt import unpack
from tests.engine.model import EngineError
from tests.engine.standins.roots import Root
from tests.engine.standins.workshop import ARCHITECTURES, Made, Workshop, architecture, read

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONFIG = {"Cmd": ["sh"], "Env": [PATH]}
HISTORY = ["busybox:1.37, made from packages"]
BASE = ""
TOOLS = ["gcc", "make", "bzip2", "libc6-dev", "linux-libc-dev", "musl-dev"]
# The settings of the official image: those of upstream, static, with ar; tc doesn't compile with recent headers.
CONFIGURE = """\
off="TC FEATURE_SYNC_FANCY FEATURE_HAVE_RPC FEATURE_INETD_RPC FEATURE_UTMP FEATURE_WTMP"
[ "$machine" = x86_64 ] || off="$off SHA1_HWACCEL SHA256_HWACCEL"
for name in $off; do
  sed -i "s/^CONFIG_$name=.*/# CONFIG_$name is not set/" .config
done
for name in AR FEATURE_AR_CREATE FEATURE_AR_LONG_FILENAMES STATIC; do
  sed -i "/^# CONFIG_$name is not set/d; /^CONFIG_$name=/d" .config
  echo "CONFIG_$name=y" >> .config
done
sed -i 's/^CONFIG_LAST_SUPPORTED_WCHAR=.*/CONFIG_LAST_SUPPORTED_WCHAR=0/' .config
yes "" 2>/dev/null | make oldconfig >/dev/null
"""
COMPILE = """\
FROM scratch AS compiled
COPY unpacked/ /
COPY source/ /source/
RUN <<END
set -e
ln -s mawk /usr/bin/awk
machine=$(uname -m)
musl=/usr/include/$machine-linux-musl
for folder in linux asm-generic mtd; do ln -s /usr/include/$folder "$musl/"; done
ln -s "/usr/include/$machine-linux-gnu/asm" "$musl/"
mkdir -p /tmp /build
chmod 1777 /tmp
tar -xjf /source/busybox_*.orig.tar.bz2 -C /build
cd /build/busybox-*
# The official image's program carries the date of its source, and shows it in the shell's first line.
export SOURCE_DATE_EPOCH=$(stat -c %Y .) KCONFIG_NOTIMESTAMP=1
make defconfig >/dev/null
CONFIGURE
make -j "$(nproc)" CC="gcc -specs /usr/lib/$machine-linux-musl/musl-gcc.specs" busybox
cp busybox /busybox
/busybox --list > /commands
END

FROM scratch
COPY --from=compiled /busybox /commands /
""".replace("CONFIGURE\n", CONFIGURE)
FILES = {
    "etc/passwd": (
        "root:x:0:0:root:/root:/bin/sh\n"
        "daemon:x:1:1:daemon:/usr/sbin:/bin/false\n"
        "bin:x:2:2:bin:/bin:/bin/false\n"
        "sys:x:3:3:sys:/dev:/bin/false\n"
        "sync:x:4:100:sync:/bin:/bin/sync\n"
        "mail:x:8:8:mail:/var/spool/mail:/bin/false\n"
        "www-data:x:33:33:www-data:/var/www:/bin/false\n"
        "operator:x:37:37:Operator:/var:/bin/false\n"
        "nobody:x:65534:65534:nobody:/home:/bin/false\n"
    ),
    "etc/group": (
        "root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\ntty:x:5:\ndisk:x:6:\nmail:x:8:\nwheel:x:10:root\n"
        "www-data:x:33:\noperator:x:37:\nusers:x:100:\nnobody:x:65534:\n"
    ),
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}


def make(shop: Workshop) -> Made:
    """The one layer, of each architecture."""
    own = architecture()
    if own not in ARCHITECTURES.values():
        raise EngineError(f"There is no recipe for busybox on {own}. Run with IMAGES=official.")
    shop.unpack(shop.fetch_all(*TOOLS, *shop.apt.essential()))
    shop.fetch_source("busybox")
    built = shop.build(COMPILE)
    commands = read(built, "commands").decode().split()
    layer = pack(shop.folder / f"{own}.tar", read(built, "busybox"), commands)
    (other,) = {*ARCHITECTURES.values()} - {own}
    return Made([layer], others={other: [_foreign(shop, other)]})


def _foreign(shop: Workshop, other: str) -> Path:
    """The layer of another architecture, of Debian's binary; which commands that has, the machine's own one says."""
    unpack(shop.aside("busybox-static"), shop.folder / "own")
    listed = subprocess.run(
        [_program(shop.folder / "own"), "--list"], capture_output=True, text=True, check=True
    )
    unpack(shop.fetch_foreign(other, "busybox-static"), shop.folder / other)
    program = _program(shop.folder / other).read_bytes()
    return pack(shop.folder / f"{other}.tar", program, listed.stdout.split())


def _program(root: Path) -> Path:
    return next(path for path in (root / "usr/bin/busybox", root / "bin/busybox") if path.exists())


def pack(path: Path, program: bytes, commands: list[str]) -> Path:
    """The root file system around the program."""
    root = Root(path)
    root.folder("bin")
    root.file("bin/busybox", program, 0o755)
    for command in sorted(set(commands) - {"busybox"}):
        root.hard_link(f"bin/{command}", "bin/busybox")
    for name in ("dev", "etc", "etc/network", "usr", "usr/bin", "usr/sbin", "var", "var/spool"):
        root.folder(name)
    for name, content in FILES.items():
        root.file(name, content)
    users = [line.split(":")[0] for line in FILES["etc/passwd"].splitlines()]
    root.file("etc/shadow", "".join(f"{user}:*:::::::\n" for user in users), 0o600)
    root.symlink("usr/bin/env", "../../bin/env")
    root.folder("home", owner=65534)
    root.folder("root", mode=0o700)
    root.folder("tmp", mode=0o1777)
    root.folder("var/spool/mail", owner=8)
    root.folder("var/www", owner=33)
    return root.close()
