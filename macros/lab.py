"""The lab, a Docker Engine in a reader's tab: whether it is built, what it weighs, which examples ran in it.

`make lab` builds it into `.cache/lab/dist`, which `lab.json` describes. `make lab-check` runs every example in it and
writes `lab/checked.json`: for each whether it ran, how many seconds its commands took in all, which of them (counted
from 1) print something else than the recording, which commands of FIRST it needs, and in which machine, when, and of
which files that was found. Pages offer what ran there and has not changed since, and nothing where it is not built.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.data import TEXT
from macros.examples import Example
from macros.problems import ROOT, Problem, ProblemError, relative
from macros.records import read_record

DIST = ROOT / ".cache/lab/dist"
CHECKED = ROOT / "lab/checked.json"
FOLDER = "lab"  # below the site's root; the page about the lab is in it too
_ABOUT = "lab.json"
# The machine takes what is quick in an emulator. Typed first, these let it do as an engine does elsewhere (lab/guest).
BUILDKIT, RUNC = "unset DOCKER_BUILDKIT COMPOSE_BAKE", "use-runc"
FIRST = {
    BUILDKIT: "Turns BuildKit on, which this example needs. It is off here, since it takes about four times as long.",
    RUNC: "Lets runc start the containers, whose words and exit statuses this example shows. Here crun starts them, "
    "which takes half of the time.",
}
_MEND = "Restore it from git, or run `make lab-check`."
MADE_OF = (DIST / _ABOUT, CHECKED)  # what pages show of the lab hangs on these files
_DIFFERENCE = {
    "type": "object",
    "required": ["command"],
    "additionalProperties": False,
    "properties": {
        "command": {"type": "integer", "minimum": 1},
        "why": TEXT,
        "lines": {"type": "array", "items": {"type": "string"}},
    },
}
_EXAMPLE = {
    "type": "object",
    "required": ["ran", "machine", "day", "of"],
    "additionalProperties": False,
    "properties": {
        "ran": {"type": "boolean"},
        "seconds": {"type": "number", "minimum": 0},
        "why": TEXT,
        "first": {"type": "array", "items": {"enum": [*FIRST]}, "minItems": 1},
        "differs": {"type": "array", "items": _DIFFERENCE},
        "machine": TEXT,
        "day": TEXT,
        "of": TEXT,
    },
}
SCHEMA = {
    "type": "object",
    "required": ["engine", "platform", "day", "examples"],
    "additionalProperties": False,
    "properties": {
        "engine": TEXT,
        "platform": TEXT,
        "day": TEXT,
        "examples": {"type": "object", "additionalProperties": _EXAMPLE},
    },
}


@dataclass(frozen=True)
class Lab:
    """What is built, and which examples ran in it."""

    about: dict[str, Any]  # lab.json
    examples: dict[str, dict[str, Any]]  # of checked.json, by name: those that ran

    @property
    def memory(self) -> int:
        """The bytes of memory that its machine has."""
        return int(self.about["memory"])

    @property
    def click(self) -> int:
        """The bytes that are fetched before it can be used."""
        return int(self.about["click"])

    @property
    def hosted(self) -> int:
        """The bytes of all its files, of which no reader fetches all."""
        return sum(path.stat().st_size for path in DIST.rglob("*") if path.is_file())

    def runs(self, example: Example) -> bool:
        """Whether the example, as it is now, ran in it."""
        checked = self.examples.get(example.name)
        return checked is not None and checked["of"] == fingerprint(example)


def lab() -> Lab | None:
    """The lab as it is built; None where it is not. Raises ProblemError for files that are not what they should be."""
    path = DIST / _ABOUT
    if not path.is_file():
        return None
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        built = Lab(about, _examples_that_ran())
        _ = built.memory, built.click, about["version"]
    except (ValueError, KeyError, TypeError) as error:
        what = f"The file does not describe the lab: {type(error).__name__}: {error}."
        raise ProblemError(Problem(relative(path), 1, what, "Run `make lab`.")) from error
    return built


def is_built() -> bool:
    """Whether the lab is built, so that pages show it in a frame."""
    return (DIST / _ABOUT).is_file()


def fingerprint(example: Example) -> str:
    """Twelve hexadecimal digits that change with the example's files, its commands and what is recorded of them."""
    digest = hashlib.sha256()
    for command in example.transcript.commands:
        typed = [(each.prompt, each.text) for each in command.inputs]
        digest.update(repr((command.text, typed, command.output, command.status)).encode())
    for path in example.files:
        executable = bool(path.stat().st_mode & 0o100)
        digest.update(f"{path.relative_to(example.folder)} {executable} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_checked(path: Path = CHECKED) -> dict[str, dict[str, Any]]:
    """What is known of each example, by its name. Raises ProblemError for what `make lab-check` has not written."""
    examples: dict[str, dict[str, Any]] = read_record(path, SCHEMA, _MEND)["examples"]
    return examples


def _examples_that_ran() -> dict[str, dict[str, Any]]:
    listed = read_checked() if CHECKED.is_file() else {}
    return {name: each for name, each in listed.items() if each["ran"]}
