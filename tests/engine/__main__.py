"""`python -m tests.engine`: an engine in the foreground, until Ctrl-C."""

import argparse
import os
import shlex
import sys
import time
from pathlib import Path

from macros.base_images import base_images
from macros.problems import ProblemError
from tests.engine import EngineError, engine
from tests.engine.images import provide
from tests.engine.packages import CACHE

SHOWN = ("PATH", "DOCKER_HOST", "DOCKER_CONFIG")


def main() -> int:
    """Start an engine, load the base images, print the line that points a shell at it, and wait."""
    parser = argparse.ArgumentParser(prog="python -m tests.engine", description=main.__doc__)
    parser.add_argument("images", nargs="*", help="images of snippets/images.yml to load; default: all")
    parser.add_argument("--no-images", action="store_true", help="load none (for tests of the engine itself)")
    parser.add_argument(
        "--home", type=Path, default=CACHE, help="where the private engine keeps data, lock and log"
    )
    wanted = parser.parse_args()

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        with engine(say, wanted.home) as found:
            if not wanted.no_images:
                provide(found, wanted.images or base_images(), say)
            env = os.environ | found.env
            words = [f"{name}={shlex.quote(env[name])}" for name in SHOWN if name in env]
            say("engine: paste the next line into a shell to use it; Ctrl-C here ends it")
            print("export", *words, flush=True)
            while found.alive():
                time.sleep(1)
            say("engine: it has died. Its last words:\n" + found.last_words())
            return 1
    except (EngineError, ProblemError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("engine: ended, as you asked")
        return 130


if __name__ == "__main__":
    sys.exit(main())
