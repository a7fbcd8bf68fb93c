"""Packages of Debian and npm for the lab, each compared with its pin."""

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

from lab.pins import Pins
from tests.engine.apt import Apt
from tests.engine.model import EngineError
from tests.engine.standins.workshop import SUITE, Lists

# The architecture of the machine in the browser: v86 knows no 64-bit one.
GUEST = "i386"
NPM = "npm"


class PinnedApt(Apt):
    """apt whose downloads are compared with the pins of its group."""

    def __init__(self, home: Path, suite: str, pins: Pins, kind: str = "deb", architecture: str = "") -> None:
        super().__init__(home, [suite], kind, architecture)
        self.pins = pins
        self.group = group(suite, kind, architecture)

    def download(self, packages: Iterable[str], into: Path) -> list[Path]:
        """Fetch packages into a folder; returns the files. Raises PinError for one that is not the pinned one."""
        files = super().download(packages, into)
        for file in files:
            self.pins.check_package(self.group, file)
        return files

    def source_part(self, package: str, part: str, into: Path) -> list[Path]:
        """Fetch the files of a source package whose names match `part`; returns them.

        An archive may lack other files of it. Raises EngineError if it lacks all of these, PinError as download() does.
        """
        try:
            super().source(package, into)
        except EngineError:
            if not list(into.glob(part)):
                raise
        files = sorted(into.glob(part))
        for file in files:
            version = self._source_version(package, file.name)
            self.pins.check(self.group, file.name, version, file, [f"{package} {version}"])
        return files

    def _source_version(self, package: str, file: str) -> str:
        """The version of the source package that this file belongs to."""
        told = self._ask("showsrc", "--only-source", package, tool="apt-cache").split("\n\n")
        about = next(paragraph for paragraph in told if f" {file}\n" in f"{paragraph}\n")
        (version,) = re.findall(r"(?m)^Version: (\S+)$", about)
        return str(version)


class PinnedLists(Lists):
    """Package lists below a folder, each fetched once; without a word on it, those of the guest's architecture."""

    def __init__(self, folder: Path, pins: Pins) -> None:
        super().__init__(folder)
        self.pins = pins
        self._pinned: dict[tuple[str, str, str], PinnedApt] = {}

    def apt(self, suite: str = SUITE, kind: str = "deb", architecture: str = GUEST) -> PinnedApt:
        """Apt for a release."""
        asked = suite, kind, architecture
        with self._lock:
            if asked not in self._pinned:
                apt = PinnedApt(
                    self.folder / "-".join(filter(None, asked)), suite, self.pins, kind, architecture
                )
                apt.update()
                self._pinned[asked] = apt
            return self._pinned[asked]

    def sources(self, suite: str = SUITE) -> PinnedApt:
        """Apt for the source packages of a release."""
        return self.apt(suite, "deb-src", "")


def group(suite: str, kind: str = "deb", architecture: str = "") -> str:
    """The name of the group of pins that belongs to package lists."""
    return " ".join([suite, "source" if kind == "deb-src" else architecture or "own"])


def npm(package: str, version: str, into: Path, pins: Pins) -> Path:
    """Fetch a package of npm and unpack it; returns its folder. Raises PinError, or EngineError if it can't be had."""
    into.mkdir(parents=True, exist_ok=True)
    # Node and npm are those that the project brings in its virtual environment.
    path = os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        ["npm", "pack", "--silent", "--ignore-scripts", f"{package}@{version}"],
        cwd=into, capture_output=True, text=True, env=os.environ | {"PATH": path},
    )  # fmt: skip
    if done.returncode:
        raise EngineError(f"{package} {version} can't be had from npm: {done.stderr.strip()}")
    file = into / done.stdout.strip().splitlines()[-1]
    pins.check(NPM, package, version, file)
    with tarfile.open(file) as tar:
        tar.extractall(into / "unpacked", filter="data")
    return into / "unpacked" / "package"
