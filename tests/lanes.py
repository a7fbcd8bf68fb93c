"""`python -m tests.lanes all|quick`: the tests in two lanes, two runs of pytest at once, since each keeps a core busy.

The first lane is seen at work; what the other one printed follows it. The status is that of the first one that failed.
"""

import signal
import subprocess
import sys
import tempfile
from types import FrameType

LANES = {
    # An engine and a browser wait for different things.
    "all": (["-m", "engine"], ["-m", "not engine"]),
    "quick": (
        ["-m", "not engine and not browser", "--ignore=tests/site"],
        ["-m", "not engine and not browser", "tests/site"],
    ),
}


def main(words: list[str]) -> int:
    """Run both lanes to their ends, also after Ctrl-C, which reaches each of them by itself."""
    first, second = LANES[words[0]]
    with tempfile.TemporaryFile("w+") as printed:
        # A handler, not SIG_IGN, which the lanes would inherit.
        signal.signal(signal.SIGINT, _leave_it_to_the_lanes)
        other = subprocess.Popen(_pytest(second), stdout=printed, stderr=subprocess.STDOUT)
        status = subprocess.run(_pytest(first)).returncode
        if other.poll() is None:
            print("The other tests are still at work.", flush=True)
        other.wait()
        printed.seek(0)
        print(f"\nThe other tests:\n{printed.read()}", end="")
    return status or other.returncode


def _leave_it_to_the_lanes(_number: int, _frame: FrameType | None) -> None:
    pass


def _pytest(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
