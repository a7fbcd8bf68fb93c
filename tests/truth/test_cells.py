"""Each truth table, run again: what the engine answers in a cell must equal what is recorded."""

import pytest

from macros.cells import read_cells
from macros.problems import ProblemError
from macros.truth import read_truth_table, truth_tables
from tests.counts import count
from tests.engine import Engine
from tests.engine.say import Say
from tests.truth.compare import differences
from tests.truth.run import run_cells, runnable

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("name", truth_tables())
def test_cells(name: str, engine: Engine, say: Say) -> None:
    table = read_truth_table(truth_tables()[name])
    cells = read_cells(table)
    try:
        ran = run_cells(engine, table, runnable(engine, table, say), say)
    except ProblemError as error:
        pytest.fail(str(error), pytrace=False)
    count("truth table cells run", len(ran))
    if found := differences(cells, ran):
        accept = f"To accept the new answers: make record EXAMPLE={table.label}"
        pytest.fail("\n\n".join([*found, accept]), pytrace=False)
