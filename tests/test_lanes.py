"""Lanes of tests: all run, the first is heard first, one that fails is enough to fail."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.problems import ROOT
from tests import counts, lanes
from tests.lanes import Lane
from tests.patience import patient

_END = "-- the end of one collection --"


@dataclass(frozen=True)
class Program(Lane):
    """A lane that says its text and ends with a status."""

    status: int = 0
    seconds: float = 0

    def command(self) -> list[str]:
        code = f"import time; time.sleep({self.seconds}); print(*{self.arguments}); raise SystemExit({self.status})"
        return [sys.executable, "-c", code]


@pytest.fixture(autouse=True)
def _ctrl_c_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    ("statuses", "expected"), [((0, 0, 0), 0), ((1, 0, 0), 1), ((0, 3, 0), 3), ((0, 0, 4), 4), ((2, 3, 4), 2)]
)
def test_all_lanes_run_and_any_may_fail(
    capfd: pytest.CaptureFixture[str], statuses: tuple[int, ...], expected: int
) -> None:
    words = ["one ran", "two ran", "three ran"]
    programs = [Program([word], status=status) for word, status in zip(words, statuses, strict=True)]
    for run in (lanes.side_by_side, lanes.one_by_one):
        assert run(programs) == expected
        said = capfd.readouterr().out
        assert 0 <= said.index("one ran") < said.index("two ran") < said.index("three ran")


def test_after_an_interruption_only_lanes_that_failed_are_heard(capfd: pytest.CaptureFixture[str]) -> None:
    asked: list[int] = []

    def interrupts() -> bool:
        asked.append(1)
        if len(asked) == 3:
            signal.raise_signal(signal.SIGINT)
        return False

    others = [
        Program(["two ran"]),
        Program(["three broke"], status=1),
        Program(["four was interrupted"], status=2),
        Program(["== FAILURES == of five"], status=2),
        Program(["six ran"], ready=interrupts),
    ]
    assert lanes.side_by_side([Program(["one ran"], seconds=patient(3)), *others]) == 1
    assert capfd.readouterr().out == "one ran\n\nthree broke\n\n== FAILURES == of five\n"


def test_a_lane_starts_when_it_is_ready_and_at_the_latest_at_the_end_of_the_first(
    capfd: pytest.CaptureFixture[str],
) -> None:
    asked: list[int] = []

    def at_the_third_time() -> bool:
        asked.append(1)
        return len(asked) == 3

    never = Program(["never ready"], ready=lambda: False)
    assert lanes.side_by_side([Program(["first"]), never]) == 0
    assert "never ready" in capfd.readouterr().out
    assert (
        lanes.side_by_side(
            [Program(["first"], seconds=patient(2)), Program(["ready"], ready=at_the_third_time)]
        )
        == 0
    )
    assert len(asked) == 3


def test_a_lane_does_not_start_when_what_it_waits_for_will_not_come(
    capfd: pytest.CaptureFixture[str],
) -> None:
    never, ready = Program(["never ready"], ready=lambda: False), Program(["ready"])
    assert lanes.side_by_side([Program(["why"], status=3), never, ready]) == 3
    assert capfd.readouterr().out.split("\n") == ["why", "", "ready", ""]


@pytest.mark.parametrize(
    ("own", "images", "expected"), [(True, "", 6), (True, "official", 3), (False, "", 3)]
)
def test_more_engines_are_only_started_where_the_tests_bring_their_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: bool, images: str, expected: int
) -> None:
    monkeypatch.setattr(lanes, "brings_own", lambda: own)
    monkeypatch.setenv("IMAGES", images)
    assert len(lanes._lanes(tmp_path)) == expected


@pytest.mark.slow
def test_each_test_is_in_one_lane(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lanes, "brings_own", lambda: True)
    all_lanes, quick = lanes._lanes(tmp_path / "prepared"), lanes.quick_lanes()
    wanted = [[], *(lane.arguments for lane in all_lanes), lanes.QUICK, *(lane.arguments for lane in quick)]
    every, *in_lanes = _collected(wanted)
    is_quick, *in_quick_lanes = in_lanes[len(all_lanes) :]
    for tests, parts in ((every, in_lanes[: len(all_lanes)]), (is_quick, in_quick_lanes)):
        assert all(parts)
        assert sorted(test for part in parts for test in part) == sorted(tests)


def _collected(several: list[list[str]]) -> list[list[str]]:
    """The tests that pytest finds with each list of arguments; in one process, which reads them once."""
    words = ["--collect-only", "-q", "-p", "no:cacheprovider", "--assert=plain"]
    code = "import pytest\n" + "".join(
        f"assert pytest.main({[*words, *arguments]}) == 0; print('{_END}')\n" for arguments in several
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    parts = done.stdout.split(_END)[:-1]
    return [[line for line in part.splitlines() if "::" in line] for part in parts]


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="a network of its own takes root, on Linux"
)
def test_a_lane_apart_sees_no_link_of_the_machine_and_reaches_itself(tmp_path: Path) -> None:
    test = """
import socket
def test_it():
    assert [name for _, name in socket.if_nameindex()] == ["lo"]
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
"""
    (tmp_path / "test_it.py").write_text(test, encoding="utf-8")
    lane = Lane(["-p", "no:cacheprovider", str(tmp_path)], apart=True)
    done = subprocess.run(lane.command(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_counts_of_all_lanes_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(counts.COUNTS, str(tmp_path))
    for commands, dockerfiles in ((3, 1), (4, 0)):
        monkeypatch.setattr(counts, "_done", Counter())
        counts.count("commands run", commands)
        if dockerfiles:
            counts.count("Dockerfiles built", dockerfiles)
        counts.note()
    assert set(counts.total(tmp_path).removeprefix("All in all: ").split(", ")) == {
        "7 commands run",
        "1 Dockerfiles built",
    }
