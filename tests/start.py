"""`python -m tests.start MODULE ...`: runs a module; Ctrl-C while it is still being read is one line, no traceback."""

import runpy
import sys


def main(words: list[str]) -> int:
    """Run the module that the first word names as a program, the others being its arguments."""
    sys.argv = words
    try:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
