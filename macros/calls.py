"""Macro calls in pages: where they are, and whether they can work.

A macro that returns a block stands alone on a line, at its start: `{@ example("chapter/name") @}`.
A macro that returns a word may stand inside a sentence: `{@ count("commands") @}`.
Arguments are string literals, so that every check can read them without rendering a page.
"""

import ast
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.examples import SNIPPETS, examples
from macros.problems import ROOT, Problem, ProblemError, relative

DOCS = ROOT / "docs"
TABLES = DOCS / "_data" / "tables"
BLOCKS = ("example", "examples", "table", "all_examples")
WORDS = ("count", "reference_engine")
_CALL = re.compile(r"\{@(?P<code>.*?)@\}", re.DOTALL)
_NOT_RENDERED = re.compile(r"\A---\n(?:.*\n)*?render_macros: false\n(?:.*\n)*?---\n")


@dataclass(frozen=True)
class Call:
    """One call: the page, the line it starts on, the macro's name and its arguments."""

    page: Path
    line: int
    name: str
    arguments: tuple[str, ...]


def pages() -> list[Path]:
    """Every Markdown page of the site, sorted."""
    return sorted(DOCS.rglob("*.md"))


def calls(page: Path) -> list[Call]:
    """The macro calls of a page, in order. Raises ProblemError with every call that can't work."""
    found, problems = [], []
    for line, column, code in _spots(page.read_text(encoding="utf-8")):
        try:
            call = _parse(page, line, code)
            _check_place(call, column)
            _check_target(call)
            found.append(call)
        except ProblemError as error:
            problems += error.problems
    if problems:
        raise ProblemError(*problems)
    return found


def shown_at() -> dict[str, list[str]]:
    """Where each example is shown: its name -> `docs/page.md:line` of every call that names it."""
    places: dict[str, list[str]] = {}
    for page in pages():
        for call in calls(page):
            if call.name in ("example", "examples"):
                for name in call.arguments:
                    places.setdefault(name, []).append(f"{relative(page)}:{call.line}")
    return places


def _spots(text: str) -> Iterator[tuple[int, int, str]]:
    if _NOT_RENDERED.match(text):
        return
    for match in _CALL.finditer(text):
        before = text[: match.start()]
        yield before.count("\n") + 1, match.start() - before.rfind("\n") - 1, match["code"].strip()


def _parse(page: Path, line: int, code: str) -> Call:
    how = 'Write it as `{@ example("chapter/name") @}`.'
    try:
        node = ast.parse(code, mode="eval").body
    except SyntaxError:
        raise ProblemError(Problem(relative(page), line, f"`{code}` is not a macro call.", how)) from None
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.keywords:
        raise ProblemError(Problem(relative(page), line, f"`{code}` is not a macro call.", how))
    if not all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in node.args):
        raise ProblemError(Problem(relative(page), line, f"`{code}` has an argument that is not a quoted name.", how))
    name = node.func.id
    if name not in (*BLOCKS, *WORDS):
        raise ProblemError(Problem(relative(page), line, f"There is no macro `{name}`.",
                                   _nearest(name, (*BLOCKS, *WORDS))))
    return Call(page, line, name, tuple(each.value for each in node.args))  # type: ignore[attr-defined]


def _check_place(call: Call, column: int) -> None:
    if call.name in BLOCKS and column:
        raise ProblemError(Problem(
            relative(call.page), call.line, f"`{call.name}()` does not start the line: its lines would fall out of "
            "the list, tab or admonition around it.", "Move the call to the start of a line of its own."))


def _check_target(call: Call) -> None:
    if call.name in ("example", "examples"):
        if not call.arguments:
            raise ProblemError(Problem(relative(call.page), call.line, f"`{call.name}()` names no example.",
                                       f'Write `{call.name}("chapter/name")`.'))
        known = {each.name: each for each in examples()}
        for name in call.arguments:
            if name not in known:
                raise ProblemError(Problem(relative(call.page), call.line, f"There is no example `{name}`.",
                                           _nearest(name, tuple(known))))
            try:
                known[name].recorded_transcript  # noqa: B018  raises where there is none
            except ProblemError as error:
                shown = f"Example `{name}` can't be shown: {error.problems[0].what}"
                raise ProblemError(Problem(relative(call.page), call.line, shown, error.problems[0].mend)) from error
    if call.name == "table":
        names = tuple(sorted(path.stem for path in TABLES.glob("*.yml")))
        for name in call.arguments:
            if name not in names:
                raise ProblemError(Problem(relative(call.page), call.line, f"There is no table `{name}`.",
                                           _nearest(name, names)))


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 12 else f"See {relative(SNIPPETS)}/."
