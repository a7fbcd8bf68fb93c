"""Debian packages for the project's own cache: apt with its own sources, lists and folders.

Nothing is installed on the machine. What is fetched is verified by apt: the archive's signature with the
machine's Debian keyring, each package by its checksum.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from tests.engine.model import EngineError

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Testing's Release file carries a date after which apt refuses it; the archive may be older than that.
UNDATED = {"forky"}


def own_release() -> str:
    """The code name of this machine's Debian release, such as bookworm; "" on any other system."""
    words = dict(line.partition("=")[::2] for line in _read("/etc/os-release").splitlines())
    return words.get("VERSION_CODENAME", "").strip('"') if words.get("ID", "").strip('"') == "debian" else ""


def mirror() -> str:
    """The address of a Debian archive: DEBIAN_MIRROR, else the one that this machine's apt uses.

    Raises EngineError when there is neither.
    """
    if named := os.environ.get("DEBIAN_MIRROR"):
        return named
    if shutil.which("apt-get") and (release := own_release()):
        # Sources may say `stable`: then only the archive's own Release file tells the code name.
        wanted = "$(RELEASE)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)"
        done = subprocess.run(
            ["apt-get", "indextargets", "--format", wanted, "Created-By: Packages"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        for line in done.stdout.splitlines():
            suite, code_name, component, address = line.split("|", 3)
            if release in (suite, code_name) and component == "main" and not address.startswith("cdrom:"):
                return address
    raise EngineError(
        "This machine's apt names no Debian archive to take packages from. "
        "Set DEBIAN_MIRROR to the address of one, or install Docker and start it."
    )


class Apt:
    """apt on its own.

    `home` holds its sources, lists and folders; `suites` are the releases that it knows; `kind` is "deb" or, for
    source packages, "deb-src"; `architecture` is Debian's name of another one than the machine's. Threads may share it.
    """

    def __init__(self, home: Path, suites: Iterable[str], kind: str = "deb", architecture: str = "") -> None:
        self.home = home
        self.architecture = architecture
        self.kind = kind
        self.suites = list(dict.fromkeys(suites))
        self._told: dict[tuple[str, ...], str] = {}
        self._lock = Lock()

    def update(self) -> None:
        """Fetch the package lists."""
        if missing := [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]:
            raise EngineError(f"There is no {missing[0]} on this machine to fetch Debian packages with.")
        if not KEYRING.exists():
            raise EngineError(f"{KEYRING} is missing. Install the package debian-archive-keyring.")
        address = mirror()
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        paragraphs = [
            f"Types: {self.kind}\nURIs: {address}\nSuites: {suite}\nComponents: main\nSigned-By: {KEYRING}\n"
            + ("Check-Valid-Until: no\n" if suite in UNDATED else "")
            for suite in self.suites
        ]
        (self.home / "debian.sources").write_text("\n".join(paragraphs))
        # Read after the machine's own settings (proxies stay), so that its hooks can be dropped here.
        (self.home / "apt.conf").write_text(
            f'Dir::State "{self.home}/state";\nDir::State::status "/dev/null";\nDir::Cache "{self.home}/cache";\n'
            f'Dir::Etc::sourcelist "{self.home}/debian.sources";\nDir::Etc::sourceparts "/dev/null";\n'
            'Dir::Etc::preferences "/dev/null";\nDir::Etc::preferencesparts "/dev/null";\n'
            'APT::Sandbox::User "root";\nAPT::Install-Recommends "false";\nAcquire::Retries "3";\n'
            'Acquire::Languages "none";\n#clear APT::Update;\n#clear DPkg;\n'
            # Images for containers turn these off. Plain lists are read once, and not for each question.
            'Acquire::GzipIndexes "false";\n'
            'Dir::Cache::pkgcache "pkgcache.bin";\nDir::Cache::srcpkgcache "srcpkgcache.bin";\n'
            + (
                f'APT::Architecture "{self.architecture}";\nAPT::Architectures "{self.architecture}";\n'
                if self.architecture
                else ""
            )
        )
        self._run("update", "--error-on=any")

    def version(self, package: str, suite: str) -> str:
        """The version of a package in a suite, or "" if it has none."""
        done = self._ask("madison", package, tool="apt-cache")
        for line in done.splitlines():
            _, version, source = (part.strip() for part in line.split("|"))
            if f" {suite}/" in source:
                return version
        return ""

    def with_dependencies(self, *packages: str) -> list[str]:
        """Names of the packages and of all they need, as `apt-get install` on an empty system would choose."""
        done = self._ask("install", "--simulate", *packages)
        return [line.split()[1] for line in done.splitlines() if line.startswith("Inst ")]

    def download(self, packages: Iterable[str], into: Path) -> list[Path]:
        """Fetch packages (`name` or `name/suite`) into a folder; returns the files."""
        into.mkdir(parents=True, exist_ok=True)
        self._run("download", *packages, folder=into)
        return sorted(into.glob("*.deb"))

    def essential(self) -> list[str]:
        """Names of the packages that every Debian system has: those of priority `required`."""
        words = (
            paragraph.splitlines() for paragraph in self._ask("dumpavail", tool="apt-cache").split("\n\n")
        )
        fields = (dict(line.partition(": ")[::2] for line in lines) for lines in words)
        return sorted({found["Package"] for found in fields if found.get("Priority") == "required"})

    def source(self, package: str, into: Path) -> list[Path]:
        """Fetch a source package (its suite must be the only one) into a folder; returns the files."""
        into.mkdir(parents=True, exist_ok=True)
        self._run("source", "--download-only", package, folder=into)
        return sorted(into.iterdir())

    def _ask(self, *args: str, tool: str = "apt-get") -> str:
        """What apt says of its lists; asked once, since each question takes a second of work."""
        with self._lock:
            if args not in self._told:
                self._told[args] = self._run(*args, tool=tool)
            return self._told[args]

    def _run(self, *args: str, tool: str = "apt-get", folder: Path | None = None) -> str:
        done = subprocess.run(
            [tool, f"--config-file={self.home}/apt.conf", *args],
            cwd=folder, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        if done.returncode:
            reason = (
                "\n".join(line for line in done.stderr.splitlines() if line[:2] in ("E:", "W:"))
                or done.stderr
            )
            raise EngineError(
                f"`{tool} {args[0]}` failed for the project's own package cache:\n{reason.strip()}"
            )
        return done.stdout


def unpack(packages: Iterable[Path], root: Path) -> None:
    """Unpack packages below a folder."""
    for package in packages:
        done = subprocess.run(["dpkg-deb", "--extract", package, root], capture_output=True, text=True)
        if done.returncode:
            raise EngineError(f"{package.name} can't be unpacked: {done.stderr.strip()}")


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""
