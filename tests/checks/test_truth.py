"""The check of truth tables finds what is missing, foreign or untrue in them."""

from dataclasses import replace
from datetime import date

import pytest

from macros.cells import Cells, Ran, Run
from macros.reference import Environment, reference
from macros.transcripts import Recorded
from macros.truth import Key, TruthTable
from tests.checks import truth
from tests.checks.conftest import Project
from tests.truth.small import TEXT, small_table

ANSWERS: dict[Key, Run] = {
    ("none", "plain"): (Ran("run", 0, ()),),
    ("hello", "plain"): (Ran("run", 0, ("hello",)),),
    ("hello", "wrong"): (Ran("run", 125, ("docker: no such network",)),),
}
RECORDED = Recorded(reference(), date(2026, 11, 24))


@pytest.fixture
def table(project: Project) -> TruthTable:
    return small_table(project.root / "snippets")


def found(cells: Cells) -> list[str]:
    cells.table.cells_path.write_text(cells.text(), encoding="utf-8")
    return [str(problem) for problem in truth.problems()]


def test_a_table_without_a_fault(table: TruthTable) -> None:
    assert found(Cells(table, RECORDED, ANSWERS)) == []


def test_a_table_that_is_not_recorded(table: TruthTable) -> None:
    [problem] = truth.problems()
    assert str(problem) == (
        "snippets/truth/small/table.yml:1: No cell of the table is recorded. Run `make record EXAMPLE=truth/small`."
    )


def test_cells_that_are_missing_too_many_or_from_elsewhere(table: TruthTable) -> None:
    few = {key: run for key, run in ANSWERS.items() if key != ("hello", "wrong")}
    cells = Cells(table, RECORDED, {**few, ("bye", "plain"): ANSWERS["none", "plain"]})
    there = Environment("27.1.0", "linux/arm64", "official")
    foreign = replace(cells, recorded=Recorded(there, RECORDED.day))
    path = "snippets/truth/small/cells.json"
    assert [line.partition(". ")[0] for line in found(foreign)] == [
        f"{path}:1: Recorded with {there}; the reference is {reference()}",
        f"{path}:1: 1 cell not recorded, such as `hello.wrong`",
        f"{path}:4: The table has no cell `bye.plain`",
    ]


def test_a_folder_without_a_description(project: Project) -> None:
    project.write("snippets/truth/odd/note.txt", "x\n")
    [problem] = truth.problems()
    assert str(problem).startswith("snippets/truth/odd:1: The folder holds no table.yml.")


def test_a_rule_that_a_cell_breaks(table: TruthTable) -> None:
    broken = {**ANSWERS, ("hello", "plain"): (Ran("run", 0, ("bye",)),)}
    [line] = found(Cells(table, RECORDED, broken))
    assert "The rule does not hold in 1 cell: in `hello.plain`, `said` is `nothing`." in line
    assert line.startswith(f"snippets/truth/small/table.yml:{table.data.line('rules', 0)}: ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("show: [none.plain]", "show: [hello.plain]", "The rule does not speak of the cell `hello.plain`."),
        ("where: {flag: [wrong]}", "where: {flag: wrong, word: none}", "The rule speaks of no cell."),
        (
            "where: {flag: [wrong]}",
            "where: {flag: wrong, word: none}",
            "No rule explains 1 cell, such as `hello.wrong`.",
        ),
        ("match: '^docker: (.*)$'", "match: '^dock: (.*)$'", "`error` is observed in no cell."),
        ("      - {says: refused}\n", "", "The rule does not hold in 1 cell"),
    ],
)
def test_rules_and_fields_that_say_nothing(table: TruthTable, old: str, new: str, message: str) -> None:
    assert old in TEXT
    changed = small_table(table.folder.parent.parent, TEXT.replace(old, new))
    assert any(message in line for line in found(Cells(changed, RECORDED, ANSWERS)))


def test_a_cell_in_which_nothing_is_observed(table: TruthTable) -> None:
    changed = small_table(table.folder.parent.parent, TEXT.replace("      - {says: refused}\n", ""))
    silent = {**ANSWERS, ("hello", "wrong"): (Ran("run", 125, ("odd",)),)}
    lines = found(Cells(changed, RECORDED, silent))
    assert any("cells.json:4: In the cell `hello.wrong` nothing is observed." in line for line in lines)
