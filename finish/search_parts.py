"""What a built page says, in parts that a search can lead to: sections, terms, claims, examples."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)  # many, and they say nothing
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
# What is another wherever a reader runs it: ids, when it was, what was measured, interfaces, the folder of the run.
_RANDOM = re.compile(
    r"""
    (?:sha256:)?\b[0-9a-f]{12,}\b | (?<!:)\b(?=[a-z]*\d)[0-9a-z]{25}\b(?!:)
    | \b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:[\d.]+Z? | \b\d\d:\d\d:\d\d\b(?!:)
    | \b(?:\d+m)?\d+\.\d+(?:m?s|[ ]seconds)\b | \b\d+\.\d+(?:[kKMGT]i?B(?:/s|\b)|%) | (?<!\.)\b\d+\.\d{3}\b(?!\.)
    | \b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b | \bveth[0-9a-f]{7}\b
    | /tmp/field-notes-\w{8}/
    """,
    re.VERBOSE,
)
_LETTER = re.compile(r"[^\W\d_]")  # nobody asks for a line that is a number
# A program may print about a failure and still end well.
_FAILURE = re.compile(
    r"\b(?:error|warn(?:ing)?|fail\w*|fatal|denied|refused|invalid|cannot|can't|not found|no such)\b",
    re.IGNORECASE,
)
_TABLES = ("table", "caption", "tr", "th", "td")
_LISTS = ("ul", "ol", "li", "dl", "dt", "dd")
_BLOCKS = frozenset(
    (*_TABLES, *_LISTS, "p", "div", "pre", "figure", "figcaption", "details", "summary", "label", "legend")
)
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))
_SKIPPED_TAGS = frozenset(("button",))
# What says nothing of its own: marks of headings, lists of what stands below, links to what is searched itself.
_SKIPPED_CLASSES = frozenset(
    (
        "headerlink",
        "contents",
        "dg-plate",  # the words in a drawing make no sentence, and what it tells stands beside it
        "edit",
        "truth-cells",
        "tx-sign",
        "tx-left-out",
        "zip",
        "claim-where",
        "verdict",
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
# It names pages of others.
_SOURCES = "Sources"


@dataclass
class Part:
    """A place that a search leads to: its address below the site's root, what it is called, what stands there.

    `failed` holds the error messages of its runs, `printed` all else that programs said, `typed` commands and files.
    `is_error` tells that the heading is an error message, `is_example` that this is an example and its lesson alone.
    """

    address: str
    heading: str = ""
    is_error: bool = False
    is_example: bool = False
    prose: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether anything stands below the heading."""
        return bool(self.prose or self.typed or self.printed or self.failed)


def article(page: str) -> str:
    """What a page says, by its HTML: without what stands around the text, and without drawings."""
    found = _ARTICLE.search(page)
    return _DRAWING.sub("", found[0]) if found else ""


def parts(text: str, address: str) -> list[Part]:
    """The parts of an article, by the address of its page below the site's root. The first one is its beginning."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    return [
        part for part in reader.parts if part.heading != _SOURCES and (part.says or part is reader.parts[0])
    ]


@dataclass(frozen=True)
class _Open:
    """An element that is not closed yet, and where text goes again when it is."""

    tag: str
    classes: frozenset[str]
    into: str


class _Reader(HTMLParser):
    """Sorts the text of an article into parts, and in them by who says it: `_into` names a field of Part."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._page = address
        self._open: list[_Open] = []
        self._skips = 0  # how many elements were open when one began that is not read
        self._into = "prose"
        self._text = ""
        self._has_failed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._text += " " if tag == "br" else ""
            return
        attributes = {name: value or "" for name, value in attrs}
        classes = frozenset(attributes.get("class", "").split())
        if "tx-exit" in classes:
            self._has_failed = "tx-exit--bad" in classes
        if tag in _BLOCKS:
            self._put()
        self._open.append(_Open(tag, classes, self._into))
        if self._skips:
            return
        if tag in _SKIPPED_TAGS or classes & _SKIPPED_CLASSES or "data-search-exclude" in attributes:
            self._skips = len(self._open)
            return
        if anchor := self._begins(tag, attributes):
            address = urljoin(self._page, anchor.removesuffix("#"))
            self.parts.append(Part(address, is_error="wrong" in classes, is_example=tag == "a"))
        if into := self._turns_to(tag, classes):
            self._put()
            self._into = into

    def _begins(self, tag: str, attributes: dict[str, str]) -> str | None:
        """The address of the part that begins with an element; None where none does."""
        if tag == "h1":
            return "#"
        if tag in _HEADINGS or self._is_entry(tag, attributes):
            return f"#{attributes['id']}"
        if tag == "a" and self._is_in("all-examples"):
            return attributes["href"]
        return None

    def _is_entry(self, tag: str, attributes: dict[str, str]) -> bool:
        """Whether an element is a word of the glossary, or a claim."""
        return "id" in attributes and (tag == "dt" or (tag == "li" and self._is_in("claims")))

    def _turns_to(self, tag: str, classes: frozenset[str]) -> str | None:
        """Where the text of an element goes, if elsewhere than what stands around it."""
        is_name = tag in _HEADINGS or tag in ("dt", "a") or (tag == "p" and self._is_in("claims"))
        if is_name and self.parts and not self.parts[-1].heading and self._into == "prose":
            return "heading"
        if "tx-out" in classes:
            return "failed" if self._has_failed else "printed"
        if "tx-line" in classes or (tag == "pre" and self._into == "prose"):
            return "typed"
        return None

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._put()
        while self._open:
            closed = self._open.pop()
            if len(self._open) < self._skips:
                self._skips = 0
            if closed.into != self._into:
                self._put()
                self._into = closed.into
            if closed.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._skips:
            self._text += data

    def _put(self) -> None:
        """Put the text that was read since the last time where it belongs."""
        text, self._text = self._text, ""
        if not self.parts or not text.strip():
            return
        part = self.parts[-1]
        if self._into == "heading":
            part.heading = " ".join((part.heading, *text.split())).strip()
        elif self._into == "prose":
            part.prose.append(" ".join(text.split()))
        elif self._into == "typed":
            part.typed.append(text.strip())
        else:
            for line in map(str.strip, text.splitlines()):
                said = part.failed if self._into == "failed" or _FAILURE.search(line) else part.printed
                words = " ".join(_RANDOM.sub(" ", line).split())
                if _LETTER.search(words) and words not in said:
                    said.append(words)

    def _is_in(self, name: str) -> bool:
        return any(name in each.classes for each in self._open)
