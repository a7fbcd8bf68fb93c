"""The markup of pages: what Python-Markdown would take for text, or for something else, without a word."""

import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser

from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.util import ClassNotFound

from macros.pages import renders_macros
from macros.problems import Problem, did_you_mean, relative
from tests.checks.source import Source, of_each_page

BOXES = ("note", "tip", "warning", "danger", "question")
PLAIN = ("text",)  # what may stand in a page as code: nobody takes it for something that was run
_BOX = re.compile(r"^\s*(?P<sign>!!!|\?\?\?\+?)(?P<rest>.*)$")
_WELL = re.compile(r"\s+(?P<kind>[a-z-]+)(?:\s+(?:inline|end))*(?:\s+\"[^\"]*\")?\s*")
_TAB = re.compile(r"^\s*===(?P<rest>[!+]*\s.*)$")
_TITLE = re.compile(r"[!+]*\s+\"[^\"]+\"\s*")
_BOX_OR_TAB = re.compile(r"\s*(?:!!!|\?\?\?|===)")
_OPENS = re.compile(r"\s*(?:!!!|\?\?\?|===|[-*+] |\d+\. |:   |\[\^)")  # what may hold paragraphs of its own
_FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?P<colon>:?)")
_ABBREVIATION = re.compile(r"^\*\[(?P<name>[^\]]+)\]:", re.MULTILINE)
_ICON = re.compile(r"(?<![\w:/.]):(?P<name>[a-z][a-z0-9_+-]*):(?![\w:/])")
_BY_ITSELF = {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"}
# Elements of HTML and of drawings.
_ELEMENT = re.compile(
    r"a|abbr|address|article|aside|audio|b|bdi|bdo|blockquote|br|button|caption|circle|cite|clippath|code|col|colgroup|"
    r"data|dd|defs|del|desc|details|dfn|div|dl|dt|ellipse|em|figcaption|figure|g|h[1-6]|hr|i|img|input|ins|kbd|label|li|"
    r"line|lineargradient|link|mark|marker|mask|meta|nav|ol|output|p|path|pattern|picture|polygon|polyline|pre|progress|q|"
    r"radialgradient|rect|rp|rt|ruby|s|samp|section|small|source|span|stop|strong|sub|summary|sup|svg|symbol|table|tbody|"
    r"td|text|tfoot|th|thead|time|title|tr|track|truth-table|tspan|u|ul|use|var|video|wbr"
)
_FORBIDDEN = ("script", "style", "iframe", "object", "embed")
# Addresses in angle brackets, also those of links, and what a backslash makes plain text.
_NO_ELEMENT = re.compile(
    r"<(?:https?:|mailto:)[^<>\s]*>|<[^<>\s@]+@[^<>\s@]+>|\\<[^<>\n]*>|(?<=\]\()<[^<>\n]*>|(?<=\]: )<[^<>\n]*>"
)
_MAY_END = {"li", "p", "dt", "dd", "tr", "td", "th"}

# What it looks like (`here` is its place), what is wrong, how to mend it.
_FOREIGN = tuple(
    (re.compile(pattern, re.MULTILINE), what, mend)
    for pattern, what, mend in (
        (
            r"^\s*>\s*(?P<here>\[!\w+\])",
            "A box of this kind is GitHub's own.",
            'Write `!!! note "Title"`, and indent what belongs into it by four spaces.',
        ),
        (
            r"(?P<here>\{\{)",
            "`{{` calls no macro here.",
            'Write `{@ example("page/name") @}`.',
        ),
        (
            r"(?P<here>\{%|@\{)",
            "This calls no macro here.",
            'Write `{@ example("page/name") @}`.',
        ),
        (
            r"(?P<here>--8<--)",
            "A page can't take in a file as it is.",
            'Write `{@ example("page/name") @}`.',
        ),
        (
            r"!\[[^\]\n]*\]\((?P<here>(?:https?:)?//)",
            "An image from another host is not shown: the policy of the pages forbids it.",
            "Put the file into docs/, and link that.",
        ),
        (
            r"<(?:img|video|audio|source)\b[^>]*\ssrc=[\"']?(?P<here>(?:https?:)?//)",
            "An image from another host is not shown: the policy of the pages forbids it.",
            "Put the file into docs/, and link that.",
        ),
        (
            r"(?P<here><img\b)(?![^>]*\salt=)",
            "An image has no `alt=`.",
            'Write what it shows, or `alt=""` for one that tells nothing.',
        ),
        (
            r"\b(?P<here>TODO:|FIXME\b|[Ll]orem ipsum\b)",
            "A note to yourself stands on the page.",
            "Do it, or open an issue.",
        ),
        (
            r"(?<!!)\[(?P<here>\])\(",
            "A link without a text can't be seen.",
            "Write one between the brackets.",
        ),
        (
            r"\](?P<here>\{)[^{}\s]+\.md[^{}\n]*\}",
            "The address of a link stands in braces.",
            "Write `[text](page.md)`.",
        ),
        (
            r"(?P<here>\])\s+\((?:https?:|#|\.\.?/|[^()\s]+\.md)",
            "A blank stands between the text and the address of a link.",
            "Remove it.",
        ),
        (
            r"^\s*(?P<here>[-*+])\s+\[[ xX]\]\s",
            "A task list would show its brackets.",
            "Write a plain list.",
        ),
        (
            r"(?P<here>\[\[)[^\[\]\n]+\]\]",
            "`[[...]]` is no link here.",
            "Write `[text](page.md)`.",
        ),
    )
)

Check = Callable[[Source], Iterator[tuple[int, str, str]]]


def problems() -> list[Problem]:
    """What is wrong with the markup of the pages under docs/."""
    return of_each_page(lambda page: of_page(Source(page)))


def of_page(source: Source) -> list[Problem]:
    """What is wrong with the markup of one page."""
    return [
        Problem(relative(source.path), line, what, mend)
        for check in CHECKS
        for line, what, mend in check(source)
    ]


def _headings(source: Source) -> Iterator[tuple[int, str, str]]:
    """One title, and no level left out below it."""
    above = 0
    for heading in source.headings:
        signs = "#" * heading.level
        if heading.level == 1 and above:
            yield heading.line, "A second title.", "A page has one; write `## `."
        elif heading.level > 1 and not above:
            yield (
                heading.line,
                f"No title stands above `{signs} {heading.title}`.",
                "Write `# ` and it below the front matter.",
            )
        elif heading.level > above + 1:
            what = f"`{signs} {heading.title}` skips a level below {'#' * above or 'the start'}."
            yield heading.line, what, f"Write `{'#' * (above + 1)} `."
        above = heading.level
    if not source.headings:
        yield 1, "The page has no heading.", "Start it with `# ` and its title."


def _fences(source: Source) -> Iterator[tuple[int, str, str]]:
    shows_calls = not renders_macros(source.path)
    for fence in source.fences:
        if not fence.closed:
            yield (
                fence.line,
                "The block of code has no end.",
                "Close it with the sign that opens it, alone on a line.",
            )
        word = re.split(r"[\s{]", fence.info, maxsplit=1)[0]
        if not word:
            what = "The block of code does not say what it is."
            yield fence.line, what, "Write its language behind the sign, or `text`."
        elif not _is_lexer(word):
            yield fence.line, f"There is no language `{word}`.", _near(word, _lexers())
        elif word not in PLAIN and not shows_calls:
            what = f"`{word}` that was typed into a page: nobody has run it."
            yield fence.line, what, "Make it an example: `make new EXAMPLE=page/name`."


def _boxes(source: Source) -> Iterator[tuple[int, str, str]]:
    lines = source.prose.split("\n")
    for number, line in enumerate(lines, 1):
        if match := _BOX.match(line):
            sign = match["sign"]
            if not (well := _WELL.fullmatch(match["rest"])):
                yield (
                    number,
                    f"`{sign}` is not followed by a type and a title in quotes.",
                    f'Write `{sign} note "Title"`.',
                )
            elif well["kind"] not in BOXES:
                yield number, f"There is no box of the type `{well['kind']}`.", _near(well["kind"], BOXES)
            elif not _holds_something(source, number):
                yield (
                    number,
                    f"The box `{sign} {well['kind']}` is empty.",
                    "Indent what belongs into it by four spaces.",
                )
        elif match := _TAB.match(line):
            if not _TITLE.fullmatch(match["rest"]):
                yield number, "A tab has no title in quotes.", 'Write `=== "Title"`.'
            elif not _holds_something(source, number):
                yield number, "The tab is empty.", "Indent what belongs into it by four spaces."


def _indents(source: Source) -> Iterator[tuple[int, str, str]]:
    """Paragraphs that stand in too far, or not far enough, to be a part of what is above them."""
    above, opens, starts = 0, False, True
    for number, line in enumerate(source.unfenced.split("\n"), 1):
        if not line.strip():
            starts = True
            continue
        indent, most = _indent(line), above - above % 4 + (4 if opens else 0)
        if starts and indent % 4:
            what = f"Markdown takes a paragraph that is indented by {indent} out of what is above it."
            yield number, what, "Indent it by four spaces, or by none."
        elif starts and indent > most:
            what = f"Markdown makes code of what is indented by {indent} here."
            yield number, what, f"Indent it by {most}."
        # A paragraph of an item may go on below the sign of the item, or at the left.
        opens = bool(_OPENS.match(line)) or (opens and not starts)
        above, starts = indent, bool(_BOX_OR_TAB.match(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _notes(source: Source) -> Iterator[tuple[int, str, str]]:
    """Footnotes and abbreviations."""
    found = [
        (match["name"], bool(match["colon"]), match.start()) for match in _FOOTNOTE.finditer(source.prose)
    ]
    defined = {name for name, is_definition, _ in found if is_definition}
    used = {name for name, is_definition, _ in found if not is_definition}
    for name, is_definition, place in found:
        if not is_definition and name not in defined:
            yield source.line(place), f"There is no footnote `{name}`.", f"Add a line `[^{name}]: its text`."
        if is_definition and name not in used:
            yield (
                source.line(place),
                f"Nothing leads to the footnote `{name}`.",
                f"Write `[^{name}]`, or remove it.",
            )
    for match in _ABBREVIATION.finditer(source.prose):
        if not re.search(
            rf"\b{re.escape(match['name'])}\b", source.prose[: match.start()] + source.prose[match.end() :]
        ):
            yield (
                source.line(match.start()),
                f"Nothing uses the abbreviation `{match['name']}`.",
                "Remove it.",
            )


def _icons(source: Source) -> Iterator[tuple[int, str, str]]:
    for match in _ICON.finditer(source.prose):
        what = f"`:{match['name']}:` would stand on the page as it is: icons by name are not used here."
        yield source.line(match.start()), what, "Write a word."


def _elements(source: Source) -> Iterator[tuple[int, str, str]]:
    """HTML that is not closed or closes nothing, that no browser knows, or that the policy stops."""
    reader = _Elements()
    reader.feed(_NO_ELEMENT.sub(lambda match: " " * len(match[0]), source.prose))
    yield from reader.found
    if reader.rawdata.strip() and re.match(r"<\w[^>]*\s\w+=", reader.rawdata):
        yield reader.getpos()[0], "A tag has no end.", "Close its quotes, and write `>`."
    for tag, line in reader.open:
        yield line, f"`<{tag}>` is not closed.", f"Write `</{tag}>` where it ends."


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[int, str, str]] = []
        self.unknown = 0  # elements that have been told, whose ends are not told as well

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stop(attrs)
        if tag in _FORBIDDEN:
            self.found.append(
                (self.getpos()[0], f"The policy of the pages lets no `<{tag}>` work.", "Leave it out.")
            )
            self.unknown += 1
        elif not _ELEMENT.fullmatch(tag):
            self.unknown += tag not in _BY_ITSELF
            what = f"A browser takes `<{tag}>` for HTML and shows nothing."
            self.found.append((self.getpos()[0], what, "Put it into backticks, or correct the name."))
        elif tag not in _BY_ITSELF:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that ends where it starts; figures.py looks at those of drawings."""
        if tag in _BY_ITSELF:
            self._stop(attrs)

    def handle_endtag(self, tag: str) -> None:
        tags = [name for name, _ in self.open]
        if tag not in tags and self.unknown:
            self.unknown -= 1
            return
        if tag not in tags:
            self.found.append((self.getpos()[0], f"`</{tag}>` closes nothing.", "Remove it."))
            return
        while self.open and (last := self.open.pop())[0] != tag:
            if last[0] not in _MAY_END:
                what = f"`<{last[0]}>` is not closed before `</{tag}>`."
                self.found.append((last[1], what, f"Write `</{last[0]}>` where it ends."))

    def _stop(self, attrs: list[tuple[str, str | None]]) -> None:
        for name, _ in attrs:
            if name == "style" or name.startswith("on"):
                what = f"The policy of the pages lets no `{name}=` work."
                self.found.append((self.getpos()[0], what, "Leave it out; looks come from classes."))


def _holds_something(source: Source, number: int) -> bool:
    """Whether an indented line follows."""
    lines = source.text.split("\n")
    rest = next((line for line in lines[number:] if line.strip()), "")
    return _indent(rest) >= _indent(lines[number - 1]) + 4


def _is_lexer(word: str) -> bool:
    try:
        get_lexer_by_name(word)
    except ClassNotFound:
        return False
    return True


def _lexers() -> list[str]:
    return [alias for _, aliases, _, _ in get_all_lexers() for alias in aliases]


def _near(name: str, known: Sequence[str]) -> str:
    return did_you_mean(name, known, f"Known: {', '.join(known[:8])}.", alike=0.5)


def _foreign(source: Source) -> Iterator[tuple[int, str, str]]:
    """What GitHub and others read, and what would stand on a page as it is here."""
    for pattern, what, mend in _FOREIGN:
        for match in pattern.finditer(source.prose):
            yield source.line(match.start("here")), what, mend


CHECKS: tuple[Check, ...] = (
    _headings,
    _fences,
    _boxes,
    _notes,
    _icons,
    _foreign,
    _elements,
    _indents,
)
