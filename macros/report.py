r"""The report: what the last full runs measured of every page and of a build, as `make report` wrote it.

    {"taken": {"axe": ["2026-11-30", "axe-core 4.14.0"]},
    "builds": {"macros": 1.12},
    "pages": {
    "run/networks/": {"axe": 0, "first": 41200},
    ...
    }}

`taken` says of each kind of figure when it was measured, and with what. Sizes are in bytes on the wire.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from macros.problems import ROOT, Problem, ProblemError, relative
from macros.text import read_text

KB = 1000  # bytes
# What is asked of a page, as tests/site/test_weight.py measures it: kilobytes on the wire before a reader does
# anything, once they scroll and move, and of the HTML alone; and how many requests.
FIRST_KB, IN_USE_KB, NEXT_KB, MOST_REQUESTS = 60, 90, 15, 14
REPORT = ROOT / "docs/_data/report.json"
_NUMBERS = {"type": "object", "additionalProperties": {"type": ["number", "array"]}}
_SHAPE = {
    "type": "object",
    "required": ["taken", "builds", "pages"],
    "additionalProperties": False,
    "properties": {
        "taken": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 2,
                "maxItems": 2,
            },
        },
        "builds": _NUMBERS,
        "pages": {"type": "object", "additionalProperties": _NUMBERS},
    },
}


@dataclass(frozen=True)
class Report:
    """What was measured: by kind the day and the program; of builds; of pages, by their addresses."""

    taken: dict[str, tuple[str, str]]
    builds: dict[str, float]
    pages: dict[str, dict[str, Any]]

    def text(self) -> str:
        """The text of the file, with a line for each page."""
        head = f'{{"taken": {json.dumps(self.taken)},\n"builds": {json.dumps(self.builds)},\n"pages": {{\n'
        rows = (f"{json.dumps(page)}: {json.dumps(figures)}" for page, figures in sorted(self.pages.items()))
        return head + ",\n".join(rows) + "\n}}\n"


def read_report(path: Path = REPORT) -> Report:
    """Read the report. Raises ProblemError where it is not as `make report` writes it."""
    text = read_text(path)
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise _not_ours(path, error.lineno, error.msg) from error
    if wrong := next(Draft202012Validator(_SHAPE).iter_errors(said), None):
        raise _not_ours(path, 1, wrong.message)
    taken = {kind: (day, by) for kind, (day, by) in said["taken"].items()}
    return Report(taken, said["builds"], said["pages"])


def _not_ours(path: Path, line: int, why: str) -> ProblemError:
    what = f"This is no report as `make report` writes it: {why}."
    return ProblemError(Problem(relative(path), line, what, "Restore it from git, or run `make report`."))
