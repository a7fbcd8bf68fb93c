"""Files that programs write: whole at every moment."""

import errno
import os
from pathlib import Path

import pytest

from macros.problems import ProblemError
from macros.records import write


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "transcript.console"
    path.write_text("old")
    path.chmod(0o640)
    write(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == ("new", 0o640, [path])


@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()],
    ids=["full disk", "Ctrl-C"],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(_: int) -> None:
        raise failure

    path = tmp_path / "transcript.console"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((ProblemError, KeyboardInterrupt)) as raised:
        write(path, "new")
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])
    if isinstance(raised.value, ProblemError):
        assert "transcript.console:1: Could not be written: No space left on device." in str(raised.value)
