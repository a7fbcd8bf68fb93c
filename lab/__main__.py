"""The lab: `build` makes it, `check` runs examples in it, `measure` tells how fast it is, `pin` renews its versions."""

import argparse
import json
import sys
import time

from lab.build import DIST, build, measure
from lab.check import check
from lab.checked import Checked
from lab.pinning import pin
from lab.pins import PinError
from macros.problems import ProblemError
from tests.engine.model import EngineError
from tests.engine.signals import signals_interrupt


def main() -> int:
    """Do what is asked; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    parser.add_argument("what", choices=["build", "check", "measure", "pin"])
    parser.add_argument("examples", nargs="*", help="for `check`: page/name, or a page")
    wanted = parser.parse_args()
    start = time.monotonic()

    def say(line: str) -> None:
        print(f"lab: {line}", file=sys.stderr, flush=True)

    if wanted.what == "measure":
        return measure()
    try:
        if wanted.what == "check":
            with signals_interrupt():
                return check(wanted.examples, say)
        if wanted.what == "pin":
            pin(say)
            return 0
        build(say)
    except (EngineError, PinError, ProblemError) as error:
        print(error, file=sys.stderr)
        return 1
    say(f"{DIST} is ready ({time.monotonic() - start:.0f} s)")
    if elsewhere := Checked(json.loads((DIST / "lab.json").read_text(encoding="utf-8"))).elsewhere:
        say(
            f"{elsewhere} examples were checked in another machine than this one. `make lab-check` does it anew."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
