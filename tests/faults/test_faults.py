"""Every seeded fault is told with its address; the untouched project has none; nothing else is told."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from macros.problems import ROOT
from tests.examples.project import copy_project
from tests.faults.fault import ANY_PAGE, Fault
from tests.faults.of_data import FAULTS as OF_DATA
from tests.faults.of_examples import FAULTS as OF_EXAMPLES
from tests.faults.of_pages import FAULTS as OF_PAGES
from tests.patience import patient

FAULTS = OF_PAGES + OF_DATA + OF_EXAMPLES
pytestmark = pytest.mark.faults
# What the page of an edit must not be: these have rules of their own.
_SPECIAL = ("contribute.md", "walk-through.md", "maintain.md", "reference/", "run/storage.md")


def batches() -> list[list[Fault]]:
    """Faults that can be made in one copy: none edits a file of another, or ends the build that others need."""
    found: list[list[Fault]] = []
    for fault in FAULTS:
        batch = next((each for each in found if _fits(each, fault)), None)
        if batch is None:
            found.append([fault])
        else:
            batch.append(fault)
    return found


def _fits(batch: list[Fault], fault: Fault) -> bool:
    paths = [each.path for each in batch if each.path != ANY_PAGE]
    free = len(_pages()) - sum(each.path == ANY_PAGE for each in batch)
    if fault.alone or batch[0].alone:
        return False
    return batch[0].stops == fault.stops and fault.path not in paths and free > 0


@cache
def _pages() -> list[str]:
    every = (path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
    return [
        f"docs/{page}"
        for page in sorted(every)
        if not page.startswith(_SPECIAL) and not page.endswith("index.md")
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project, with its tools."""
    return copy_project(tmp_path)


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: f"{len(batch)} faults")
def test_faults_are_told_with_their_addresses(copy: Path, batch: list[Fault]) -> None:
    places = list(_placed(batch))
    for fault, path in places:
        fault.apply(copy, path)
    expected = [fault.expected(copy, path) for fault, path in places]
    status, told = checked(copy, {name for fault in batch for name in fault.checks.split()})
    missing = [each for each in expected if not any(line.startswith(each) for line in told)]
    also = [fault.also for fault in batch if fault.also]
    unexpected = [
        line
        for line in told
        if not any(line.startswith(each) for each in expected) and not any(word in line for word in also)
    ]
    if missing or unexpected:
        pytest.fail("\n".join(["Not told:", *missing, "Told, but not expected:", *unexpected]), pytrace=False)
    assert status == 1


def test_the_untouched_project_has_no_problem(copy: Path) -> None:
    assert checked(copy, {name for fault in FAULTS for name in fault.checks.split()}) == (0, [])


def test_there_are_many() -> None:
    assert len(FAULTS) >= 200  # as README.md says


def _placed(batch: list[Fault]) -> Iterator[tuple[Fault, str]]:
    pages = iter(_pages())
    for fault in batch:
        yield fault, next(pages) if fault.path == ANY_PAGE else fault.path


def checked(root: Path, checks: set[str]) -> tuple[int, list[str]]:
    """The status of these checks, and what they told."""
    command = [sys.executable, "-m", "tests.checks", *sorted(checks)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=patient(300))
    *told, summary = done.stderr.splitlines()
    assert summary.startswith("checked "), done.stderr
    return done.returncode, told
