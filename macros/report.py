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

from macros.problems import ROOT
from macros.records import read_record

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
    said = read_record(path, _SHAPE, "Restore it from git, or run `make report`.")
    taken = {kind: (day, by) for kind, (day, by) in said["taken"].items()}
    return Report(taken, said["builds"], said["pages"])
