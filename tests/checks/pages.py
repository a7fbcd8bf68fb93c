"""Every page: its front matter, the macros that it calls, and that each error it shows is mended."""

import itertools
import re
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from macros import pages as model
from macros.calls import calls
from macros.chapters import INDEX
from macros.examples import examples
from macros.pages import fields, front_matter
from macros.problems import Problem, ProblemError, did_you_mean, relative
from macros.text import read_text
from tests.checks.source import of_each_page
from tests.checks.texts import file_problems

_HEADING = re.compile(r"(?P<level>##|###) (?P<title>.*)")
_ERRORS = "What goes wrong"
_PARTS = (_ERRORS, "In an interview", "Sources")
_WRONG = re.compile(r"\{[^{}]*\.wrong\b[^{}]*\}\s*$")
_TELLS = ("Why", "Fix")
_FIELDS = (
    "title",
    "description",
    "after",
    "hide",
    "search",
    "render_macros",
)  # what a page may say of itself
SHORTEST, LONGEST = 50, 160  # characters of a description that search engines show whole


def problems() -> list[Problem]:
    """What is wrong with the pages under docs/."""
    return of_each_page(_of_page)


def _of_page(page: Path) -> list[Problem]:
    # Where line ends are wrong, there is no front matter to be found.
    found = file_problems(page)
    checks = [] if found else [front_matter_problems]
    for check in (*checks, untold_problems, unmended_problems):
        try:
            found += check(page)
        except ProblemError as error:
            found += error.problems
    return found


def front_matter_problems(page: Path) -> list[Problem]:
    """A page without a title, without a description of 50 to 160 characters, or with a field that nothing reads."""
    where = relative(page)
    written = front_matter(page)
    text = read_text(page)
    if written is None and text.startswith("---\n"):
        return [Problem(where, 1, "The front matter has no end.", "Write a line `---` below its last field.")]
    if written is None and text.lstrip().startswith("---\n"):
        return [
            Problem(
                where, 1, "Something stands above the front matter.", "Remove it: `---` is the first line."
            )
        ]
    if written is None:
        mend = "Start it with lines `---`, `title: ...`, `description: ...`, `---`."
        return [Problem(where, 1, "The page has no front matter.", mend)]
    said = fields(page)
    found = []
    for number, text in enumerate(written.splitlines(), 2):
        name = text.partition(":")[0]
        if name in said and name not in _FIELDS:
            mend = did_you_mean(name, _FIELDS, f"Known: {', '.join(_FIELDS)}.")
            found.append(Problem(where, number, f"Nothing reads `{name}:` of a page.", mend))
    if not said.get("title"):
        found.append(
            Problem(where, 1, "The page has no title.", "Add a line `title: ...` to its front matter.")
        )
    if _has_chapter(page) and not str(said.get("after") or "").endswith("."):
        mend = "Add a line `after: ...` to its front matter: a sentence that starts with a verb."
        found.append(Problem(where, 1, "The page does not say what one can do after it.", mend))
    length = len(str(said.get("description") or ""))
    if not SHORTEST <= length <= LONGEST:
        lines = written.splitlines()
        line = next((n for n, text in enumerate(lines, 2) if text.startswith("description:")), 1)
        what = f"The description has {length} characters."
        mend = f"Say in {SHORTEST} to {LONGEST} characters what the page tells."
        found.append(Problem(where, line, what, mend))
    return found


def _has_chapter(page: Path) -> bool:
    """Whether the page that opens a chapter lists this one."""
    return (page.parent / INDEX).is_file() and page.name != INDEX and page.parent != model.DOCS


def untold_problems(page: Path) -> list[Problem]:
    """Errors under `## What goes wrong` that are not drawn as such, or lack one of the two things told of each."""
    found, lines = [], read_text(page).splitlines()
    headings = [number for number, text in enumerate(lines) if _HEADING.fullmatch(text)]
    part = ""
    for number, end in itertools.zip_longest(headings, headings[1:], fillvalue=len(lines)):
        heading = cast("re.Match[str]", _HEADING.fullmatch(lines[number]))
        if heading["level"] == "##":
            part = heading["title"]
            if part not in _PARTS and (
                near := get_close_matches(part.lower(), map(str.lower, _PARTS), 1, 0.9)
            ):
                name = next(each for each in _PARTS if each.lower() == near[0])
                what = f"The part `{name}` is called `{part}` here, so nothing knows it."
                found.append(Problem(relative(page), number + 1, what, f"Write `## {name}`."))
        elif part == _ERRORS:
            if not _WRONG.search(heading["title"]):
                what, mend = "The heading of an error is not drawn as one.", "End it with ` {.wrong}`."
                found.append(Problem(relative(page), number + 1, what, mend))
            told = [text for text, below in itertools.pairwise(lines[number:end]) if below.startswith(":   ")]
            for name in _TELLS:
                if told.count(name) != 1:
                    what = f"Of this error `{name}` is told {told.count(name)} times."
                    mend = f"Write a line `{name}`, and below it `:   ` and the text, once."
                    found.append(Problem(relative(page), number + 1, what, mend))
    return found


def unmended_problems(page: Path) -> list[Problem]:
    """Errors under `## What goes wrong` whose last command fails too: nobody has seen that the fix works.

    Raises ProblemError for macro calls that can't work.
    """
    ends: dict[int, str] = {}  # the line of an error's heading -> the last example that its section shows
    part, error = "", 0
    at_line = {call.line: call for call in calls(page) if call.name in ("example", "examples")}
    for number, text in enumerate(read_text(page).splitlines(), 1):
        if heading := _HEADING.fullmatch(text):
            part, error = (part, number) if heading["level"] == "###" else (heading["title"], 0)
        if part == _ERRORS and error and number in at_line:
            ends[error] = at_line[number].arguments[-1]
    known = {each.name: each for each in examples()}
    return [
        Problem(
            relative(page),
            line,
            f"The last command of `{name}` fails: the page does not show the error mended.",
            "Let the example end with the mended run, or show one after it.",
        )
        for line, name in ends.items()
        if known[name].transcript.commands[-1].status
    ]
