"""Markup of which a sign is missing or out of place: links, items, braces of headings, macro calls, entities."""

import re
from collections.abc import Callable, Iterator
from html.entities import html5

from macros.problems import Problem, relative
from tests.checks.source import LINK, Source, blank, of_each_page

Told = tuple[int, str, str]
_BRACKETS = re.compile(r"(?<![\[\]\\\w!^])\[(?P<name>\w[^\[\]\n]*)\](?!\s*[\[(:{])")
_MEANT = re.compile(r"sic|\d+(?:[\s,.-]+\d+)+|\w-\w|[yY]/[nN]")  # `[1, 2]`, `[a-z]`
_BRACE = re.compile(r"\{[#.:][^{}`]*$|#[\w-]+\}$")
_ATTRIBUTE = re.compile(r"[#.][\w-]+|[\w-]+=\S+")
_HALF = re.compile(r"\]\(|\[[^\[\]\n]*\((?=(?:https?:|#|\.\.?/|[^()\s]+\.md))")
_NO_ITEM = re.compile(r"(?:\n[ \t]*|:)\n[ \t]*(?:\d+\) |[\u2022\u2013\u2014] |[-+](?=[A-Z][a-z]))")
_NO_CALL = re.compile(
    r"(?:^[ \t]*|(?<!\{)\{ ?@? ?)(?<!\{@ )(?P<name>examples?|table|count|truth_\w+)\([\"'\u201c]",
    re.MULTILINE,
)
_ENTITY = re.compile(r"&(?P<name>[a-z]\w+);")
_PIPE = re.compile(r"^\|.*`[^`\n]*(?P<here>\\\|)[^`\n]*`", re.MULTILINE)


def problems() -> list[Problem]:
    """Such slips on the pages under docs/."""
    return of_each_page(lambda page: of_page(Source(page)))


def of_page(source: Source) -> list[Problem]:
    """The slips of one page."""
    return [Problem(relative(source.path), *told) for check in _CHECKS for told in check(source)]


def _brackets(source: Source) -> Iterator[Told]:
    for match in _BRACKETS.finditer(source.prose):
        if match["name"].lower() not in source.defined and not _MEANT.fullmatch(match["name"]):
            what = f"`{match[0]}` leads nowhere, so its brackets would stand on the page."
            mend = "Write `[text](page.md)`; where brackets are meant, `\\[text]`."
            yield source.line(match.start()), what, mend


def _halves(source: Source) -> Iterator[Told]:
    for match in _HALF.finditer(blank(source.prose, LINK)):
        yield source.line(match.start()), "A link lacks a bracket.", "Write `[text](page.md)`."


def _braces(source: Source) -> Iterator[Told]:
    for heading in source.headings:
        words = heading.attributes.removeprefix(":").split()
        if _BRACE.search(heading.title) or not all(map(_ATTRIBUTE.fullmatch, words)):
            what = "The braces behind the heading give it nothing."
            yield heading.line, what, "Write ` {#id}` or ` {.class}` at its end."


def _items(source: Source) -> Iterator[Told]:
    for match in _NO_ITEM.finditer(source.prose):
        what = f"`{match[0].split()[-1]}` starts no item of a list here."
        yield source.line(match.end()), what, "Write `- ` or `1. `."


def _uncalled(source: Source) -> Iterator[Told]:
    for match in _NO_CALL.finditer(source.prose):
        mend = f'Write `{{@ {match["name"]}("name") @}}`.'
        yield source.line(match.start("name")), f"`{match['name']}(...)` is called by nothing.", mend


def _entities(source: Source) -> Iterator[Told]:
    for match in _ENTITY.finditer(source.prose):
        if f"{match['name']};" not in html5:
            yield source.line(match.start()), f"There is no `{match[0]}` in HTML.", "Write the sign itself."


def _pipes(source: Source) -> Iterator[Told]:
    for match in _PIPE.finditer(source.unfenced):
        what = "The backslash would be seen: in code, `|` ends no cell."
        yield source.line(match.start("here")), what, "Write `|`."


_CHECKS: tuple[Callable[[Source], Iterator[Told]], ...] = (
    _brackets,
    _halves,
    _braces,
    _items,
    _uncalled,
    _entities,
    _pipes,
)
