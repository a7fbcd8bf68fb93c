"""Files that programs of ours write: whole at every moment, and refused where somebody else wrote into them."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from macros.problems import Problem, ProblemError, relative
from macros.text import read_text


def read_record(path: Path, shape: dict[str, Any], mend: str) -> Any:
    """The value in a file. Raises ProblemError where it is no JSON, or not of a shape (JSON Schema).

    `mend` is the sentence that says how the file is written anew.
    """
    return parse_record(path, read_text(path), shape, mend)


def parse_record(path: Path, text: str, shape: dict[str, Any], mend: str) -> Any:
    """As read_record(), for the text of a file."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        line = min(error.lineno, text.rstrip().count("\n") + 1)  # the end of a file is no line of it
        raise ProblemError(Problem(relative(path), line, f"Not valid JSON: {error.msg}.", mend)) from error
    if odd := next(Draft202012Validator(shape).iter_errors(value), None):
        keys = list(odd.absolute_path)
        line = line_of_entry(text, str(keys[1])) if len(keys) > 1 else 1
        what = f"Not as it was written: {odd.message}."
        raise ProblemError(Problem(relative(path), line, what, mend))
    return value


def line_of_entry(text: str, key: str) -> int:
    """The line of an entry that has a line of its own; 1 where there is none."""
    place = text.find(f"\n{json.dumps(key, ensure_ascii=False)}: ")
    return text.count("\n", 0, place + 1) + 1 if place >= 0 else 1


def write(path: Path, text: str) -> None:
    """Replace a file as a whole: at every moment it holds its old or its new text.

    Raises ProblemError if it can't be written; the file then keeps its old text.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".", suffix=".tmp", delete=False, encoding="utf-8", newline="\n"
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise ProblemError(
            Problem(
                relative(path),
                1,
                f"Could not be written: {error.strerror}.",
                "It keeps its old text. Make room or mend the rights, then run it again.",
            )
        ) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
