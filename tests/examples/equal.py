"""When two outputs of the same command count as equal."""

import re
from collections.abc import Sequence

from macros.transcripts import LEFT_OUT
from tests.examples.normalize import normal

SIZE_TOLERANCE = 0.05  # of the larger one: a rebuilt layer compresses a little differently
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?([kKMGT]?i?B|[KMG](?=\s|$))(?![\w])")
_UNITS = {
    "B": 1.0,
    "kB": 1e3,
    "KB": 1e3,
    "MB": 1e6,
    "GB": 1e9,
    "TB": 1e12,
    "K": 2.0**10,
    "M": 2.0**20,
    "G": 2.0**30,
    "KiB": 2.0**10,
    "MiB": 2.0**20,
    "GiB": 2.0**30,
    "TiB": 2.0**40,
}


def same(command: str, recorded: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether `actual` equals `recorded`, but for noise. A recorded line `...` stands for any lines, also none."""
    return _matches(normal(command, recorded), normal(command, actual))


def _matches(recorded: list[str], actual: list[str]) -> bool:
    parts = _split(recorded)
    if len(parts) == 1:
        return _all_alike(parts[0], actual)
    first, *middle, last = parts
    if len(first) + len(last) > len(actual) or not _all_alike(first, actual[: len(first)]):
        return False
    end = len(actual) - len(last)
    place = len(first)
    for part in middle:
        fits = (n for n in range(place, end - len(part) + 1) if _all_alike(part, actual[n : n + len(part)]))
        found = next(fits, None)
        if found is None:
            return False
        place = found + len(part)
    return place <= end and _all_alike(last, actual[end:])


def _split(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _all_alike(one: list[str], other: list[str]) -> bool:
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: str, other: str) -> bool:
    """Equal, but for sizes that differ within the tolerance."""
    if one == other:
        return True
    if _SIZE.sub("<size>", one) != _SIZE.sub("<size>", other):
        return False
    return all(map(_close, _SIZE.findall(one), _SIZE.findall(other)))


def _close(one: tuple[str, str], other: tuple[str, str]) -> bool:
    left, right = (float(number) * _UNITS[unit] for number, unit in (one, other))
    return abs(left - right) <= SIZE_TOLERANCE * max(left, right)
