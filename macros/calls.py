"""Macro calls in pages: where they are, and whether they can work.

A macro that returns a block stands alone on a line, at its start: `{@ example("page/name") @}`.
A macro that returns a word may stand inside a sentence: `{@ count("commands") @}`.
Arguments are string literals, so that every check can read them without rendering a page.
"""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path

from macros.cells import whole_cells
from macros.examples import SNIPPETS, Example, example, examples
from macros.examples import TRUTH as TRUTH_FOLDER
from macros.pages import DOCS, pages, renders_macros
from macros.problems import Problem, ProblemError, did_you_mean, relative
from macros.reference import PLUGINS
from macros.tables import TABLES, read_table, tables
from macros.text import read_written
from macros.truth import read_truth_table, truth_tables

TRUTH = ("truth_table", "truth_explorer", "truth_rules", "truth_disputes")
BLOCKS = (
    "example",
    "examples",
    "table",
    "all_examples",
    "corrections",
    "claims",
    "glossary",
    "chapter",
    "chapter_pages",
    "report",
    "report_of_pages",
    "lab",
    *TRUTH,
)
WORDS = ("count", "reference_engine", "reference_plugin", "zip_link")
COUNTS = (
    "examples",
    "commands",
    "outputs",
    "dockerfiles",
    "compose files",
    "truth tables",
    "cells",
    "errors",
    "questions",
    "claims",
    "claims that failed",
)
_HERE = Path(__file__)  # where these names stand
_TAKES_NOTHING = (
    "all_examples",
    "corrections",
    "claims",
    "glossary",
    "chapter",
    "report",
    "report_of_pages",
    "lab",
    "reference_engine",
    "zip_link",
)
_TAKES_ONE = ("example", "table", "chapter_pages", "count", "reference_plugin", *TRUTH)
_CALL = re.compile(r"\{@(?P<code>(?:(?!\{@).)*?)(?P<end>@\}|(?=\{@)|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(?P<sign>`{3,}|~{3,})(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Call:
    """One call: the page, the line it starts on, the macro's name and its arguments."""

    page: Path
    line: int
    name: str
    arguments: tuple[str, ...]


def calls(page: Path) -> list[Call]:
    """The macro calls of a page, in order. Raises ProblemError with every call that can't work."""
    found, problems = [], []
    shown: dict[str, int] = {}
    for spot in _spots(page):
        try:
            call = _parse(page, spot)
            _check_place(call, spot)
            _check_target(call)
            _check_repeats(call, shown)
            found.append(call)
        except ProblemError as error:
            problems += error.problems
    if problems:
        raise ProblemError(*problems)
    return found


def written(page: Path) -> list[Call]:
    """The macro calls of a page, whether they can work or not. Raises ProblemError for what is no call."""
    return [*_written(page, read_written(page))]


@cache
def _written(page: Path, _text: str) -> tuple[Call, ...]:
    """Kept while the text stays as it is, since every index of examples asks all pages."""
    return tuple(_parse(page, spot) for spot in _spots(page))


def shown_at() -> dict[str, list[str]]:
    """Where each example is shown: its name -> `docs/page.md:line` of every call that names it.

    Raises ProblemError for calls that name no example: the one that is meant would seem to be shown nowhere.
    """
    places: dict[str, list[str]] = {}
    known = {each.name for each in examples()}
    problems = []
    for call, name in _named():
        places.setdefault(name, []).append(f"{relative(call.page)}:{call.line}")
        if name not in known:
            problems += _no_example(call, name).problems
    if problems:
        raise ProblemError(*problems)
    return places


def _named() -> Iterator[tuple[Call, str]]:
    """Every name that a call gives to an example, with the call."""
    for page in pages():
        for call in written(page):
            if call.name in ("example", "examples"):
                for name in call.arguments:
                    yield call, name


def table_pages() -> dict[str, Path]:
    """The page that shows all cells of a truth table, by the name of the table."""
    shown = {}
    for page in pages():
        for call in written(page):
            if call.name == "truth_table":
                shown[call.arguments[0]] = page
    return shown


@dataclass(frozen=True)
class _Spot:
    """Where a call stands in the text of a page; `column` counts from 0, `code` is "" where it has no end."""

    line: int
    column: int
    code: str
    in_fence: bool


def _spots(page: Path) -> Iterator[_Spot]:
    text = read_written(page)
    if not renders_macros(page):
        return
    in_code = _fenced(text)
    for match in _CALL.finditer(text):
        before = text[: match.start()]
        line = before.count("\n") + 1
        yield _Spot(
            line,
            match.start() - before.rfind("\n") - 1,
            match["code"].strip() if match["end"] else "",
            line in in_code,
        )


def _fenced(text: str) -> set[int]:
    """The lines of blocks of code. A block ends with as many signs as it starts with, or more."""
    found: set[int] = set()
    sign = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = _FENCE.match(line)
        if sign:
            found.add(number)
        if match and not sign:
            sign = match["sign"]
        elif match and match["sign"].startswith(sign) and not match["info"].strip():
            sign = ""
    return found


def _parse(page: Path, spot: _Spot) -> Call:
    line, code = spot.line, spot.code
    how = 'Write it as `{@ example("page/name") @}`.'
    if not code:
        raise ProblemError(Problem(relative(page), line, "The macro call has no end, or nothing in it.", how))
    try:
        node = ast.parse(code, mode="eval").body
    except SyntaxError:
        raise ProblemError(Problem(relative(page), line, f"`{code}` is not a macro call.", how)) from None
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
        raise ProblemError(Problem(relative(page), line, f"`{code}` is not a macro call.", how))
    if not all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in node.args):
        raise ProblemError(
            Problem(relative(page), line, f"`{code}` has an argument that is not a quoted name.", how)
        )
    name = node.func.id
    if name not in (*BLOCKS, *WORDS):
        raise ProblemError(
            Problem(
                relative(page), line, f"There is no macro `{name}`.", _nearest(name, (*BLOCKS, *WORDS), _HERE)
            )
        )
    return Call(page, line, name, tuple(each.value for each in node.args))  # type: ignore[attr-defined]


