"""YAML files against JSON schemas: what a validator finds, with the line of the place that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative, sentence
from tests.checks import tools

_STEP = re.compile(r"\.([^.\[\]\"']+)|\[(\d+)\]|[.\[][\"']([^\"']+)[\"']\]?")
_UNEXPECTED = re.compile(
    r"(?:properties are not allowed \((?P<names>.*) (?:was|were) unexpected\)|"
    r"(?P<key>'.*') does not match any of the regexes)"
)
_QUOTED = re.compile(r"'([^']+)'")


@dataclass(frozen=True)
class Error:
    """What a schema refuses: where, as keys and indexes, and why."""

    path: tuple[str | int, ...]
    message: str


def problems(schema: str, paths: list[Path], mend: str) -> list[Problem]:
    """What a schema that check-jsonschema brings along (`compose-spec`) says against the files.

    `mend` is the sentence that says how to mend all of them.
    """
    found, good = [], []
    for path in paths:
        problem = yaml_problem(path)
        if problem:
            found.append(problem)
        else:
            good.append(path)
    if not good:
        return found
    answer = tools.run_json(
        "check-jsonschema", "--builtin-schema", f"vendor.{schema}", "--output-format", "json", *good
    )
    for path in good:
        errors = [_error(each) for each in answer.get("errors", []) if Path(each["filename"]) == path]
        found += refused(path, errors, mend)
    for each in answer.get("parse_errors", []):
        found.append(Problem(tools.shown(each["filename"]), 1, sentence(each["message"]), mend))
    return found


def refused(path: Path, errors: list[Error], mend: str) -> list[Problem]:
    """The errors of one file, each at its line."""
    root = read_nodes(path)
    return [
        Problem(relative(path), line_of(root, *place), sentence(what), mend) for place, what in _told(errors)
    ]


def yaml_problem(path: Path) -> Problem | None:
    """Why a file is not YAML, with the line; None if it is."""
    try:
        read_nodes(path)
    except ProblemError as error:
        return error.problems[0]
    return None


def _error(each: dict[str, Any]) -> Error:
    # Of a failed choice (`oneOf`), the deepest error is the one that names what was written wrong.
    best = each.get("best_deep_match") or each
    return Error(_place(best["path"]), best["message"])


def _place(path: str) -> tuple[str | int, ...]:
    return tuple(int(index) if index else name or quoted for name, index, quoted in _STEP.findall(path))


def _told(errors: list[Error]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Place and words of each error; one for each unexpected key that has no error of its own."""
    places = {error.path for error in errors}
    for error in errors:
        match = _UNEXPECTED.search(error.message)
        if not match:
            yield error.path, f"`{_written(error.path)}`: {error.message}"
            continue
        for key in _QUOTED.findall(match["names"] or match["key"]):
            place = (*error.path, key)
            if not any(other[: len(place)] == place for other in places):
                yield place, f"`{key}` is not a key that can stand here"


def _written(place: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in place) or "the file"
