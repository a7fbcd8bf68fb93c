"""Lines that several workers print at the same time: their order is chance, the story of each worker is not.

Build steps of BuildKit, containers and networks that Compose starts, and the logs of its services are read as a
Block of stories; all other lines stay as they are. A worker's story is told by its lines, in their order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from macros.transcripts import LEFT_OUT
from tests.examples.normalize import quiet

CANCELED, DONE, ERROR = "  CANCELED", "  DONE", "  ERROR"
_ENDS = (CANCELED, DONE, ERROR, "  CACHED")


@dataclass(frozen=True)
class Block:
    """Stories told at the same time. `...` in a story, or `is_open`, says that lines were left out."""

    kind: str
    stories: tuple[tuple[str, ...], ...]
    is_open: bool


Item = str | Block


@dataclass(frozen=True)
class Kind:
    """How to know the lines of one kind of workers: the pattern names the worker `key` and what it says `text`."""

    name: str
    pattern: re.Pattern[str]


KINDS = (
    Kind("build", re.compile(r"#(?P<key>\d+)(?: (?P<text>.*))?")),
    Kind(
        "compose", re.compile(r" (?P<key>(?:Container|Network|Volume|Image|Service) \S+) +(?P<text>[A-Z].*)")
    ),
    Kind(
        "compose",
        re.compile(
            r" (?P<key>\S+) {2}(?P<text>(?:Built|Building|Pulled|Pulling|Pushed|Pushing|Skipped)\b.*)"
        ),
    ),
    Kind("log", re.compile(r"(?P<key>[a-z0-9][\w.-]*-\d+) +\|(?P<text>.*)")),
    Kind("log", re.compile(r"(?P<key>[a-z0-9][\w.-]*-\d+) (?P<text>exited with code \d+.*)")),
)
_BUILD_CLOCK = re.compile(r"\d+\.\d+(?: (?P<said>.*))?")
_BUILD_SPEED = re.compile(r"(?: \d+\.\d+s)?(?: done)?$")
# What a step says of its bytes: how many there are, and how far it is, hangs on the machine and the image store.
_BUILD_BYTES = re.compile(
    r"(?:transferring|resolve|sha256:|extracting|exporting|unpacking|naming|writing|pushing|reading from stdin) ?.*"
)
_BUILD_INNER = re.compile(
    r"(?:\[[^]]*\] )?(?:exporting |importing |pushing |resolving |resolve |writing )|\[.*\binternal\]"
)
_BUILD_FROM = re.compile(r"(\[[^]]*\] FROM .*?)(?:@sha256:<id>)?")
_FAILED_STEP = re.compile(r" > \[.*\].*:")
_COMPOSE_SPEED = re.compile(r"\s+\d+(?:\.\d+)?s$")


def items(lines: Iterable[str]) -> list[Item]:
    """An output as plain lines and blocks, all noise replaced; LEFT_OUT stays an item where it is between two."""
    found: list[Item] = []
    block: _Builder | None = None
    for line in _without_clock_of_failed_step(lines):
        kind, key, text = _place(line)
        if block and line == LEFT_OUT:
            block.leave_out()
            continue
        if block and block.kind == "build" and not line.strip():
            continue
        if block and block.kind != kind:
            found += block.close()
            block = None
        if not kind:
            found.append(quiet(line))
            continue
        while kind == "build" and not block and found[-1:] == [""]:
            found.pop()  # blank lines stand between steps, also where steps above are left out
        block = block or _Builder(kind, is_open=found[-1:] == [LEFT_OUT])
        block.add(key, text)
    return found + (block.close() if block else [])


def told(item: Item) -> list[str]:
    """An item as lines for a person, the stories of a block in a fixed order."""
    lines = [item] if isinstance(item, str) else [line for story in sorted(item.stories) for line in story]
    return ["..." if line == LEFT_OUT else line for line in lines]


def _place(line: str) -> tuple[str, str, str]:
    for kind in KINDS:
        if match := kind.pattern.fullmatch(line):
            return kind.name, match["key"], match["text"] or ""
    return "", "", line


def _without_clock_of_failed_step(lines: Iterable[str]) -> Iterator[str]:
    """BuildKit repeats the last words of a step that failed, each after the seconds since the step began."""
    inside = False
    for line in lines:
        inside = bool(_FAILED_STEP.fullmatch(line)) or (inside and line != "------")
        yield re.sub(r"^\d+\.\d{1,3}(?: |$)", "", line) if inside else line


@dataclass
class _Builder:
    kind: str
    is_open: bool
    stories: dict[str, list[str]] = field(default_factory=dict)
    _left_out_last: bool = False

    def add(self, key: str, text: str) -> None:
        self._left_out_last = False
        story = self.stories.setdefault(key, [LEFT_OUT] if self.is_open else [])
        if self.kind == "build":
            story += _build_words(story, text)
        else:
            story.append(_compose_words(self.kind, key, text))

    def leave_out(self) -> None:
        self.is_open = self._left_out_last = True
        for story in self.stories.values():
            if story and not (self.kind == "build" and story[-1].startswith(_ENDS)):
                story.append(LEFT_OUT)

    def close(self) -> list[Item]:
        stories = [
            _build_story(story) if self.kind == "build" else tuple(story) for story in self.stories.values()
        ]
        block = Block(self.kind, tuple(story for story in stories if story), self.is_open)
        return [block, LEFT_OUT] if self._left_out_last else [block]


def _build_words(story: Sequence[str], text: str) -> list[str]:
    """What is kept of a line of a build step: its name, what it printed (after `|`), how it ended."""
    if match := _BUILD_CLOCK.fullmatch(text):
        return [quiet(f"  | {match['said'] or ''}")]
    if text in ("", "..."):
        return []
    if match := re.fullmatch(r"(DONE|CACHED|CANCELED|ERROR)\b(: .*)?(?: \d+\.\d+s)?", text):
        end = f"  {match[1]}{quiet(match[2] or '')}"
        return [] if story[-1:] == [end] else [end]
    names = [line for line in story if line != LEFT_OUT]
    # Where the lines above are left out, the first line need not be the name of the step.
    if not names and (not story or text.startswith("exporting to ") or not _BUILD_BYTES.fullmatch(text)):
        return [quiet(f"#{text}")]
    if quiet(f"#{text}") in names or _BUILD_BYTES.fullmatch(text):
        return []
    return [quiet(f"  {_BUILD_SPEED.sub('', text)}")]


def _build_story(story: Sequence[str]) -> tuple[str, ...]:
    """A step as it is compared. Only steps that a Dockerfile asks for tell apart whether the cache was used."""
    place = next((n for n, line in enumerate(story) if line != LEFT_OUT), None)
    if place is None:
        return tuple(story)
    name = story[place].removeprefix("#")
    if name.startswith("[auth]"):
        return ()
    base = _BUILD_FROM.fullmatch(name)
    if not base and not _BUILD_INNER.match(name):
        return tuple(story)
    errors = [line for line in story if line.startswith(ERROR)]
    return (*story[:place], f"#{base[1]}" if base else f"#{name}", *(errors or [DONE]))


def _compose_words(kind: str, key: str, text: str) -> str:
    if kind == "log":
        return quiet(f"{key} |{text}" if not text.startswith("exited") else f"{key} {text}")
    return quiet(f" {key}  {_COMPOSE_SPEED.sub('', text)}")
