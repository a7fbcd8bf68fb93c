"""JSON files that programs of this project write: read, and refused where they are not as they were written."""

import json
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
