"""Work done several pieces at once: in order, and ended as a whole by an error or a signal."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Barrier, Lock

import pytest

from macros.problems import ROOT
from tests.engine.in_order import in_order
from tests.patience import patient
from tests.processes import marked

SLEEP = ["sh", "-c", "sleep 300; sleep 300"]


def test_nothing_is_done_before_what_it_needs() -> None:
    begun: list[str] = []
    ended: list[str] = []
    lock = Lock()

    def work(name: str) -> None:
        with lock:
            assert name != "top" or "middle" in ended
            assert name != "middle" or "base" in ended
            begun.append(name)
        time.sleep(0.05)
        with lock:
            ended.append(name)

    in_order({"top": "middle", "middle": "base", "base": "", "alone": ""}, work)
    assert sorted(ended) == ["alone", "base", "middle", "top"]
    assert [name for name in begun if name != "alone"] == ["base", "middle", "top"]


def test_several_are_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = Barrier(2, timeout=patient(30))

    def work(_: str) -> None:
        together.wait()

    in_order({"one": "", "other": ""}, work)


def test_the_first_error_ends_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    mark = f"one-{os.getpid()}"
    begun: list[str] = []

    def work(name: str) -> None:
        begun.append(name)
        if name == "breaks":
            while not marked("MARK", mark):
                time.sleep(0.05)
            raise ValueError("it broke")
        subprocess.run(SLEEP, env=os.environ | {"MARK": mark}, check=True)

    with pytest.raises(ValueError, match="it broke"):
        in_order({"sleeps": "", "breaks": "", "waits": "", "later": "breaks", "last": "sleeps"}, work)
    assert sorted(begun) == ["breaks", "sleeps"]
    assert marked("MARK", mark) == []


def test_a_program_that_ran_before_is_spared() -> None:
    def work(_: str) -> None:
        raise ValueError("it broke")

    with subprocess.Popen(["sleep", "300"]) as engine:
        with pytest.raises(ValueError, match="it broke"):
            in_order({"breaks": ""}, work)
        assert engine.poll() is None
        engine.kill()


@pytest.mark.parametrize("to_all", [True, False])
def test_ctrl_c_leaves_no_process(tmp_path: Path, to_all: bool) -> None:
    mark = f"interrupted-{os.getpid()}-{to_all}"
    code = f"""
import os, subprocess
from pathlib import Path
from tests.engine.in_order import in_order
os.cpu_count = lambda: 2
def work(name):
    Path({str(tmp_path)!r}, name).touch()
    subprocess.run({SLEEP!r}, check=True)
in_order({{"one": "", "other": "", "waits": "", "later": "one"}}, work)
"""
    run = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"MARK": mark},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    while run.poll() is None and (len(list(tmp_path.iterdir())) < 2 or len(marked("MARK", mark)) < 3):
        time.sleep(0.05)
    (os.killpg if to_all else os.kill)(run.pid, signal.SIGINT)
    assert run.communicate(timeout=patient(60))[1].endswith("KeyboardInterrupt\n")
    assert marked("MARK", mark) == []
    assert {path.name for path in tmp_path.iterdir()} == {"one", "other"}
