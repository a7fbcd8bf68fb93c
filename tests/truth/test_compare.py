"""Recording and comparing cells: noise keeps the old text, a change is told with its place."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from macros.cells import Cells, Ran, Run, read_cells
from macros.reference import Environment, reference
from macros.transcripts import Recorded
from macros.truth import Key, TruthTable
from tests.truth.compare import differences, updated
from tests.truth.small import small_table

OLD, NEW = Recorded(reference(), date(2026, 11, 24)), Recorded(reference(), date(2030, 1, 2))
HELLO: Key = ("hello", "plain")
ID, OTHER_ID = "0123456789ab", "ba9876543210"


@pytest.fixture
def cells(tmp_path: Path) -> Cells:
    table = small_table(tmp_path)
    found = Cells(table, OLD, {key: _run(table, ID) for key in table.keys})
    table.cells_path.write_text(found.text(), encoding="utf-8")
    return found


def _run(table: TruthTable, output: str, status: int = 0) -> Run:
    return (Ran("volume", 0, ("small-talk",)), Ran("run", status, (output,)))


def test_noise_changes_nothing(cells: Cells) -> None:
    ran = {HELLO: _run(cells.table, OTHER_ID)}
    assert differences(cells, ran) == []
    assert updated(cells, ran, NEW).text() == cells.text()


def test_a_new_answer_is_taken_and_dated(cells: Cells) -> None:
    new = updated(cells, {HELLO: _run(cells.table, "hello")}, NEW)
    assert new.recorded == NEW
    assert new.runs[HELLO][1].output == ("hello",)
    assert new.runs["none", "plain"] == cells.runs["none", "plain"]


def test_cells_that_come_into_the_reference_environment_are_dated_anew(cells: Cells) -> None:
    elsewhere = replace(cells, recorded=Recorded(Environment("27.1.0", "linux/arm64", "official"), OLD.day))
    assert updated(elsewhere, cells.runs, NEW).recorded == NEW


def test_cells_that_the_table_has_no_more_are_dropped(cells: Cells) -> None:
    more = replace(cells, runs={**cells.runs, ("bye", "plain"): cells.runs[HELLO]})
    assert list(updated(more, {}, NEW).runs) == list(cells.table.keys)


def test_a_difference_names_place_cell_command_and_answer(cells: Cells) -> None:
    [told] = differences(cells, {HELLO: _run(cells.table, "Hello", status=3)})
    assert re.match(
        r".*/small/cells.json:3: cell hello.plain differs\n\$ docker run --name small-talk busybox", told
    )
    assert "exit status: recorded 0, now 3" in told
    assert told.endswith("-<id>\n+Hello")


def test_another_exit_status_alone_is_a_difference(cells: Cells) -> None:
    [told] = differences(cells, {HELLO: _run(cells.table, ID, status=3)})
    assert told.endswith("exit status: recorded 0, now 3")
    assert updated(cells, {HELLO: _run(cells.table, ID, status=3)}, NEW).runs[HELLO][1].status == 3


def test_a_step_that_was_not_run_is_a_difference(cells: Cells) -> None:
    short, long = _run(cells.table, ID)[:1], (*_run(cells.table, ID), Ran("file", 0, ()))
    assert "+(not run)" in differences(cells, {HELLO: short})[0]
    assert "-(not run)" in differences(cells, {HELLO: long})[0]


def test_a_cell_changed_by_hand_fails(cells: Cells) -> None:
    path = cells.table.cells_path
    ran = {HELLO: _run(cells.table, "hello")}
    path.write_text(updated(cells, ran, NEW).text().replace('["hello"]', '["hallo"]'), encoding="utf-8")
    changed = read_cells(cells.table)
    assert "-hallo\n+hello" in differences(changed, ran)[0]
