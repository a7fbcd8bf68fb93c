"""Signs of Markdown that would stay on a page: without a partner, of another dialect, or where none is read."""

import re
from collections.abc import Callable, Iterator

import yaml

from macros.nodes import entries, parts, read_nodes
from macros.pages import DOCS
from macros.problems import Problem, ProblemError, relative
from macros.text import read_text
from tests.checks import tools
from tests.checks.source import SPAN, Source, blocks, of_each_page

Told = tuple[int, str, str]
_ESCAPED = re.compile(r"\\[`*~=]")
_PAIRED = tuple(
    (sign, re.compile(rf"{re.escape(sign)}(?=\S)(?:.+?)(?<=\S){re.escape(sign)}", re.DOTALL))
    for sign in ("**", "==")
)
_EMPHASIS = re.compile(r"(?<![\w*])(?P<sign>\*)(?=\S)[^*]+?(?<=\S)(?P=sign)|<[^>]*>|\]\([^)]*\)")
_LONE = re.compile(r"(?<![\w*/\[])\*(?=[A-Za-z]\w*[ \n])(?!nix\b)")
_CODE, _BOLD = "A backtick has no partner.", "`**` would stand on the page as it is."
_FOREIGN = (
    (re.compile(r"~~(?:[^~\n]*~~)?"), "`~~` strikes nothing out here.", "Leave the words out."),
    (re.compile(r"\^\["), "`^[` makes no footnote here.", "Write `[^1]`, and a line `[^1]: its text`."),
    (
        re.compile(r"^[ \t]*:::+[ \t]*\w", re.MULTILINE),
        "`:::` makes no box here.",
        'Write `!!! note "Title"`.',
    ),
)
_RAW = re.compile(
    r"^[ \t]*<(?P<tag>details|div|section|article|aside|p|figcaption|ul|ol|li|dl|table|blockquote|summary)"
    r"\b(?P<attributes>[^>]*)>",
    re.MULTILINE,
)
_MARKUP = re.compile(r"`[^`\n]+`|\*\*\S|\]\([^)\s]+\)|^[ \t]*(?:[-*+] |\d+\. |#{1,6} |```)", re.MULTILINE)
_PLAIN_LINK = re.compile(r"\[[^\]]+\]\([^)\s]+\)")
_SPACED = re.compile(r"\s.*|.*\w\s", re.DOTALL)  # a prompt such as `$ ` may well end with a blank
_CUT_OFF = re.compile(r"^[^'\"#]*[^\s:] (?P<here>#)\S", re.MULTILINE)
_NO_PROSE = ("run", "match", "fills", "url", "at", "lint")  # fields that are no sentences


def problems() -> list[Problem]:
    """Such signs in pages, and in the sentences of data."""
    found = of_each_page(lambda page: _of_page(Source(page)))
    for path in (*DOCS.glob("_data/**/*.yml"), *tools.files("example.yml", "table.yml", under="snippets")):
        try:
            root = read_nodes(path)
        except ProblemError:
            continue  # told by the check of its kind
        found += [
            Problem(relative(path), *told) for told in (*_in_data(root), *_cut_off(read_text(path), root))
        ]
    return found


def _of_page(source: Source) -> list[Problem]:
    return [Problem(relative(source.path), *told) for check in _CHECKS for told in check(source)]


def _backticks(source: Source) -> Iterator[Told]:
    for start, block in blocks(source.unfenced):
        text = _ESCAPED.sub("  ", block)
        if "`" in SPAN.sub("", text):
            odd = [number for number, line in enumerate(text.split("\n")) if line.count("`") % 2]
            yield source.line(start) + (odd[0] if odd else 0), _CODE, "Add it, or write the word without."


