"""Every table: whole, shown on a page, its proofs examples that some page shows."""

from macros import tables as model
from macros.calls import calls, shown_at
from macros.pages import pages
from macros.problems import Problem, ProblemError, relative
from macros.tables import read_table, unshown


def problems() -> list[Problem]:
    """What is wrong with docs/_data/tables/."""
    try:
        shown = shown_at()
        used = {call.arguments[0] for page in pages() for call in calls(page) if call.name == "table"}
    except ProblemError:
        return []  # a call that can't work is reported by tests/checks/pages.py, and hides what it would show
    found = []
    for path in sorted(model.TABLES.glob("*.yml")):
        if path.stem not in used:
            mend = f'Show it: `{{@ table("{path.stem}") @}}`, or delete the file.'
            found.append(Problem(relative(path), 1, "No page shows this table.", mend))
            continue
        found += unshown(read_table(path), shown)
    return found
