"""Every seeded fault that only an engine finds is told, with the line of the command; what it made is gone after it."""

import shutil
from pathlib import Path

import pytest

from macros.examples import Example, example
from macros.problems import relative
from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples import leftovers, runner
from tests.examples.references import base_image_references
from tests.examples.verify import verify
from tests.faults.of_runs import FAULTS, RunFault

pytestmark = pytest.mark.engine


def test_there_are_many() -> None:
    assert len(FAULTS) >= 28


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault.example}: {fault.word or fault.says[0]}".split("\n")[0]
)
def test_a_fault_is_told_with_its_address(
    fault: RunFault, engine: Engine, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = _copied(fault, tmp_path)
    if fault.limit < runner.LIMIT:
        monkeypatch.setattr(runner, "LIMIT", fault.limit)
    provide(engine, base_image_references(example(fault.example)), say)
    before = leftovers.state(engine)
    told = verify(engine, broken, say)
    assert told.startswith(f"{relative(broken.transcript_path)}:{_line(fault, broken)}: ")
    assert all(words in told for words in fault.says), told
    assert leftovers.state(engine) == before


def _copied(fault: RunFault, place: Path) -> Example:
    """The example, with the fault."""
    folder = place / fault.example
    shutil.copytree(example(fault.example).folder, folder)
    file = folder / fault.file
    file.write_text(fault.edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    return Example(folder)


def _line(fault: RunFault, broken: Example) -> int:
    text = broken.transcript_path.read_text(encoding="utf-8")
    return text[: text.index(fault.word) + len(fault.word)].count("\n") + 1 if fault.word else 1
