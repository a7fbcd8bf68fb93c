"""`python -m tests.lanes all|quick`: the tests in two lanes, two runs of pytest at once, since each keeps a core busy.

The first lane is seen at work; what the other one printed follows it. The status is that of the first one that failed.
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
from types import FrameType

import pytest

LANES = {
    # An engine and a browser wait for different things.
    "all": (["-m", "engine"], ["-m", "not engine"]),
    "quick": (
        ["-m", "not engine and not browser", "--ignore=tests/site"],
        ["-m", "not engine and not browser", "tests/site"],
    ),
}
# From linux/sockios.h and linux/if.h.
_SET_FLAGS, _UP = 0x8914, 0x1


def main(words: list[str]) -> int:
    """Run both lanes to their ends, also after Ctrl-C, which reaches each of them by itself."""
    if words[0] == "apart":
        _start_loopback()
        return int(pytest.main(words[1:]))
    first, second = LANES[words[0]]
    with tempfile.TemporaryFile("w+") as printed:
        # A handler, not SIG_IGN, which the lanes would inherit.
        signal.signal(signal.SIGINT, _leave_it_to_the_lanes)
        other = subprocess.Popen(_apart(second), stdout=printed, stderr=subprocess.STDOUT)
        if words[0] == "all" and not _can_part():
            print("Tests without an engine come first; what they print follows at the end.", flush=True)
            other.wait()
        status = subprocess.run(_pytest(first)).returncode
        if other.poll() is None:
            print("The other tests are still at work.", flush=True)
        other.wait()
        printed.seek(0)
        print(f"\nThe other tests:\n{printed.read()}", end="")
    return status or other.returncode


def _can_part() -> bool:
    """Whether a lane can have a network of its own, or needs none since the engine changes that of another machine."""
    return sys.platform != "linux" or (os.geteuid() == 0 and shutil.which("unshare") is not None)


def _apart(arguments: list[str]) -> list[str]:
    """A lane in a network of its own: a browser drops what it is loading when Docker makes or removes a bridge."""
    if sys.platform == "linux" and _can_part():
        return ["unshare", "--net", sys.executable, "-m", "tests.lanes", "apart", *arguments]
    return _pytest(arguments)


def _start_loopback() -> None:
    with socket.socket() as asked:
        fcntl.ioctl(asked, _SET_FLAGS, struct.pack("16sH14x", b"lo", _UP))


def _leave_it_to_the_lanes(_number: int, _frame: FrameType | None) -> None:
    pass


def _pytest(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
