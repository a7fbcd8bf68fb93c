"""Text files as characters: none at all, line ends, signs that nobody sees, and signs that no program knows.

What an engine printed is left alone: it is as it was.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros import problems as place
from macros.examples import TRANSCRIPT_FILE, is_dockerfile
from macros.problems import Problem, ProblemError, relative
from macros.text import empty, read_text
from macros.truth import CELLS_FILE
from tests.checks import tools
from tests.checks.source import SPAN, Source

_FOLDERS = ("docs", "snippets", ".github")
_FILES = ("README.md", "CONTRIBUTING.md", "lab/README.md", "mkdocs.yml")
_RECORDED = (CELLS_FILE, "cli.json")
_TYPED = re.compile(r"[$>#] |\S.*?[#$>:%?] < ")  # the start of a line of a transcript that an author typed
_BLANKS = ("Zs", "Zl", "Zp")
_UNSEEN = ("Cf", "Cc", *_BLANKS)
_QUOTES = {"\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"'}
_QUOTES |= {"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
_QUOTE = re.compile(f"[{''.join(_QUOTES)}]")
_DASH = re.compile(r"(?:(?<=[\s`\"'\[])|^)[\N{EN DASH}\N{EM DASH}](?=\w)")  # where an option would start
_CONFLICT = re.compile(r"(?:<{7}|>{7}) ")


def problems() -> list[Problem]:
    """Line ends that aren't meant, in every file, and signs that aren't, in what is written for readers."""
    found, ours = [], list(_paths())
    for path in ours:
        found += file_problems(path)
        if path.read_bytes().isspace() or not path.stat().st_size:
            found += empty(path).problems if _needs_words(path) else []
        elif b"\0" not in path.read_bytes() and path.name not in _RECORDED:
            found += _signs(path)
    others = set(tools.files("*")) - set(ours)
    return found + [problem for path in sorted(others) if path.is_file() for problem in file_problems(path)]


def file_problems(path: Path) -> list[Problem]:
    """Line ends that aren't meant; a name that ends in `.crlf`, or in `.crlf.` and a suffix, means CRLF."""
    content = path.read_bytes()
    if b"\0" in content:
        return []
    meant = ".crlf" in path.suffixes
    if b"\r\n" in content and not meant:
        line = content[: content.index(b"\r\n")].count(b"\n") + 1
        mend = "Save it with LF line ends; if CRLF is what the example shows, name the file `name.crlf.sh`."
        return [Problem(relative(path), line, "The file has CRLF line ends.", mend)]
    if meant and b"\r\n" not in content:
        mend = "Save it with CRLF line ends, or take `.crlf` out of its name."
        return [Problem(relative(path), 1, "The name promises CRLF line ends, but the file has none.", mend)]
    if content and not content.endswith(b"\n"):
        line = content.count(b"\n") + 1
        return [Problem(relative(path), line, "The last line has no line end.", "Add one.")]
    return []


def _paths() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from (path for path in tools.files("*", under=folder) if path.is_file())
    yield from (path for name in _FILES if (path := place.ROOT / name).is_file())


def _needs_words(path: Path) -> bool:
    """Whether a file that has nothing in it can be nothing but a slip."""
    return path.suffix in (".md", ".yml", ".yaml", ".console", ".json") or is_dockerfile(path)


def _signs(path: Path) -> list[Problem]:
    try:
        lines = read_text(path).replace("\r\n", "\n").split("\n")
        code = _code(path, lines)
    except ProblemError as error:
        return error.problems
    where = relative(path)
    found = []
    for number, (line, program) in enumerate(zip(lines, code, strict=True), 1):
        # A recorded line stands in `lines`, so that the others keep their numbers.
        if path.name == TRANSCRIPT_FILE and not _TYPED.match(line):
            continue
        if told := next(iter([*_unseen(line), *_lookalike(program)]), None):
            found.append(Problem(where, number, *told))
    return found


def _unseen(line: str) -> Iterator[tuple[str, str]]:
    if _CONFLICT.match(line):
        yield "Git has left both sides of a conflict.", "Keep one, and remove the lines of signs."
    if line.isascii() and line.isprintable():
        return
    for column, sign in enumerate(line, 1):
        kind = unicodedata.category(sign)
        if kind in _UNSEEN and sign not in " \t":
            name = unicodedata.name(sign, "CONTROL CHARACTER")
            what = f"Column {column} holds a sign that nobody sees: U+{ord(sign):04X}, {name}."
            yield what, "Write a space." if kind in _BLANKS else "Remove it."


def _lookalike(code: str) -> Iterator[tuple[str, str]]:
    if code.isascii():
        return
    if match := _QUOTE.search(code):
        yield f"`{match[0]}` is no quote to a program.", f"Write `{_QUOTES[match[0]]}`."
    if match := _DASH.search(code):
        yield f"`{match[0]}` starts no option.", "Write `-` or `--`."


def _code(path: Path, lines: list[str]) -> Iterable[str]:
    """What programs read in each line: of a page, its code; of other Markdown, nothing; of the rest, all."""
    if path.suffix != ".md":
        return lines
    if relative(path).startswith("docs/"):
        return Source(path).code.split("\n")
    return [" ".join(span[2] for span in SPAN.finditer(line)) for line in lines]
