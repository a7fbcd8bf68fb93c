"""The README and its like: its example is as on the site; links, commands and the places of the map exist."""

import re
from collections.abc import Iterator
from pathlib import Path

from macros import problems as place
from macros.examples import Example, example
from macros.problems import ROOT, Problem, did_you_mean, relative
from macros.text import read_text
from tests.checks.texts import file_problems

README = ROOT / "README.md"
SHOWN = "cmd-entrypoint/entrypoint-and-cmd"
FILES = ("README.md", "CONTRIBUTING.md", "lab/README.md")  # what GitHub shows, and no build reads
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?P<name>[^)#\s]+)")
_PLACE = re.compile(
    r"(?:^\||,) *`(?P<name>[\w./-]+/)`", re.MULTILINE
)  # in the first column of a table, or a list
_MAKE = re.compile(r"(?:`|^\$ )make (?P<name>[a-z][a-z-]*)", re.MULTILINE)
_TARGET = re.compile(r"^(?P<name>[a-z-]+):.*## ", re.MULTILINE)


def problems() -> list[Problem]:
    """Where the README's code differs from the example's, and what such files name that is not there."""
    missing = [each for name in FILES for each in not_there(place.ROOT / name)]
    shown = example(SHOWN)
    if any(file_problems(path) for path in shown.files):  # or the README would be made to hold the fault, too
        return missing
    return differences(README, shown) + missing


def not_there(path: Path) -> Iterator[Problem]:
    """A problem for each link, place and command of `make` in this file that leads nowhere."""
    text = read_text(path)
    targets = _TARGET.findall(read_text(place.ROOT / "Makefile"))
    for match in [*_LINK.finditer(text), *_PLACE.finditer(text)]:
        if not (path.parent / match["name"]).exists():
            yield _problem(path, text, match, f"There is no `{match['name']}`.", "Correct the path.")
    for match in _MAKE.finditer(text):
        if (name := match["name"]) not in targets:
            mend = did_you_mean(name, targets, "`make` lists what it can do.")
            yield _problem(path, text, match, f"There is no `make {name}`.", mend)


def _problem(path: Path, text: str, match: "re.Match[str]", what: str, mend: str) -> Problem:
    return Problem(relative(path), text.count("\n", 0, match.start("name")) + 1, what, mend)


def differences(readme: Path, shown: Example) -> list[Problem]:
    """A problem for each file of the example, and its recording, that the README does not hold word for word."""
    text = read_text(readme)
    recording = shown.recorded_transcript.text().partition("\n")[2]
    parts = [(path, read_text(path), path.name.lower()) for path in shown.files]
    parts.append((shown.transcript_path, recording, "console"))
    return [
        Problem(
            relative(readme),
            text[: max(text.find(f"```{language}"), 0)].count("\n") + 1,
            f"The README differs from {relative(path)}.",
            "Copy it from there, below the line that says where it was recorded.",
        )
        for path, content, language in parts
        if f"```{language}\n{content}```" not in text
    ]
