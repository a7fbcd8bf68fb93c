"""What a run measures of pages and of builds: left in files for the report, and printed for all pages at the end.

Each kind of figure has one file, {"day", "by", "of": {page: figures}}, which the next run of that kind replaces.
"""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from macros.problems import ROOT
from macros.records import write

FIGURES = ROOT / ".cache" / "figures"
_noted: defaultdict[str, dict[str, Any]] = defaultdict(dict)
_by: dict[str, str] = {}
# The columns of the table that is printed: the kind, the figure of it, and the title.
_COLUMNS = (
    ("lighthouse", "steady", "Lighthouse"),
    ("axe", "found", "axe"),
    ("nu", "found", "Nu"),
    ("policy", "found", "policy"),
    ("weight", "first", "first KB"),
    ("weight", "used", "in use KB"),
    ("weight", "requests", "requests"),
)


def note(kind: str, by: str, of: str, **figures: Any) -> None:
    """Note figures of a page (or of what else `of` names), of a kind such as "axe", measured by a program."""
    _by[kind] = by
    _noted[kind][of] = figures


def leave(folder: Path = FIGURES) -> None:
    """Write down all that was noted, in place of what an earlier run left of the same kind."""
    folder.mkdir(parents=True, exist_ok=True)
    day = datetime.now(UTC).date().isoformat()
    for kind, of in _noted.items():
        write(folder / f"{kind}.json", json.dumps({"day": day, "by": _by[kind], "of": of}))
    _noted.clear()


def left(folder: Path = FIGURES) -> dict[str, dict[str, Any]]:
    """What runs have left, by kind."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def told(pages: tuple[str, ...], folder: Path = FIGURES) -> str:
    """What was measured of each page, as a table of text; a figure that nobody took is a dash."""
    kinds = left(folder)
    rows = [[title for _, _, title in _COLUMNS] + ["page"]]
    for page in pages:
        figures = [
            _cell(kinds.get(kind, {}).get("of", {}).get(page, {}).get(name)) for kind, name, _ in _COLUMNS
        ]
        rows.append([*figures, page or "home"])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([*(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]])
        for row in rows
    )


def npm_version(name: str) -> str:
    """A package of npm as the report names it: `axe-core 4.14.0`."""
    about = json.loads((ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
    return f"{name} {about['version']}"


def _cell(figure: Any) -> str:
    if figure is None:
        return "-"
    return f"{figure / 1000:.1f}" if isinstance(figure, int) and figure >= 1000 else str(figure)
