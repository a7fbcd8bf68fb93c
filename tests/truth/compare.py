"""What a truth table's cells answered now, beside what is recorded of them."""

from collections.abc import Mapping
from itertools import zip_longest

from macros.cells import Cells, Ran, Run, line_of_cell
from macros.problems import relative
from macros.transcripts import Recorded
from macros.truth import Key, TruthTable
from tests.examples.equal import same, told_difference
from tests.recording import arrives


def differences(cells: Cells, ran: Mapping[Key, Run]) -> list[str]:
    """For each cell that answered otherwise than recorded: its place, the command, the difference."""
    return [
        f"{relative(cells.table.cells_path)}:{line_of_cell(cells.table, key)}: cell {'.'.join(key)} differs\n{why}"
        for key, now in ran.items()
        if (why := _difference(cells.table, key, cells.runs.get(key, ()), now))
    ]


def updated(cells: Cells, ran: Mapping[Key, Run], now: Recorded) -> Cells:
    """The cells with what `ran` answered `now`, in the order of the table; equal answers keep their old text.

    When it was recorded stays, too, where nothing changed, unless the cells come into the reference environment.
    Cells that the table no longer has are dropped; those that were not run stay.
    """
    runs = {
        key: _merged(cells.table, key, cells.runs.get(key, ()), ran.get(key, cells.runs.get(key, ())))
        for key in cells.table.keys
        if key in ran or key in cells.runs
    }
    result = Cells(cells.table, now, runs)
    if not cells.recorded:
        return result
    kept = Cells(cells.table, cells.recorded, runs)
    changed = kept.text() != cells.text()
    return result if changed or arrives(cells.recorded, now) else kept


def _merged(table: TruthTable, key: Key, was: Run, now: Run) -> Run:
    known = {ran.step: ran for ran in was}
    return tuple(known[ran.step] if _same(table, key, known.get(ran.step), ran) else ran for ran in now)


def _same(table: TruthTable, key: Key, was: Ran | None, now: Ran | None) -> bool:
    if not was or not now or (was.step, was.status) != (now.step, now.status):
        return False
    return same(_command(table, key, was), was.output, now.output)


def _command(table: TruthTable, key: Key, ran: Ran) -> str:
    step = table.step(ran.step)
    return table.command(step, key) if step else ""


def _difference(table: TruthTable, key: Key, was: Run, now: Run) -> str:
    """What differs first; "" where nothing does."""
    for old, new in zip_longest(was, now):
        if not _same(table, key, old, new):
            return _told(table, key, old, new)
    return ""


def _told(table: TruthTable, key: Key, old: Ran | None, new: Ran | None) -> str:
    command = _command(table, key, new or old or Ran("", 0, ()))
    before, after = ((ran.status, ran.output) if ran else (0, ("(not run)",)) for ran in (old, new))
    return "\n".join(told_difference(command, before, after))
