"""Text files as the project reads them: UTF-8 without a byte order mark; and those that may not be empty."""

from pathlib import Path

from macros.problems import Problem, ProblemError, relative


def read_text(path: Path) -> str:
    """The file's text; line ends stay as they are. Raises ProblemError where it is no UTF-8 or isn't there."""
    where = relative(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"The file can't be read: {error.strerror}."
        raise ProblemError(Problem(where, 1, what, "Restore it from git.")) from error
    if content.startswith(b"\xef\xbb\xbf"):
        what = "The file starts with a byte order mark."
        raise ProblemError(Problem(where, 1, what, "Save it as UTF-8 without one."))
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"The byte 0x{content[error.start]:02X} is not UTF-8."
        raise ProblemError(Problem(where, line, what, "Save the file as UTF-8.")) from error


def read_written(path: Path) -> str:
    """As read_text(), of a file that somebody writes. Raises ProblemError where nothing is in it, too."""
    text = read_text(path)
    if not text.strip():
        raise empty(path)
    return text


def empty(path: Path) -> ProblemError:
    """The problem of a file that has nothing in it."""
    return ProblemError(
        Problem(relative(path), 1, "The file is empty.", "Write what belongs there, or restore it from git.")
    )