def _check_place(call: Call, spot: _Spot) -> None:
    if spot.in_fence:
        mend = (
            "Move it out, or write `render_macros: false` into the front matter of a page that shows calls."
        )
        raise _wrong(call, f"`{call.name}()` stands in a code block, where it shows nothing.", mend)
    if call.name in BLOCKS and spot.column:
        what = "does not start the line: its lines would fall out of the list, tab or admonition around it."
        raise _wrong(call, f"`{call.name}()` {what}", "Move the call to the start of a line of its own.")


def _check_target(call: Call) -> None:
    _check_number(call)
    if call.name in ("example", "examples"):
        for name in call.arguments:
            named = _known(call, name)
            named.about, named.recorded_transcript  # noqa: B018  they raise where something is wrong
    if call.name in _NAMED:
        noun, known, place = _NAMED[call.name]()
        [name] = call.arguments
        if name not in known:
            raise _wrong(call, f"There is no {noun} `{name}`.", _nearest(name, known, place))
    if call.name == "table":
        read_table(tables()[call.arguments[0]])
    if call.name in TRUTH:
        whole_cells(read_truth_table(truth_tables()[call.arguments[0]]))


def _chapters() -> tuple[str, ...]:
    """The folders below docs/ that a page opens."""
    return tuple(page.parent.name for page in pages() if page.name == "index.md" and page.parent != DOCS)


# What else calls name: what that is, the names that are known, and where they are.
_NAMED: dict[str, Callable[[], tuple[str, tuple[str, ...], Path]]] = {
    "table": lambda: ("table", tuple(tables()), TABLES),
    **dict.fromkeys(TRUTH, lambda: ("truth table", tuple(truth_tables()), SNIPPETS / TRUTH_FOLDER)),
    "count": lambda: ("count of", COUNTS, _HERE),
    "reference_plugin": lambda: ("plugin", PLUGINS, _HERE),
    "chapter_pages": lambda: ("chapter", _chapters(), DOCS),
}


def _known(call: Call, name: str) -> Example:
    try:
        return example(name)
    except KeyError:
        raise _no_example(call, name) from None


def _check_number(call: Call) -> None:
    number = len(call.arguments)
    if call.name in ("example", "examples") and not number:
        raise _wrong(call, f"`{call.name}()` names no example.", f'Write `{call.name}("page/name")`.')
    if call.name in _TAKES_ONE and number != 1:
        mend = (
            "Write `examples(...)` to compare several."
            if call.name == "example"
            else "Name one thing to show."
        )
        raise _wrong(call, f"`{call.name}()` takes one name, not {number}.", mend)
    if call.name in _TAKES_NOTHING and number:
        raise _wrong(call, f"`{call.name}()` takes no name.", f"Write `{call.name}()`.")


def _check_repeats(call: Call, shown: dict[str, int]) -> None:
    """A page shows an example or the cells of a table once: its place on the page is where links to it lead."""
    if call.name in ("truth_table", "truth_explorer"):
        name = f"truth/{call.arguments[0]}"
        if name in shown:
            what = f"Line {shown[name]} shows the cells of `{call.arguments[0]}` already."
            raise _wrong(call, what, "Remove one of the two.")
        shown[name] = call.line
    for name in call.arguments if call.name in ("example", "examples") else ():
        if name in shown:
            raise _wrong(
                call,
                f"Line {shown[name]} shows the example `{name}` already.",
                f"Link to it: `[...](#{example(name).anchor})`.",
            )
        shown[name] = call.line


def _wrong(call: Call, what: str, mend: str) -> ProblemError:
    return ProblemError(Problem(relative(call.page), call.line, what, mend))


def _no_example(call: Call, name: str) -> ProblemError:
    return _wrong(call, f"There is no example `{name}`.", _nearest_example(name))


def _nearest_example(name: str) -> str:
    """How to mend the name of an example: one of the same page that no page shows was renamed, or is meant."""
    known = tuple(each.name for each in examples())
    left: list[str] = []
    with suppress(ProblemError):  # of another call, which is told by itself
        shown = {each for _, each in _named()}
        page = f"{name.partition('/')[0]}/"
        left = [each for each in known if each not in shown and each.startswith(page)]
    if len(left) == 1:
        return f"Did you mean `{left[0]}`?"
    # What shares its page with many is not like all of them.
    near = max(known, key=partial(_likeness, name), default="")
    return f"Did you mean `{near}`?" if near and _likeness(name, near) >= 0.8 else _few(known, SNIPPETS)


def _likeness(name: str, other: str) -> float:
    """How much two names of examples are alike, from 0 to 1: as much as the part that is least so."""
    parts = zip(name.partition("/"), other.partition("/"), strict=True)
    return min(SequenceMatcher(None, *pair).ratio() for pair in parts)


def _nearest(name: str, known: tuple[str, ...], place: Path) -> str:
    return did_you_mean(name, known, _few(known, place))


def _few(known: tuple[str, ...], place: Path) -> str:
    """The names, or the file or folder where many of them are."""
    many = f"See {relative(place)}{'' if place.suffix else '/'}."
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 12 else many
