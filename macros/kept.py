"""What was made of files, kept for as long as they stay as they are: a site that is served is made again and again."""

import os
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
Stamp = tuple[tuple[str, int, int, int], ...]


class Kept:
    """Keeps what was made last, by a name, beside what it was made of."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[Hashable, Any]] = {}

    def get(self, name: Hashable, of: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under this name, if that was of the same, as `==` says; else what is made now.

        Nothing is kept where `make` raises.
        """
        known = self._known.get(name)
        if known is None or known[0] != of:
            known = self._known[name] = (of, make())
        made: Made = known[1]
        return made

    def clear(self) -> None:
        """Keep nothing of all that."""
        self._known.clear()


def stamp(*places: Path) -> Stamp:
    """Which files stand at and below some places, each with its mode, time and size. What is not there has none."""
    return tuple(entry for place in places for entry in _entries(place))


def _entries(place: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        yield from sorted(_below(str(place)))
    except NotADirectoryError:
        yield _entry(place)
    except FileNotFoundError:
        return


def _below(folder: str) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            else:
                yield _entry(entry)


def _entry(file: Path | os.DirEntry[str]) -> tuple[str, int, int, int]:
    said = os.lstat(file)
    return str(os.fspath(file)), said.st_mode, said.st_mtime_ns, said.st_size
