"""`python -m tests.lanes all|quick`: the checks and tests in lanes, several programs at once, since each waits much.

The first lane is seen at work; what the others printed follows it. The status is that of the first one that failed.
"""

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import pytest

from macros.problems import ROOT
from tests import figures
from tests.building import share
from tests.counts import COUNTS, total
from tests.engine import brings_own
from tests.engine.packages import CACHE
from tests.patience import PATIENCE

WITHOUT_AN_ENGINE = ["-m", "not engine"]
WITH_AN_ENGINE = ["-m", "engine"]
SLOWEST = ["--durations=12"]  # where the time goes, for whoever wants a run to be shorter
DOCKERFILES, TRANSCRIPTS = "tests/examples/test_dockerfiles.py", "tests/examples/test_transcripts.py"
TRUTH_TABLES = "tests/truth/test_cells.py"
# The tests of the site, but for three files, which go with the other tests: the two lanes then take about as long.
IN_A_BROWSER = [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "tests/site").glob("test_*.py"))
    if path.name not in ("test_access.py", "test_lighthouse.py", "test_policy.py")
]
QUICK = ["-m", "not engine and not browser and not faults and not slow"]
# From linux/sockios.h and linux/if.h.
_SET_FLAGS, _UP = 0x8914, 0x1
_MOMENT = 0.2  # seconds
_FAILURES = "= FAILURES ="  # what pytest prints above them, also where it is interrupted


@dataclass(frozen=True)
class Lane:
    """One run of pytest, or of another module.

    `apart` gives it a network of its own: a browser drops what it is loading when Docker makes or removes a bridge,
    and two engines would undo each other's firewall rules. It starts when `ready()` says so, at the latest when the
    first lane has ended well. One that is `nice` lets others go first where they want the processors, too.
    """

    arguments: list[str]
    apart: bool = False
    nice: bool = False
    ready: Callable[[], bool] = lambda: True
    module: str = "pytest"

    def command(self) -> list[str]:
        """What to start."""
        words = [sys.executable, "-m", self.module, *self.arguments]
        if self.apart and sys.platform == "linux":
            words = ["unshare", "--net", sys.executable, "-m", "tests.lanes", "apart", *self.arguments]
        return ["nice", "-n", "5", *words] if self.nice else words


CHECKS = Lane([], module="tests.checks")


def main(words: list[str]) -> int:
    """Run the lanes to their ends, also after Ctrl-C, which reaches each of them by itself."""
    if words[0] == "apart":
        _start_loopback()
        return int(pytest.main(words[1:]))
    with tempfile.TemporaryDirectory() as made:
        counted, site, begun = Path(made, "counts"), Path(made, "site"), Path(made, "begun")
        counted.mkdir()
        site.mkdir()
        share(ROOT, site)
        os.environ[COUNTS] = str(counted)
        begin = time.monotonic()
        if words[0] == "quick":
            status = side_by_side([CHECKS, *quick_lanes()])
        elif status := one_by_one([CHECKS]):
            return status
        elif not _can_part():
            print("Tests without an engine come first.", flush=True)
            status = one_by_one([Lane(WITHOUT_AN_ENGINE), Lane(WITH_AN_ENGINE)])
        else:
            lanes = _lanes(begun)
            os.environ[PATIENCE] = str(len(lanes))
            status = side_by_side(lanes)
        print(total(counted))
        if words[0] == "all" and not status:
            _tell((time.monotonic() - begin) / 60)
    return status


def _tell(minutes: float) -> None:
    """Say what was measured of every page, and leave how long a whole run takes here."""
    from tests.site.built import PAGES  # noqa: PLC0415  it reads all pages

    figures.note("run", f"{os.cpu_count()} cores", "", minutes=round(minutes, 1))
    figures.leave()
    print(figures.told(PAGES))


def quick_lanes() -> list[Lane]:
    """The quick tests, in parts that take about as long."""
    parts = (["tests/site"], ["tests/checks", "tests/test_lanes.py"])
    rest = [f"--ignore={path}" for part in parts for path in part]
    return [Lane([*QUICK, *rest]), *(Lane([*QUICK, *part]) for part in parts)]


