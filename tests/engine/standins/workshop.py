"""What a recipe works with."""

import hashlib
import platform
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from tests.engine.apt import Apt, unpack
from tests.engine.model import Engine, EngineError

# The Debian release that stand-ins are made of, and the one that has what is too old there.
SUITE = "trixie"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
NEWER_SUITE = "forky"


@dataclass(frozen=True)
class Made:
    """What a recipe made: tar files of its layers, bottom first, and variables that hang on what was fetched.

    `others` are the layers for architectures besides the machine's own.
    """

    layers: list[Path]
    env: dict[str, str] = field(default_factory=dict)
    others: dict[str, list[Path]] = field(default_factory=dict)


class Lists:
    """Package lists below a folder, each fetched once, when the first workshop asks for it; threads may share them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, str, str], Apt] = {}
        self._lock = Lock()

    def apt(self, suite: str = SUITE, kind: str = "deb", architecture: str = "") -> Apt:
        """Apt for a release; `kind` and `architecture` as of Apt."""
        asked = suite, kind, architecture
        with self._lock:
            if asked not in self._known:
                apt = Apt(self.folder / "-".join(filter(None, asked)), [suite], kind, architecture)
                apt.update()
                self._known[asked] = apt
            return self._known[asked]


@dataclass
class Workshop:
    """An engine to build with, a folder to work in, the layers of the stand-in that this one builds on, and lists."""

    engine: Engine
    folder: Path
    base: list[Path]
    lists: Lists

    @property
    def apt(self) -> Apt:
        """Apt for the release that stand-ins are made of."""
        return self.lists.apt()

    @property
    def newer(self) -> Apt:
        """Apt for the release that has newer versions; only packages that run on SUITE too are of use."""
        return self.lists.apt(NEWER_SUITE)

    def fetch(self, *packages: str) -> list[Path]:
        """Fetch these packages alone; returns their files, in packages/ of the context."""
        return self.apt.download(packages, self.context / "packages")

    def fetch_all(self, *packages: str, but: list[str] | None = None) -> list[Path]:
        """Fetch these packages and all that they need, without those of `but`."""
        wanted = [name for name in self.apt.with_dependencies(*packages) if name not in (but or [])]
        return self.fetch(*wanted)

    def fetch_foreign(self, architecture: str, *packages: str) -> list[Path]:
        """Fetch these packages alone, of another architecture; returns their files."""
        apt = self.lists.apt(architecture=architecture)
        return apt.download(packages, self.context / f"packages-{architecture}")

    def fetch_source(self, package: str) -> list[Path]:
        """Fetch a source package; returns its files, in source/ of the context."""
        return self.lists.apt(kind="deb-src").source(package, self.context / "source")

    def fetch_wheel(self, project: str, version: str, hashes: list[str]) -> Path:
        """Fetch a wheel of a project on PyPI that has one of these SHA-256 hashes; returns its unpacked content."""
        wanted = self.folder / "wheel.txt"
        wanted.write_text(" ".join([f"{project}=={version}", *(f"--hash=sha256:{one}" for one in hashes)]))
        target = self.context / project
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        done = subprocess.run(
            [*pip, "--only-binary=:all:", "--require-hashes", "--requirement", wanted, "--target", target],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise EngineError(f"{project} {version} can't be had from PyPI: {done.stderr.strip()}")
        return target

    def aside(self, *packages: str) -> list[Path]:
        """Fetch these packages alone; returns their files, which build() does not see."""
        folder = self.folder / "aside" / hashlib.sha256(" ".join(packages).encode()).hexdigest()[:8]
        return self.apt.download(packages, folder)

    def unpack(self, packages: list[Path], folder: str = "unpacked") -> Path:
        """Unpack package files into a folder of the context."""
        target = self.context / folder
        target.mkdir(parents=True, exist_ok=True)
        unpack(packages, target)
        return target

    @cached_property
    def context(self) -> Path:
        """The folder that build() sends to the engine."""
        path = self.folder / "context"
        path.mkdir()
        return path

    def build(self, dockerfile: str) -> Path:
        """Build a Dockerfile, with base.tar (the layers of the base) in its context.

        Returns the root file system that it gives as a tar file.
        """
        for layer in self.base:
            (self.context / "base.tar").hardlink_to(layer)
        (self.context / "Dockerfile").write_text(dockerfile)
        target = self.folder / "built.tar"
        self.engine.docker(
            "build", "--no-cache", f"--output=type=tar,dest={target}", str(self.context), timeout=900
        )  # fmt: skip
        return target


def forget_builds(engine: Engine) -> None:
    """Remove what builds left in a private engine: examples must not meet our cache (`docker system df`)."""
    if engine.kind == "private":  # where nobody else builds
        engine.docker("builder", "prune", "--all", "--force")


def read(tar: Path, name: str) -> bytes:
    """A file's content from a tar file."""
    with tarfile.open(tar) as opened:
        found = opened.extractfile(name)
        return found.read() if found else b""


def architecture() -> str:
    """The machine's architecture, as Debian and images name it."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def control(package: Path) -> str:
    """What a package says of itself: its name, version and so on."""
    return subprocess.run(["dpkg-deb", "--field", package], capture_output=True, text=True, check=True).stdout
