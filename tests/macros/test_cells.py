"""Recorded cells: read, written, and what is observed in them."""

from datetime import date
from pathlib import Path

import pytest

from macros.cells import Cells, Ran, Seen, line_of_cell, observe, read_cells, whole_cells
from macros.problems import ProblemError
from macros.reference import reference
from macros.transcripts import Recorded
from macros.truth import Key, TruthTable
from tests.truth.small import TEXT, small_table

HELLO: Key = ("hello", "plain")
RECORDED = Recorded(reference(), date(2026, 11, 24))


@pytest.fixture
def table(tmp_path: Path) -> TruthTable:
    return small_table(tmp_path)


def _ran(*output: str, status: int = 0) -> tuple[Ran, ...]:
    return (Ran("run", status, output),)


def test_what_is_written_is_read_again(table: TruthTable) -> None:
    odd = _ran('a "quoted" word', "tab\tand \\ and é", "", "\u2028")
    cells = Cells(table, RECORDED, {HELLO: odd, ("none", "plain"): _ran(status=125)})
    table.cells_path.write_text(cells.text(), encoding="utf-8")
    again = read_cells(table)
    assert (again.recorded, again.runs) == (RECORDED, cells.runs)
    assert again.text() == cells.text()
    assert cells.text().count("\n") == 4, "a line for each cell, and one around them"
    assert line_of_cell(table, HELLO) == 2
    assert line_of_cell(table, ("none", "plain")) == 3


def test_nothing_recorded_is_no_cells(table: TruthTable) -> None:
    assert read_cells(table).recorded is None
    assert read_cells(table).runs == {}
    assert line_of_cell(table, HELLO) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"recorded": "x",\n}', "cells.json:2: Not valid JSON"),
        ('{"recorded": "x",\n\n', "cells.json:1: Not valid JSON"),
        ('{"recorded": "Docker 1", "cells": {}}', "cells.json:1: `Docker 1` says no engine and no day."),
        (
            '{"recorded": "x", "cells": {\n"hello.plain": [["run", "0", []]]\n}}',
            "cells.json:2: Not as it was written",
        ),
        ('{"recorded": "x"}', "cells.json:1: Not as it was written: 'cells' is a required property"),
    ],
)
def test_what_no_recorder_wrote_is_told(table: TruthTable, text: str, message: str) -> None:
    table.cells_path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        read_cells(table)
    assert message in str(caught.value)
    assert "make record EXAMPLE=truth/small" in str(caught.value)


def test_the_first_case_that_fits_is_observed(table: TruthTable) -> None:
    assert observe(table, HELLO, _ran("hello"))["said"] == Seen("hello")
    assert observe(table, HELLO, _ran("bye"))["said"] == Seen("nothing")
    assert observe(table, HELLO, _ran("docker: no", status=125)) == {
        "said": Seen("refused"),
        "error": Seen("no"),
    }
    assert observe(table, HELLO, ())["error"] == Seen("")


def test_cases_may_hang_on_the_cell_take_all_lines_and_name_a_source(tmp_path: Path) -> None:
    cases = "cases:\n      - {step: run, match: '^x(.)', all: true, when: {flag: wrong}, source: you}"
    table = small_table(tmp_path, TEXT.replace("cases:", cases, 1))
    assert observe(table, ("hello", "wrong"), _ran("x1", "hello", "x2"))["said"] == Seen("1\n2", "you")
    assert observe(table, HELLO, _ran("x1", "hello", "x2"))["said"] == Seen("hello")


def test_what_a_case_says_may_hold_parts_of_the_line(tmp_path: Path) -> None:
    cases = r"cases:\n      - {step: run, match: '^x(\d)(\d)', says: 'first \1, then \2'}"
    table = small_table(tmp_path, TEXT.replace("cases:", cases.replace("\\n", "\n"), 1))
    assert observe(table, HELLO, _ran("x12"))["said"] == Seen("first 1, then 2")


def test_a_rule_is_broken_where_something_else_is_observed(table: TruthTable) -> None:
    said, nothing, refused = table.rules
    runs = {HELLO: _ran("bye"), ("none", "plain"): _ran(), ("hello", "wrong"): _ran("docker: no", status=125)}
    cells = Cells(table, RECORDED, runs)
    assert cells.holding(said) == [HELLO]
    assert cells.breaking(said) == [(HELLO, "said", "nothing")]
    assert cells.breaking(nothing) == cells.breaking(refused) == []


def test_a_step_that_the_table_has_no_more_is_told(tmp_path: Path, table: TruthTable) -> None:
    runs = {key: _ran("hello") for key in table.keys}
    table.cells_path.write_text(Cells(table, RECORDED, runs).text(), encoding="utf-8")
    assert whole_cells(table).runs == runs
    renamed = small_table(
        tmp_path, TEXT.replace("{key: run, run:", "{key: ran, run:").replace("step: run,", "step: ran,")
    )
    with pytest.raises(
        ProblemError, match=r"cells.json:2: The table has no step `run`, which is recorded here."
    ):
        whole_cells(renamed)
