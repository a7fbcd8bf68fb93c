"""A file as HTML: its text, byte for byte, with colors."""

import html
import re
from functools import cache
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound

from macros.examples import is_dockerfile
from macros.problems import Problem, ProblemError, relative

LONG = 24  # lines; a longer file scrolls inside its frame
WIDE = 27  # characters; a longer line may not fit on a phone of 320 pixels
_TAG = re.compile(r"<[^>]*>")
# The marks of names, which look like the text around them: without them a long page is a kilobyte shorter on the wire.
_NAME = re.compile(r'<span class="n[abcfnvx]?">([^<]*)</span>')


def show_code(path: Path) -> str:
    """The file as a block of code. Raises ProblemError for what is not text in UTF-8."""
    return show_text(path.name, _text(path))


@cache  # the cells of a truth table have many files in common
def show_text(name: str, text: str) -> str:
    """The text of a file of that name as a block of code."""
    lines = text.splitlines()
    is_long, is_wide = len(lines) > LONG, any(len(line) > WIDE for line in lines)
    label = html.escape(name)
    scroll = f' tabindex="0" role="group" aria-label="{label}"' if is_long or is_wide else ""
    frame = "highlight tx-long" if is_long else "highlight"
    language = f"language-{_lexer(name).aliases[0]}"
    code = f'<code class="{language}">{_colored(name, text)}</code>'
    return f'<div class="{frame}"{scroll}><pre>{code}</pre></div>'


def has_crlf(path: Path) -> bool:
    """Whether the file has line ends that a reader can't see and has to know of."""
    return b"\r\n" in path.read_bytes()


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        what = "The file is not text in UTF-8, so no page can show it."
        mend = "Let the Dockerfile or a command make what is not text."
        raise ProblemError(Problem(relative(path), 1, what, mend)) from error


def _colored(name: str, text: str) -> str:
    """The text as HTML; plain where the highlighter would change it (CRLF, a byte order mark)."""
    code = _NAME.sub(r"\1", str(highlight(text, _lexer(name), HtmlFormatter(nowrap=True))))
    code = code if html.unescape(_TAG.sub("", code)) == text else html.escape(text)
    # HTML can't hold a carriage return; the script of the page puts it where it was.
    return code.replace("\r", '<span class="cr"></span>')


@cache  # finding one takes as long as coloring a file
def _lexer(name: str) -> Lexer:
    name = "Dockerfile" if is_dockerfile(Path(name)) else name
    try:
        found: Lexer = get_lexer_for_filename(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        found = TextLexer(stripnl=False, ensurenl=False)
    return found
