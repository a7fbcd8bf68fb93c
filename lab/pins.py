"""The pins: which version of each package the lab is made of, the SHA-256 of its file, and the sources it was made of.

`pins.json` is the one place where they are written. A build takes nothing that is not in it; `python -m lab pin`
writes down anew what the archives have today.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from macros.records import write

PINS_FILE = Path(__file__).parent / "pins.json"


class PinError(Exception):
    """A fetched file is not the one that is pinned; the message says what to do."""


class Pins:
    """Pins by group, such as "trixie i386" or "npm", and by name: version, SHA-256, sources.

    With `record`, whatever is fetched becomes the pin. Threads may share it.
    """

    def __init__(self, file: Path = PINS_FILE, *, record: bool = False) -> None:
        self.file = file
        self.record = record
        self._lock = Lock()
        self.groups: dict[str, dict[str, list[str]]] = (
            {} if record or not file.exists() else json.loads(file.read_text(encoding="utf-8"))
        )

    def text(self, *groups: str) -> str:
        """These groups as text: an input of the steps that use them."""
        return json.dumps([self.groups.get(group) for group in groups])

    def check(self, group: str, name: str, version: str, file: Path, sources: Sequence[str] = ()) -> None:
        """Compare a fetched file with its pin; `sources` are noted, not compared.

        Raises PinError if it is another file, and deletes it.
        """
        with file.open("rb") as opened:
            found = [version, hashlib.file_digest(opened, "sha256").hexdigest()]
        with self._lock:
            if self.record:
                self.groups.setdefault(group, {})[name] = [*found, *(sources or [f"{name} {version}"])]
                return
            pinned = self.groups.get(group, {}).get(name)
        if not pinned or pinned[:2] != found:
            file.unlink()
            wanted = f"version {pinned[0]}, sha256 {pinned[1]}" if pinned else "no such package"
            raise PinError(
                f"lab/{self.file.name}: {name} of `{group}` is pinned as {wanted}, but the archive has "
                f"version {version}, sha256 {found[1]}. "
                "Run `.venv/bin/python -m lab pin` to take what archives have today, "
                "or set DEBIAN_MIRROR to one that still has it; https://snapshot.debian.org keeps them of all days."
            )

    def check_package(self, group: str, file: Path) -> None:
        """Compare a Debian package, whose file's name tells name and version, with its pin."""
        name, version, _ = file.name.split("_", 2)
        self.check(group, name, unquote(version), file, _sources(file) if self.record else ())

    def save(self) -> None:
        """Write down what was recorded."""
        lines = [
            f"  {json.dumps(group)}: {{\n"
            + ",\n".join(f"    {json.dumps(name)}: {json.dumps(pin)}" for name, pin in sorted(pins.items()))
            + "\n  }"
            for group, pins in sorted(self.groups.items())
        ]
        write(self.file, "{\n" + ",\n".join(lines) + "\n}\n")


def _sources(package: Path) -> list[str]:
    """The source packages of a Debian package, with their versions: its own, and those of what is linked into it."""
    fields = "${source:Package} (= ${source:Version}), ${Built-Using}, ${Static-Built-Using}"
    asked = ["dpkg-deb", "--showformat", fields, "--show", str(package)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return [f"{name} {version}" for name, version in re.findall(r"(\S+) \(= (\S+)\)", told)]
