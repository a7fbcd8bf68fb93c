"""Recording truth tables: their cells are run on the engine, and what it answers is written down."""

from collections.abc import Iterable

from macros.cells import Cells, read_cells
from macros.problems import Problem, ProblemError
from macros.records import write
from macros.truth import TruthTable
from tests.engine import Engine, EngineError
from tests.engine.say import Say
from tests.recording import recorded_now, refused
from tests.truth.compare import updated
from tests.truth.run import run_cells, runnable


def record_tables(engine: Engine, chosen: Iterable[TruthTable], say: Say) -> list[Problem]:
    """Record tables, printing a line for each. Returns the problems of those that could not be recorded."""
    problems: list[Problem] = []
    for table in chosen:
        try:
            old = read_cells(table)
            ran = run_cells(engine, table, runnable(engine, table, say), say)
            new = updated(old, ran, recorded_now(engine))
            if new.text() != old.text():
                write(table.cells_path, new.text())
            print(f"{table.label}: {_change(old, new)}", flush=True)
        except (ProblemError, EngineError) as error:
            print(f"{table.label}: not recorded, keeps its old cells", flush=True)
            problems += (
                error.problems if isinstance(error, ProblemError) else [refused(table.data.path, error)]
            )
            if not engine.alive():
                break
    return problems


def _change(old: Cells, new: Cells) -> str:
    changed = [".".join(key) for key, run in new.runs.items() if old.runs.get(key) != run]
    if new.text() == old.text():
        return "unchanged"
    few = ", ".join(changed[:5]) + (", ..." if len(changed) > 5 else "")
    return f"recorded {len(new.runs)} cells; new answers in {len(changed)}{': ' + few if few else ''}"