def _lanes(begun: Path) -> list[Lane]:
    without = [
        Lane([*WITHOUT_AN_ENGINE, *SLOWEST, *IN_A_BROWSER], apart=True),
        Lane([*WITHOUT_AN_ENGINE, *SLOWEST, *(f"--ignore={path}" for path in IN_A_BROWSER)], apart=True),
    ]
    if not brings_own() or os.environ.get("IMAGES") == "official":
        return [Lane([*WITH_AN_ENGINE, *SLOWEST]), *without]
    # The others have no network, so they wait until all is there that has to be fetched; the first lane makes the
    # images while they run, and they wait for each one that they need.
    second, third, fourth = (
        [f"--engine-home={CACHE / name}", "--wait-for-images"] for name in ("second", "third", "fourth")
    )
    theirs = [f"--ignore={path}" for path in (DOCKERFILES, TRANSCRIPTS, TRUTH_TABLES)]
    ready = begun.exists
    # The tests of the site take longest, so whatever has an engine lets them go first.
    return [
        Lane([*WITH_AN_ENGINE, *SLOWEST, f"--prepare={begun}", *theirs], nice=True),
        *without,
        Lane(
            ["--quarters=2", *second, *SLOWEST, DOCKERFILES, TRANSCRIPTS],
            apart=True,
            nice=True,
            ready=ready,
        ),
        Lane(["--quarters=34", *third, *SLOWEST, TRANSCRIPTS], apart=True, nice=True, ready=ready),
        Lane(
            ["--quarters=1", *fourth, *SLOWEST, TRUTH_TABLES, TRANSCRIPTS],
            apart=True,
            nice=True,
            ready=ready,
        ),
    ]


def one_by_one(lanes: Iterable[Lane]) -> int:
    """Run lanes one after another; the status is that of the first one that failed."""
    return _first_failed([side_by_side([lane]) for lane in lanes])


def side_by_side(lanes: Sequence[Lane]) -> int:
    """Run lanes at once; the status is that of the first one that failed."""
    interrupted = False

    def leave_it_to_the_lanes(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True

    # A handler, not SIG_IGN, which the lanes would inherit.
    signal.signal(signal.SIGINT, leave_it_to_the_lanes)
    first = subprocess.Popen(lanes[0].command())
    others: list[tuple[subprocess.Popen[bytes], IO[str]]] = []
    waiting = [*lanes[1:]]
    while waiting and not interrupted:
        ended = first.poll()
        ready = [lane for lane in waiting if ended == 0 or lane.ready()]
        if ended:
            waiting = [*ready]  # What the others wait for will not come; the first lane has said why.
        for lane in ready:
            waiting.remove(lane)
            others.append(_in_the_background(lane))
        time.sleep(_MOMENT)
    return _first_failed([first.wait(), *(_heard(*other, interrupted) for other in others)])


def _in_the_background(lane: Lane) -> tuple[subprocess.Popen[bytes], IO[str]]:
    printed = tempfile.TemporaryFile("w+")  # noqa: SIM115
    return subprocess.Popen(lane.command(), stdout=printed, stderr=subprocess.STDOUT), printed


def _heard(lane: subprocess.Popen[bytes], printed: IO[str], interrupted: bool) -> int:
    """Wait for a lane's end, and print what it printed; returns its status.

    What a lane says of its interruption alone is of no use to whoever interrupted it.
    """
    if lane.poll() is None and not interrupted:
        print("Other tests are still at work.", flush=True)
    status = lane.wait()
    with printed:
        printed.seek(0)
        text = printed.read()
    harmless = status in (pytest.ExitCode.OK, pytest.ExitCode.INTERRUPTED) and _FAILURES not in text
    if not (interrupted and harmless):
        print(f"\n{text}", end="", flush=True)
    return status


def _first_failed(statuses: Iterable[int]) -> int:
    return next(filter(None, statuses), 0)


def _can_part() -> bool:
    """Whether a lane can have a network of its own, or needs none since the engine changes that of another machine."""
    return sys.platform != "linux" or (os.geteuid() == 0 and shutil.which("unshare") is not None)


def _start_loopback() -> None:
    with socket.socket() as asked:
        fcntl.ioctl(asked, _SET_FLAGS, struct.pack("16sH14x", b"lo", _UP))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
