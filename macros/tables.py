"""Facts as data: docs/_data/tables/NAME.yml holds a table, in which every row has its source.

    caption: What the two forms give the engine
    columns:
      - {key: what, title: ""}          the first column heads its rows
      - {key: exec, title: Exec form}
    rows:
      - what: You write
        exec: '`CMD ["serve"]`'
        source: {title: Dockerfile reference, url: "https://..."}   or {title: ..., example: page/name}

Cells may hold `code` and nothing else of Markdown.
"""

from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

from macros.data import HTTPS, TEXT, Data, read_data
from macros.problems import ROOT, Problem, ProblemError
from macros.text import read_text

TABLES = ROOT / "docs" / "_data" / "tables"
_COLUMN = {
    "type": "object",
    "required": ["key", "title"],
    "additionalProperties": False,
    "properties": {"key": TEXT, "title": {"type": "string"}},
}
SCHEMA = {
    "type": "object",
    "required": ["caption", "columns", "rows"],
    "additionalProperties": False,
    "properties": {
        "caption": TEXT,
        "columns": {"type": "array", "minItems": 1, "items": _COLUMN},
        "rows": {"type": "array", "minItems": 1, "items": {"type": "object"}},
    },
}
_SOURCE = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "oneOf": [{"required": ["url"]}, {"required": ["example"]}],
    "properties": {"title": TEXT, "url": HTTPS, "example": TEXT},
}


def tables() -> dict[str, Path]:
    """The file of each table, by the name that pages call it by, sorted."""
    return {path.stem: path for path in sorted(TABLES.glob("*.yml"))}


def read_table(path: Path) -> Data:
    """Read and check a table. Raises ProblemError with the line of each row that lacks a column or a source."""
    return _table(path, read_text(path))


@cache
def _table(path: Path, _text: str) -> Data:
    """Kept while the text stays as it is, since a page's calls are checked before they are made."""
    data = read_data(path, SCHEMA)
    keys = [column["key"] for column in data.value["columns"]]
    row = {
        "type": "object",
        "required": [*keys, "source"],
        "additionalProperties": False,
        "properties": {key: {"type": ["string", "integer", "number"]} for key in keys} | {"source": _SOURCE},
    }
    data.check({"properties": {"rows": {"items": row}}})
    first: dict[Any, int] = {}
    for place, entry in enumerate(data.value["rows"]):
        line = data.line("rows", place)
        if (known := first.setdefault(entry[keys[0]], line)) != line:
            what = f"The row `{entry[keys[0]]}` stands on line {known} already."
            raise ProblemError(data.problem(["rows", place], what, "Remove one of the two."))
    return data


def unshown(table: Data, shown: Container[str]) -> list[Problem]:
    """A problem for each row whose proof is an example that no page shows."""
    found = []
    for place, row in enumerate(table.value["rows"]):
        name = row["source"].get("example")
        if name and name not in shown:
            what = f"The proof of the row is the example `{name}`, which no page shows."
            keys: list[str | int] = ["rows", place, "source", "example"]
            found.append(table.problem(keys, what, "Correct its name, or show it on a page."))
    return found
