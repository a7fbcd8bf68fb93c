"""How often Python looks for garbage."""

import gc

_OBJECTS = 100_000  # that are made before it looks; the default is 700


def collect_seldom() -> None:
    """Look for garbage less often than Python does by itself: builds and tests keep most of what they make.

    To look through trees of pages that stay took an eighth of the time of `make check`, and a ninth of a build's.
    """
    gc.set_threshold(_OBJECTS, 50, 50)
