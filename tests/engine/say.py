"""Progress: one line for each step, with the time it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]


@contextmanager
def timed(say: Say, done: str) -> Iterator[None]:
    """Say `done` and the seconds once the block has ended well."""
    start = time.monotonic()
    yield
    say(f"engine: {done} ({time.monotonic() - start:.1f} s)")
