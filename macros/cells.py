r"""The cells of a truth table as an engine answered them: `cells.json`, written by `make record` alone.

    {"recorded": "Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24", "cells": {
    "exec.none": [["build", 0, ["sha256:..."]], ["run", 0, ["argv: [\"serve\"]"]]],
    ...
    }}

One line for each cell: the steps that were run, in order, each with its exit status and what it printed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from macros.problems import Problem, ProblemError, relative
from macros.records import line_of_entry, parse_record
from macros.text import read_text
from macros.transcripts import Recorded, parse_recorded
from macros.truth import Case, Field, Key, Rule, TruthTable

_RAN = {
    "type": "array",
    "prefixItems": [
        {"type": "string"},
        {"type": "integer", "minimum": 0, "maximum": 255},
        {"type": "array", "items": {"type": "string"}},
    ],
    "minItems": 3,
    "maxItems": 3,
}
_SHAPE = {
    "type": "object",
    "required": ["recorded", "cells"],
    "additionalProperties": False,
    "properties": {
        "recorded": {"type": "string"},
        "cells": {"type": "object", "additionalProperties": {"type": "array", "minItems": 1, "items": _RAN}},
    },
}


@dataclass(frozen=True)
class Ran:
    """One step that was run: its key, its exit status, the lines that it printed."""

    step: str
    status: int
    output: tuple[str, ...]


Run = tuple[Ran, ...]


@dataclass(frozen=True)
class Seen:
    """What was observed: `text` is "" where it can't be; `source` says who gave it, where that is told."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Cells:
    """The recorded cells of a table; `recorded` is None where there are none."""

    table: TruthTable
    recorded: Recorded | None
    runs: Mapping[Key, Run]

    @cached_property
    def observed(self) -> dict[Key, dict[str, Seen]]:
        """What was observed in each cell, by the keys of the fields."""
        return {key: observe(self.table, key, run) for key, run in self.runs.items()}

    def holding(self, rule: Rule) -> list[Key]:
        """The cells that a rule speaks of."""
        return [key for key in self.runs if self.table.fits(key, rule.where)]

    def breaking(self, rule: Rule) -> list[tuple[Key, str, str]]:
        """The cells in which a rule does not hold, each with a field and what is observed there instead."""
        return [
            (key, name, seen)
            for key in self.holding(rule)
            for name, wanted in rule.then.items()
            if not _is_one_of(seen := self.observed[key][name].text, wanted)
        ]

    def text(self) -> str:
        """The text of the file."""
        lines = [
            f'"{".".join(key)}": {json.dumps([[ran.step, ran.status, ran.output] for ran in run], ensure_ascii=False)}'
            for key, run in self.runs.items()
        ]
        head = json.dumps(str(self.recorded).removeprefix("# recorded: "))
        return f'{{"recorded": {head}, "cells": {{\n' + ",\n".join(lines) + "\n}}\n"


def read_cells(table: TruthTable) -> Cells:
    """The recorded cells; none where nothing has been recorded. Raises ProblemError for what no recorder wrote."""
    path = table.cells_path
    if not path.exists():
        return Cells(table, None, {})
    return _cells(table, read_text(path))


@cache
def _cells(table: TruthTable, text: str) -> Cells:
    """Kept while the file and the table stay as they are."""
    where = relative(table.cells_path)
    mend = (
        f"Delete the file and run `make record EXAMPLE={table.label}`; it is written by the recorder alone."
    )
    value = parse_record(table.cells_path, text, _SHAPE, mend)
    recorded = parse_recorded(value["recorded"])
    if not recorded:
        raise ProblemError(Problem(where, 1, f"`{value['recorded']}` says no engine and no day.", mend))
    return Cells(table, recorded, {tuple(key.split(".")): _run(run) for key, run in value["cells"].items()})


def whole_cells(table: TruthTable) -> Cells:
    """The recorded cells of a table that a page shows. Raises ProblemError where one is missing or outdated."""
    cells = read_cells(table)
    if missing := [key for key in table.keys if key not in cells.runs]:
        what = f"The cell `{'.'.join(missing[0])}` is not recorded, so no page can show the table."
        mend = f"Run `make record EXAMPLE={table.label}`."
        raise ProblemError(Problem(relative(table.cells_path), 1, what, mend))
    for key, run in cells.runs.items():
        if odd := next((ran.step for ran in run if not table.step(ran.step)), ""):
            what = f"The table has no step `{odd}`, which is recorded here."
            mend = f"Run `make record EXAMPLE={table.label}`."
            raise ProblemError(Problem(relative(table.cells_path), line_of_cell(table, key), what, mend))
    return cells


def line_of_cell(table: TruthTable, key: Key) -> int:
    """The line of a cell in the file; 1 where it is not there."""
    return line_of_entry(read_text(table.cells_path), ".".join(key)) if table.cells_path.exists() else 1


def observe(table: TruthTable, key: Key, run: Run) -> dict[str, Seen]:
    """What is observed in a run, by the keys of the fields."""
    by_step = {ran.step: ran for ran in run}
    return {field.key: _see(table, key, field, by_step) for field in table.observed}


def _see(table: TruthTable, key: Key, field: Field, run: Mapping[str, Ran]) -> Seen:
    for case in field.cases:
        if table.fits(key, case.when) and (text := _read(case, run)) is not None:
            return Seen(text, case.source)
    return Seen("")


def _read(case: Case, run: Mapping[str, Ran]) -> str | None:
    """What a case reads from a run, or None where it does not fit."""
    if not case.step:
        return case.says or ""
    if not (ran := run.get(case.step)):
        return None
    found = [
        match for line in (*ran.output, f"[exit {ran.status}]") if (match := re.search(case.match, line))
    ]
    if not found:
        return None
    if case.says is not None:
        return found[0].expand(case.says)
    texts = [match[1] if match.re.groups else match[0] for match in found]
    return "\n".join(texts) if case.all else texts[0]


def _is_one_of(seen: str, wanted: str | list[str]) -> bool:
    several = [wanted] if isinstance(wanted, str) else wanted
    return any(
        re.search(each[1:-1], seen) is not None
        if len(each) > 2 and each[0] == each[-1] == "/"
        else each == seen
        for each in several
    )


def _run(run: list[list[Any]]) -> Run:
    return tuple(Ran(step, status, tuple(output)) for step, status, output in run)
