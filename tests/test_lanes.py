"""Two lanes of tests: both run, the second is heard after the first, one that fails is enough to fail."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from macros.problems import ROOT
from tests import lanes


def program(text: str, status: int) -> list[str]:
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({status})"]


@pytest.mark.parametrize(("first", "second", "expected"), [(0, 0, 0), (1, 0, 1), (0, 3, 3), (2, 3, 2)])
def test_both_lanes_run_and_either_may_fail(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], first: int, second: int, expected: int
) -> None:
    monkeypatch.setattr(lanes, "LANES", {"all": (["one"], ["two"])})
    statuses = {"one": first, "two": second}
    for start in ("_pytest", "_apart"):
        monkeypatch.setattr(lanes, start, lambda words: program(f"{words[0]} ran", statuses[words[0]]))
    before = signal.getsignal(signal.SIGINT)
    try:
        assert lanes.main(["all"]) == expected
    finally:
        signal.signal(signal.SIGINT, before)
    said = capfd.readouterr().out
    assert 0 <= said.index("one ran") < said.index("two ran")


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a network of its own takes root, on Linux"
)
def test_the_second_lane_sees_no_link_of_the_machine_and_reaches_itself(tmp_path: Path) -> None:
    test = """
import socket
def test_it():
    assert [name for _, name in socket.if_nameindex()] == ["lo"]
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
"""
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    done = subprocess.run(
        lanes._apart(["-p", "no:cacheprovider", str(tmp_path)]), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
