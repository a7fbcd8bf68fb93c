"""When two outputs of the same command count as equal."""

import difflib
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from macros.transcripts import LEFT_OUT
from tests.examples.columns import columns, first_head
from tests.examples.interleaved import CANCELED, ERROR, Block, Item, items, told
from tests.examples.normalize import BY_CHANCE

SIZE_TOLERANCE = 0.05  # of the larger one: a rebuilt layer compresses a little differently
_SIZE = re.compile(r'(?<![\w.])(\d+(?:\.\d+)?) ?([kKMGT]?i?B(?!\w)|[KMG](?=\s|$))|(?<="[Ss]ize": )(\d+)')
_UNITS = {
    "B": 1.0,
    **{f"{prefix}B": 1000.0**power for power, prefix in enumerate("kMGT", 1)},
    **{f"{prefix}iB": 1024.0**power for power, prefix in enumerate("KMGT", 1)},
    **{prefix: 1024.0**power for power, prefix in enumerate("KMG", 1)},
    "KB": 1000.0,
}
_Any = TypeVar("_Any")


def same(command: str, recorded: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether `actual` equals `recorded`, but for noise. LEFT_OUT stands for any lines, also none."""
    head = (
        first_head(actual) if LEFT_OUT in recorded else ""
    )  # the recorded one may be among the lines left out
    return _matches(_items(command, recorded, head), _items(command, actual), _alike)


def normal(command: str, lines: Sequence[str]) -> list[str]:
    """The output of a command with all noise replaced, for a person to compare; sizes stay as they are."""
    return [line for item in _items(command, lines) for line in told(item)]


def steady(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines but for those that come by chance."""
    return tuple(line for line in lines if line not in BY_CHANCE)


def _items(command: str, lines: Sequence[str], head: str = "") -> list[Item]:
    return items(columns(command, steady(lines), head))


def told_difference(
    command: str, recorded: tuple[int, Sequence[str]], actual: tuple[int, Sequence[str]]
) -> list[str]:
    """What a person needs to see of a command that answered otherwise; answers are an exit status and lines."""
    lines = [f"$ {command}"]
    if recorded[0] != actual[0]:
        lines.append(f"exit status: recorded {recorded[0]}, now {actual[0]}")
    texts = (normal(command, recorded[1]), normal(command, actual[1]))
    return [*lines, *difflib.unified_diff(*texts, "recorded", "now", lineterm="", n=2)]


def _matches(recorded: Sequence[_Any], actual: Sequence[_Any], alike: Callable[[_Any, _Any], bool]) -> bool:
    """Whether two sequences are alike one by one, LEFT_OUT in the recorded one standing for any stretch."""

    def all_alike(part: Sequence[_Any], other: Sequence[_Any]) -> bool:
        return len(part) == len(other) and all(map(alike, part, other))

    first, *middle = _split(recorded)
    if not middle:
        return all_alike(first, actual)
    last = middle.pop()
    place, end = len(first), len(actual) - len(last)
    if place > end or not all_alike(first, actual[:place]) or not all_alike(last, actual[end:]):
        return False
    for part in middle:
        starts = range(place, end - len(part) + 1)
        start = next((n for n in starts if all_alike(part, actual[n : n + len(part)])), None)
        if start is None:
            return False
        place = start + len(part)
    return True


def _split(recorded: Sequence[_Any]) -> list[list[_Any]]:
    parts: list[list[_Any]] = [[]]
    for each in recorded:
        if each == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def _alike(one: Item, other: Item) -> bool:
    if isinstance(one, Block) and isinstance(other, Block):
        return _blocks_alike(one, other)
    return isinstance(one, str) and isinstance(other, str) and _lines_alike(one, other)


def _blocks_alike(recorded: Block, actual: Block) -> bool:
    """Whether each recorded story has an actual one of its own, and no actual one is left over, if none may be."""
    if recorded.kind != actual.kind or not (recorded.is_open or len(recorded.stories) == len(actual.stories)):
        return False
    fits = [
        [n for n, other in enumerate(actual.stories) if _stories_alike(story, other)]
        for story in recorded.stories
    ]
    taken: dict[int, int] = {}  # actual story -> recorded story

    def find(story: int, seen: set[int]) -> bool:
        for n in fits[story]:
            if n not in seen:
                seen.add(n)
                if n not in taken or find(taken[n], seen):
                    taken[n] = story
                    return True
        return False

    return all(find(story, set()) for story in range(len(fits)))


def _stories_alike(recorded: Sequence[str], actual: Sequence[str]) -> bool:
    # How far a step gets beside one that fails is chance: to its end, into the cache, or it is canceled.
    ends = (recorded[-1], actual[-1])
    if CANCELED in ends and not any(end.startswith(ERROR) for end in ends):
        return _matches(recorded[:1], actual[:1], _lines_alike)
    return _matches(recorded, actual, _lines_alike)


def _lines_alike(one: str, other: str) -> bool:
    """Equal, but for sizes that differ within the tolerance."""
    if one == other:
        return True
    if _SIZE.sub("<size>", one) != _SIZE.sub("<size>", other):
        return False
    return all(map(_close, _SIZE.findall(one), _SIZE.findall(other)))


def _close(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    left, right = (float(number or bytes_) * _UNITS[unit or "B"] for number, unit, bytes_ in (one, other))
    return abs(left - right) <= SIZE_TOLERANCE * max(left, right)
