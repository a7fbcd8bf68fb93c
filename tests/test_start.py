"""The front door: how `make` starts programs."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from macros.problems import ROOT
from tests import start


def test_ctrl_c_while_a_program_is_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr(runpy, "run_module", interrupted)
    assert start.main(["tests.engine"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


@pytest.mark.parametrize(
    ("target", "says"),
    [("new", "is not a name for an example"), ("record", "There is no example `chapter/name;`")],
)
def test_a_name_is_no_command(target: str, says: str, tmp_path: Path) -> None:
    # Without its setup: the test runs in an environment that is there.
    make = ["make", "--silent", "--old-file=.venv/ready", f"BIN={Path(sys.executable).parent}", target]
    env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        [*make, f"EXAMPLE=chapter/name; touch {tmp_path}/ran"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode and says in done.stderr
    assert not (tmp_path / "ran").exists()
