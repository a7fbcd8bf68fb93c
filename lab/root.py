"""The root file system of the guest: the engine, a shell, the usual commands, and what they need, no more."""

import os
import shutil
import subprocess
from pathlib import Path

from lab import elf
from lab.packages import PinnedLists
from lab.prelink import prelinked
from tests.engine.apt import unpack
from tests.engine.model import EngineError
from tests.examples.shell import SETTINGS

SUITE = "forky"
PACKAGES = [
    "bash", "busybox-static", "containerd", "coreutils", "crun", "curl", "diffutils", "docker-buildx", "docker-cli",
    "docker-compose", "docker.io", "findutils", "grep", "gzip", "iptables", "libc-bin", "libc6", "mawk",
    "ncurses-base", "netbase", "procps", "runc", "sed", "tar", "tini", "util-linux",
]  # fmt: skip
# The usual commands as Debian has them, with the options that examples use; all others are busybox's.
COMMANDS = """
[ base64 basename cat chmod chown chgrp cmp comm cp cut date dd df diff dirname du echo env expr false find free grep gzip
head id install kill ln ls md5sum mkdir mkfifo mktemp mv nice nl nproc od paste pgrep pkill printenv printf ps pwd readlink
realpath rm rmdir sed seq setpriv sha256sum shuf sleep sort split stat stty sync tail tar tee test timeout top touch tr true
truncate tty uname uniq uptime watch wc whoami xargs yes
""".split()  # noqa: E501, SIM905  one line less for each of sixty
PROGRAMS = [
    "usr/bin/bash", "usr/bin/containerd", "usr/bin/containerd-shim-runc-v2", "usr/bin/crun", "usr/bin/curl",
    "usr/bin/docker", "usr/bin/mawk", "usr/bin/runc", "usr/sbin/dockerd", "usr/sbin/docker-proxy",
    "usr/sbin/xtables-legacy-multi",
    "usr/libexec/docker/cli-plugins/docker-buildx", "usr/libexec/docker/cli-plugins/docker-compose",
    *(f"usr/bin/{name}" for name in COMMANDS),
]  # fmt: skip
# Position-independent programs that are given a fixed address: it pays for big ones.
FIXED = {"usr/sbin/dockerd"}
LOCALE = """
ADDRESS COLLATE CTYPE IDENTIFICATION MEASUREMENT MESSAGES/SYS_LC_MESSAGES MONETARY NAME NUMERIC PAPER TELEPHONE TIME
""".split()  # noqa: SIM905  as above
COPIED = {
    "usr/bin/tini-static": "usr/bin/docker-init",
    "usr/bin/busybox": "usr/bin/busybox",
    "usr/lib/os-release": "usr/lib/os-release",
    "etc/protocols": "etc/protocols",
    "etc/services": "etc/services",
    "usr/share/terminfo/x/xterm-256color": "usr/share/terminfo/x/xterm-256color",
    "usr/share/terminfo/d/dumb": "usr/share/terminfo/d/dumb",
    **{path: path for path in (f"usr/lib/locale/C.utf8/LC_{part}" for part in LOCALE)},
}
LINKS = {
    "bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "var/run": "/run", "etc/mtab": "/proc/mounts",
    "etc/os-release": "../usr/lib/os-release", "usr/bin/sh": "bash", "usr/sbin/modprobe": "../bin/busybox",
    "usr/bin/awk": "mawk",
    **{
        f"usr/sbin/{name}": "xtables-legacy-multi"
        for family in ("iptables", "ip6tables")
        for name in (family, f"{family}-save", f"{family}-restore")
    },
}  # fmt: skip
FOLDERS = [
    "dev", "home", "opt", "proc", "rom", "root", "run", "rw", "sys", "usr/lib/modules", "usr/local/bin", "var/lib",
    "var/log",
]  # fmt: skip
TEXTS = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n",
    "etc/group": "root:x:0:\ntty:x:5:\ndocker:x:999:\nnogroup:x:65534:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nprotocols: files\nservices: files\n",
    "etc/hosts": "127.0.0.1 localhost\n127.0.1.1 lab\n",
    "etc/hostname": "lab\n",
    # There is no network beyond the machine, and so no name server; asking one fails at once.
    "etc/resolv.conf": "nameserver 127.0.0.1\n",
    "root/.docker/config.json": "{}\n",
}
LIBRARIES = "usr/lib/i386-linux-gnu"
# Of the settings that examples are recorded with: here the terminal shows colors, and tells its size itself.
LEFT_OUT = {"TERM", "NO_COLOR", "COLUMNS", "LINES"}


