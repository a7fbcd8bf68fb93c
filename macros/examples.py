"""An example: a folder under snippets/ that readers download, tests run and pages show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from macros.data import TEXT, read_data
from macros.needs import NEEDS
from macros.problems import ROOT, Problem, ProblemError, relative
from macros.transcripts import Transcript, read_transcript

SNIPPETS = ROOT / "snippets"
ABOUT_FILE = "example.yml"
TRANSCRIPT_FILE = "transcript.console"
TRUTH = "truth"  # the folder below snippets/ that holds truth tables, see macros/truth.py
_NAME = re.compile(r"[^/.][^/]*/[^/.][^/]*")
SCHEMA = {
    "type": "object",
    "required": ["title", "lesson"],
    "additionalProperties": False,
    "properties": {
        "title": TEXT,
        "lesson": TEXT,
        "lint": {"type": "object", "description": "Write `rule: reason` lines under it."},
        "limit": {
            "type": "integer",
            "minimum": 1,
            "description": "Give the seconds that a command may take.",
        },
        "needs": {"type": "array", "items": {"enum": list(NEEDS)}},
    },
}


@dataclass(frozen=True)
class Example:
    """A folder `snippets/<page>/<example>`; its name is `<page>/<example>`."""

    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def anchor(self) -> str:
        """The id that a page gives to it."""
        return f"example-{self.name.replace('/', '-')}"

    @cached_property
    def about(self) -> dict[str, Any]:
        """example.yml, checked: `title` and `lesson`; where needed `lint`, `limit` and `needs`.

        `lint` maps a rule that the example breaks on purpose to the reason, `limit` is in seconds for each command,
        `needs` lists names of macros.needs. Raises ProblemError.
        """
        path = self.folder / ABOUT_FILE
        if not path.is_file():
            mend = "Write one with `title:` and `lesson:` (one sentence each)."
            raise ProblemError(Problem(relative(path), 1, "The example has no example.yml.", mend))
        return _read_about(path, path.stat().st_mtime_ns)

    @property
    def title(self) -> str:
        return str(self.about["title"])

    @property
    def lesson(self) -> str:
        return str(self.about["lesson"])

    @property
    def needs(self) -> tuple[str, ...]:
        """What it needs beyond an engine."""
        return tuple(self.about.get("needs", ()))

    @property
    def transcript_path(self) -> Path:
        return self.folder / TRANSCRIPT_FILE

    @cached_property
    def transcript(self) -> Transcript:
        """The transcript. Raises ProblemError where the file is missing or malformed."""
        if not self.transcript_path.is_file():
            raise ProblemError(
                Problem(
                    relative(self.transcript_path),
                    1,
                    "The example has no transcript.",
                    f"Write its commands there, each after `$ `, then run `make record EXAMPLE={self.name}`.",
                )
            )
        return read_transcript(self.transcript_path)

    @property
    def recorded_transcript(self) -> Transcript:
        """The transcript, if it has been recorded. Raises ProblemError else."""
        if self.transcript.recorded is None:
            raise ProblemError(
                Problem(
                    relative(self.transcript_path),
                    self.transcript.commands[0].line,
                    "The commands have no recorded output.",
                    f"Run `make record EXAMPLE={self.name}`.",
                )
            )
        return self.transcript

    @property
    def files(self) -> list[Path]:
        """What a reader gets besides the transcript: every file but example.yml, in reading order."""
        own = {ABOUT_FILE, TRANSCRIPT_FILE}
        found = [
            p
            for p in self.folder.rglob("*")
            if p.is_file() and not p.is_symlink() and p.relative_to(self.folder).as_posix() not in own
        ]
        return sorted(found, key=lambda p: (not _is_leading(p), p.relative_to(self.folder).as_posix()))

    @property
    def dockerfiles(self) -> list[Path]:
        return [path for path in self.files if is_dockerfile(path)]

    @property
    def compose_files(self) -> list[Path]:
        return [path for path in self.files if is_compose_file(path)]


def is_dockerfile(path: Path) -> bool:
    """Whether the file is a Dockerfile, by its name."""
    return path.name == "Dockerfile" or path.name.startswith("Dockerfile.") or path.suffix == ".Dockerfile"


def is_compose_file(path: Path) -> bool:
    """Whether the file is a Compose file, by its name."""
    return path.suffix in (".yaml", ".yml") and path.name.startswith("compose")


def examples() -> list[Example]:
    """Every example of the project, sorted by name."""
    return sorted(_folders(), key=lambda example: example.name)


def example(name: str) -> Example:
    """The example of that name. Raises KeyError where there is none."""
    folder = SNIPPETS / name
    if not _NAME.fullmatch(name) or not _is_example(folder):
        raise KeyError(name)
    return Example(folder)


def _folders() -> Iterator[Example]:
    for folder in SNIPPETS.glob("*/*"):
        if _is_example(folder):
            yield Example(folder)


def _is_example(folder: Path) -> bool:
    return folder.parent.name != TRUTH and folder.is_dir() and any(folder.iterdir())


def _is_leading(path: Path) -> bool:
    return is_dockerfile(path) or is_compose_file(path)


@cache
def _read_about(path: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001  read again when it has changed
    """Kept, since every page asks for the titles of all examples."""
    return dict(read_data(path, SCHEMA).value)
