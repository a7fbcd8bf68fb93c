"""Every truth table: well described, all its cells recorded, its rules true in all of them."""

from macros import examples
from macros.cells import Cells, line_of_cell, read_cells
from macros.examples import TRUTH
from macros.problems import Problem, ProblemError, relative
from macros.truth import TABLE_FILE, TruthTable, read_truth_table, truth_tables
from tests.checks import recordings


def problems() -> list[Problem]:
    """What is wrong with the folders under snippets/truth/."""
    found = _undescribed()
    for folder in truth_tables().values():
        try:
            table = read_truth_table(folder)
            cells = read_cells(table)
        except ProblemError as error:
            found += error.problems
            continue
        found += _recorded(table, cells) or [
            *_unread(table, cells),
            *_untrue(table, cells),
            *_unexplained(table, cells),
        ]
    return found


def _undescribed() -> list[Problem]:
    """Folders that nobody would look into."""
    known = truth_tables().values()
    others = [path for path in sorted((examples.SNIPPETS / TRUTH).glob("*")) if path not in known]
    mend = "Describe the table, see macros/truth.py; an example belongs into the folder of its page."
    return [Problem(relative(path), 1, f"The folder holds no {TABLE_FILE}.", mend) for path in others]


def _recorded(table: TruthTable, cells: Cells) -> list[Problem]:
    """Cells that are missing, too many, or recorded elsewhere."""
    path, mend = relative(table.cells_path), f"Run `make record EXAMPLE={table.label}`."
    if not cells.recorded:
        return [Problem(relative(table.data.path), 1, "No cell of the table is recorded.", mend)]
    found = recordings.problems(table.cells_path, cells.recorded, mend)
    if missing := [key for key in table.keys if key not in cells.runs]:
        what = f"{_cells(len(missing))} not recorded, such as `{'.'.join(missing[0])}`."
        found.append(Problem(path, 1, what, mend))
    for key in cells.runs.keys() - set(table.keys):
        what = f"The table has no cell `{'.'.join(key)}`."
        found.append(Problem(path, line_of_cell(table, key), what, mend))
    return found


def _unread(table: TruthTable, cells: Cells) -> list[Problem]:
    """Fields that are empty in every cell, and cells in which nothing is observed."""
    found = []
    for place, field in enumerate(table.observed):
        if not any(seen[field.key].text for seen in cells.observed.values()):
            what = f"`{field.key}` is observed in no cell."
            keys: list[str | int] = ["observed", place]
            found.append(table.data.problem(keys, what, "Correct its cases, or remove it."))
    for key, seen in cells.observed.items():
        if not any(each.text for each in seen.values()):
            what = f"In the cell `{'.'.join(key)}` nothing is observed."
            mend = "Give a field a case that fits its answers."
            found.append(Problem(relative(table.cells_path), line_of_cell(table, key), what, mend))
    return found


def _untrue(table: TruthTable, cells: Cells) -> list[Problem]:
    """Rules that do not hold, speak of no cell, or are shown by cells that they don't speak of."""
    found = []
    for place, rule in enumerate(table.rules):
        keys: list[str | int] = ["rules", place]
        holding = cells.holding(rule)
        if not holding:
            found.append(table.data.problem(keys, "The rule speaks of no cell.", "Correct its `where:`."))
        if broken := cells.breaking(rule):
            key, name, seen = broken[0]
            what = f"The rule does not hold in {_cells(len(broken))}: in `{'.'.join(key)}`, `{name}` is `{seen}`."
            found.append(table.data.problem(keys, what, "Correct the rule."))
        for number, key in enumerate(rule.show):
            if key not in holding:
                what = f"The rule does not speak of the cell `{'.'.join(key)}`."
                found.append(table.data.problem([*keys, "show", number], what, "Show one that it speaks of."))
    return found


def _unexplained(table: TruthTable, cells: Cells) -> list[Problem]:
    """Cells that no rule speaks of."""
    explained = {key for rule in table.rules for key in cells.holding(rule)}
    rest = [key for key in cells.runs if key not in explained]
    if not rest:
        return []
    what = f"No rule explains {_cells(len(rest))}, such as `{'.'.join(rest[0])}`."
    return [table.data.problem(["rules"], what, "Add a rule, or widen one.")]


def _cells(number: int) -> str:
    return f"{number} cell{'' if number == 1 else 's'}"