def fetch(folder: Path, lists: PinnedLists) -> None:
    """Fetch the packages, with all that they need, and unpack them into `folder`."""
    apt = lists.apt(SUITE)
    unpack(apt.download(apt.with_dependencies(*PACKAGES), folder / "packages"), folder)
    shutil.rmtree(folder / "packages")


def settings() -> str:
    """What a shell reads so that commands print as they are recorded, but for color and width."""
    return "".join(f"export {name}={value}\n" for name, value in SETTINGS.items() if name not in LEFT_OUT)


def assemble(root: Path, packages: Path, kernel_modules: Path, own: dict[str, Path], guest: Path) -> None:
    """Lay out the root in the folder `root`.

    It takes the programs from unpacked `packages`, or from `own` by their place in the root, and the texts of the
    folder `guest`. Raises EngineError for a program or library that is missing.
    """
    for name in FOLDERS:
        (root / name).mkdir(parents=True)
    for name in ("tmp", "var/tmp"):
        (root / name).mkdir()
        (root / name).chmod(0o1777)
    for name in PROGRAMS:
        _program(root, name, own.get(name, packages / name), packages)
    for module in (packages / LIBRARIES / "xtables").iterdir():
        _program(root, f"{LIBRARIES}/xtables/{module.name}", module, packages)
    for source, target in COPIED.items():
        _copy(packages / source, root / target)
    for name, path in own.items():
        if name not in PROGRAMS:
            _copy(path, root / name)
    shutil.copytree(kernel_modules, root / "usr/lib/modules" / kernel_modules.name, symlinks=True)
    for name, target in LINKS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    _commands(root)
    for name, text in TEXTS.items():
        _write(root / name, text)
    _write(root / "etc/lab/settings", settings())
    _guest(root, guest)


def _program(root: Path, name: str, path: Path, packages: Path) -> None:
    """Copy a program or a library, and the libraries that it needs."""
    if not (target := root / name).exists():
        _copy(path, target)
        if name in FIXED:
            try:
                target.write_bytes(prelinked(target.read_bytes()))
            except ValueError as error:
                raise EngineError(
                    f"{path} can't be given a fixed address: {error}. See lab/prelink.py."
                ) from None
        for library in elf.needed(path):
            found = f"{LIBRARIES}/{library}"
            _program(root, found, packages / found, packages)
            if library.startswith("ld-linux") and not (loader := root / "usr/lib" / library).exists():
                loader.symlink_to(f"i386-linux-gnu/{library}")


def _commands(root: Path) -> None:
    """Give busybox's commands their names, where no other program has one."""
    busybox = root / "usr/bin/busybox"
    done = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)
    for name in done.stdout.split():
        if not any((root / folder / name).exists() for folder in ("usr/bin", "usr/sbin")):
            (root / "usr/bin" / name).symlink_to("busybox")


def _guest(root: Path, guest: Path) -> None:
    for source, target, mode in (
        ("start", "usr/sbin/lab-start", 0o755),
        ("use-runc", "usr/bin/use-runc", 0o755),
        ("shell", "etc/lab/shell", 0o644),
        ("modules", "etc/lab/modules", 0o644),
        ("daemon.json", "etc/docker/daemon.json", 0o644),
        ("containerd.toml", "etc/containerd/config.toml", 0o644),
    ):
        _write(root / target, (guest / source).read_text(encoding="utf-8"), mode)


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _copy(source: Path, target: Path) -> None:
    """Copy a file, or what a link leads to. Raises EngineError if there is none."""
    if not source.exists():
        raise EngineError(
            f"The lab's packages lack {source.name}, which belongs at {target}. Does a package move it?"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)
