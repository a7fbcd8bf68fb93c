"""What is swept away, and what is left alone."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import folders
from tests.engine.sweep import MARK, kill, processes

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
    kill("engine", "engine", seconds=0.2)
    assert sleeper.poll() is None
    kill("engine-1", "engine-1", seconds=0.2)
    assert sleeper.wait(5) == -9


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    monkeypatch.setattr(folders, "LIST", tmp_path / "list")
    (tmp_path / "theirs").mkdir()
    found = [tmp_path / name for name in ("theirs", "ours", "filled")]
    with folders.folders_locked() as listed:
        folders.make_folders([str(place) for place in found], listed)
    (tmp_path / "filled/file").touch()
    return found


def test_folders_that_were_made_are_removed(places: list[Path]) -> None:
    folders.remove_folders()
    theirs, ours, filled = places
    assert theirs.exists() and filled.exists() and not ours.exists()
    assert folders.LIST.read_text().split() == [str(filled)]
    (filled / "file").unlink()
    folders.remove_folders()
    assert not filled.exists() and not folders.LIST.read_text()


def test_folders_that_another_engine_has_mounted_stay(
    places: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "mount_points", lambda: {str(places[1])})
    folders.remove_folders()
    assert places[1].exists()
