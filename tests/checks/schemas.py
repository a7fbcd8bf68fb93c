"""YAML files against JSON schemas: what a validator finds, with the line of the place that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative, sentence
from macros.text import read_text
from tests.checks import tools

_STEP = re.compile(r"\.([^.\[\]\"']+)|\[(\d+)\]|[.\[][\"']([^\"']+)[\"']\]?")
_UNEXPECTED = re.compile(
    r"(?:properties are not allowed \((?P<names>.*) (?:was|were) unexpected\)|"
    r"(?P<key>'.*') does not match any of the regexes)"
)
_TAG = re.compile(r"(?<=[:-] )!(?:override|reset)(?=\s)")
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
    with TemporaryDirectory() as folder:
        read = {
            _without_tags(path, Path(folder) / f"{number}{path.suffix}"): path
            for number, path in enumerate(good)
        }
        answer = tools.run_json(
            "check-jsonschema", "--builtin-schema", f"vendor.{schema}", "--output-format", "json", *read
        )
    for copy, path in read.items():
        errors = [_error(each) for each in answer.get("errors", []) if Path(each["filename"]) == copy]
        found += refused(path, errors, mend)
    for each in answer.get("parse_errors", []):
        where = relative(read.get(Path(each["filename"]), Path(each["filename"])))
        found.append(Problem(where, 1, sentence(each["message"]), mend))
    return found


def _without_tags(path: Path, copy: Path) -> Path:
    """The file, or a copy without the tags of Compose that no reader of plain YAML knows."""
    text = read_text(path)
    if not _TAG.search(text):
        return path
    copy.write_text(_TAG.sub("", text), encoding="utf-8")
    return copy


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
        # Where a key below it is refused, all keys around that one count as not looked at.
        if error.message.startswith("Unevaluated") and any(
            other[: len(error.path)] == error.path != other for other in places
        ):
            continue
        for key in _QUOTED.findall(match["names"] or match["key"]):
            place = (*error.path, key)
            if not any(other[: len(place)] == place for other in places):
                yield place, f"`{key}` is not a key that can stand here"


def _written(place: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in place) or "the file"
