"""What is swept away, and what is left alone."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.sweep import MARK, kill, processes
from tests.patience import patient

pytestmark = pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="needs Linux")


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process with the mark of an engine that isn't."""
    with subprocess.Popen(["sleep", "60"], env=os.environ | {MARK: "engine-1"}) as process:
        yield process
        process.kill()


def test_only_processes_with_the_mark_are_ended(sleeper: subprocess.Popen[bytes]) -> None:
    # An engine whose mark is the beginning or the end of this one is another engine.
    assert processes("engine", "engine") == processes("ngine-1", "ngine-1") == []
    assert processes("engine-1", "engine-1") == [sleeper.pid]
    kill("engine", "engine")
    assert sleeper.poll() is None
    kill("engine-1", "engine-1")
    assert sleeper.wait(patient(5)) == -9