def _spaced(source: Source) -> Iterator[Told]:
    for start, block in blocks(source.unfenced):
        text = _ESCAPED.sub("  ", block)
        if "`" in SPAN.sub("", text):
            continue  # one has no partner, so it is not known where code begins
        for match in SPAN.finditer(text):
            if len(match[1]) == 1 and _SPACED.fullmatch(match[2]):
                what = f"A blank stands at an end of {match[0]}."
                yield source.line(start + match.start()), what, "Remove it: it would be seen."


def _pairs(source: Source) -> Iterator[Told]:
    for start, block in blocks(source.prose):
        text = _ESCAPED.sub("  ", block)
        for sign, pair in _PAIRED:
            rest = pair.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
            for match in re.finditer(rf"{re.escape(sign)}(?=\w)|(?<=\w){re.escape(sign)}", rest):
                what = f"`{sign}` has no partner, so it would stand on the page as it is."
                yield source.line(start + match.start()), what, "Add it on the other side of the words."
                break
        rest = _EMPHASIS.sub("", re.sub(r"\\\*+", "", block).replace("**", ""))
        if lone := _LONE.search(rest):
            what = f"`{lone[0]}` has no partner, so it would stand on the page as it is."
            line = source.line(start) + rest.count("\n", 0, lone.start())
            yield line, what, "Add it on the other side of the words, or write a backslash before it."


def _foreign(source: Source) -> Iterator[Told]:
    for pattern, what, mend in _FOREIGN:
        for match in pattern.finditer(source.prose):
            yield source.line(match.end()), what, mend


def _in_html(source: Source) -> Iterator[Told]:
    """Markdown inside of HTML that does not say that it holds some."""
    end = 0
    for match in _RAW.finditer(source.unfenced):
        if match.start() < end or re.search(r"\bmarkdown\b", match["attributes"]):
            continue
        end = _end(source.unfenced, match)
        if inside := _MARKUP.search(source.text, match.end(), end):
            what = f"Markdown inside of `<{match['tag']}>` stays as it is."
            yield source.line(inside.end()), what, f"Write `<{match['tag']} markdown>` where it starts."


def _end(text: str, opened: "re.Match[str]") -> int:
    """The place where an element ends; that of its own line where nothing closes it."""
    depth = 0
    for match in re.finditer(rf"<(?P<sign>/?){opened['tag']}\b", text[opened.start() :]):
        depth += -1 if match["sign"] else 1
        if not depth:
            return opened.start() + match.start()
    return opened.end()


def _cut_off(text: str, root: yaml.Node | None) -> Iterator[Told]:
    """What YAML leaves out of a value, as of `at: run/storage.md #tmpfs`."""
    for match in _CUT_OFF.finditer(text):
        line = text.count("\n", 0, match.start("here")) + 1
        if any(start < line <= end for start, end in _block_scalars(root)):
            continue  # a `#` in a long text
        yield (
            line,
            "YAML takes what stands behind ` #` for a comment.",
            "Remove the blank, or put the value in quotes.",
        )


def _block_scalars(node: yaml.Node | None) -> Iterator[tuple[int, int]]:
    """The first and the last line of each text behind `|` or `>`."""
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        yield node.start_mark.line + 1, node.end_mark.line
    for part in parts(node):
        yield from _block_scalars(part)


def _in_data(node: yaml.Node | None) -> Iterator[Told]:
    """In the values of data, which hold `code` and nothing else of Markdown."""
    if isinstance(node, yaml.ScalarNode):
        rest = SPAN.sub("", node.value)
        line = node.start_mark.line + 1
        if "`" in rest:
            yield line, _CODE, "Add it, or write the word without."
        if "**" in rest:
            yield line, _BOLD, "Write the words without."
        if _PLAIN_LINK.search(rest):
            yield line, "A link would stand on the page as it is.", "Link from a page, or name the source."
    elif isinstance(node, yaml.MappingNode):
        for key, value in entries(node).items():
            if key not in _NO_PROSE:
                yield from _in_data(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _in_data(each)


_CHECKS: tuple[Callable[[Source], Iterator[Told]], ...] = (_backticks, _spaced, _pairs, _foreign, _in_html)
