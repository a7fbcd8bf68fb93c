"""A page as its author sees it: prose, code, links and headings, each with its line.

What Python-Markdown makes of a page has no lines, so this reads the source by itself; what is told by the built site
(which ids there are) is taken from there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.pages import pages
from macros.problems import Problem, ProblemError
from macros.text import read_written

_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SPAN = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
_MACRO = re.compile(r"\{@.*?@\}", re.DOTALL)
_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_HEADING = re.compile(r"^(?P<signs>#{1,6})[ \t]+(?P<title>.*?)[ \t]*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*$")
# Where a paragraph, an item or a row ends, so does what is opened in it.
_STARTS = re.compile(r"[ \t]*(?:[-*+|>#:]|#{2,6}|\d+\.)(?:[ \t]|$)")
_TEXT = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
# A blank in an address is wrong, but Markdown takes it for a part of one, and so must we.
LINK = re.compile(
    rf"(?P<image>!?){_TEXT}\(\s*<?(?P<target>(?:[^()\s<>]|\([^()\s]*\)|[ \t]+(?![\"'\s)]))*)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_REFERENCE = re.compile(rf"{_TEXT}\[(?P<name>[^\[\]]+)\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]^]+)\]:\s*<?(?P<target>[^\s>]+)>?(?=[ \t]*(?:[\"'(].*)?$)", re.MULTILINE
)
_IN_ANGLES = re.compile(r"(?<!\()<(?P<target>https?://[^<>\s]+)>")
_ATTRIBUTE = re.compile(
    r"<(?P<tag>[a-zA-Z]\w*)\b[^<>]*?\s(?P<name>href|src)=(?P<quote>[\"']?)(?P<target>[^\"'>\s]*)(?P=quote)"
)


@dataclass(frozen=True)
class Fence:
    """A block of code: the line it starts on, what stands behind its sign, whether it has an end."""

    line: int
    info: str
    closed: bool


@dataclass(frozen=True)
class Heading:
    """A heading: its line, its level from 1, its text as written, the attributes behind it."""

    line: int
    level: int
    title: str
    attributes: str


@dataclass(frozen=True)
class Link:
    """A link: the line of its target, the target, and whether it is a `link`, an `image` or raw `html`."""

    line: int
    target: str
    kind: str


@dataclass(frozen=True)
class Source:
    """A page's source."""

    path: Path

    @cached_property
    def text(self) -> str:
        return read_written(self.path)

    @cached_property
    def fences(self) -> list[Fence]:
        return [fence for fence, _, _ in self._fenced]

    @cached_property
    def prose(self) -> str:
        """The text with blanks in the places of front matter, comments, code and macro calls; as long as the text."""
        return blank(self._without_code, _MACRO)

    @cached_property
    def code(self) -> str:
        """What `prose` leaves out but for macro calls, with blanks in the places of all else."""
        pairs = zip(self.text, self._without_code, strict=True)
        return "".join(" " if sign == rest and sign != "\n" else sign for sign, rest in pairs)

    @cached_property
    def headings(self) -> list[Heading]:
        found = []
        for number, (line, masked) in enumerate(
            zip(self.text.split("\n"), self.unfenced.split("\n"), strict=True), 1
        ):
            if masked.strip() and (match := _HEADING.match(line)):
                found.append(Heading(number, len(match["signs"]), match["title"], match["attributes"] or ""))
        return found

    @cached_property
    def links(self) -> list[Link]:
        """Every link, in order; a reference link is its definition."""
        found = [
            Link(self.line(match.start("target")), match["target"], "image" if match["image"] else "link")
            for match in LINK.finditer(self.prose)
        ]
        found += [
            Link(self.line(match.start()), match["target"], "link")
            for match in _DEFINITION.finditer(self.prose)
        ]
        found += [
            Link(self.line(match.start()), match["target"], "link")
            for match in _IN_ANGLES.finditer(self.prose)
        ]
        found += [
            Link(self.line(match.start("target")), match["target"], "html")
            for match in _ATTRIBUTE.finditer(self.prose)
        ]
        return sorted(found, key=lambda link: (link.line, link.target))

    @cached_property
    def defined(self) -> set[str]:
        """The names that definitions give to addresses, in small letters."""
        return {match["name"].lower() for match in _DEFINITION.finditer(self.prose)}

    @cached_property
    def undefined(self) -> list[tuple[int, str]]:
        """Reference links without a definition: line and name."""
        return [
            (self.line(match.start("name")), match["name"])
            for match in _REFERENCE.finditer(self.prose)
            if match["name"].lower() not in self.defined
        ]

    def line(self, place: int) -> int:
        """The line of a place in the text."""
        return self.text.count("\n", 0, place) + 1

    def line_of(self, words: str) -> int:
        """The first line with these words; 1 where there is none."""
        place = self.text.find(words)
        return self.line(place) if place >= 0 else 1

    @cached_property
    def _without_code(self) -> str:
        return blank(self.unfenced, SPAN)

    @cached_property
    def unfenced(self) -> str:
        """The text with blanks in the places of front matter, comments and blocks of code."""
        text = blank(self.text, _FRONT_MATTER, _COMMENT)
        for _, start, end in self._fenced:
            text = text[:start] + _blanks(text[start:end]) + text[end:]
        return text

    @cached_property
    def _fenced(self) -> list[tuple[Fence, int, int]]:
        """The blocks of code, each with the places of its start and its end."""
        return list(self._find_fences())

    def _find_fences(self) -> Iterator[tuple[Fence, int, int]]:
        place, open_at, sign = 0, 0, ""
        info = ""
        for line in self.text.splitlines(keepends=True):
            match = _FENCE.match(line.rstrip("\n"))
            if sign and match and match["sign"].startswith(sign) and not match["info"].strip():
                yield Fence(self.line(open_at), info, closed=True), open_at, place + len(line)
                sign = ""
            elif not sign and match:
                open_at, sign, info = place, match["sign"], match["info"].strip()
            place += len(line)
        if sign:
            yield Fence(self.line(open_at), info, closed=False), open_at, place


def of_each_page(check: Callable[[Path], Iterable[Problem]]) -> list[Problem]:
    """What a check finds on every page; one that can't be read does not hide what the others have."""
    found: list[Problem] = []
    for page in pages():
        try:
            found += check(page)
        except ProblemError as error:
            found += error.problems
    return found


def blank(text: str, *patterns: "re.Pattern[str]") -> str:
    """The text with blanks in the places of what the patterns match; as long, and with the same lines."""
    for pattern in patterns:
        text = pattern.sub(lambda match: _blanks(match[0]), text)
    return text


def _blanks(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs, items and rows, each with its place."""
    start, place, block = 0, 0, ""
    for line in text.splitlines(keepends=True):
        if not line.strip() or _STARTS.match(line):
            if block:
                yield start, block
            start, block = place, ""
        if line.strip():
            start, block = (start if block else place), block + line
        place += len(line)
    if block:
        yield start, block
