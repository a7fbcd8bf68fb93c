"""YAML as values, and as nodes, which know the lines that they stand on."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from macros.problems import Problem, ProblemError, relative, sentence
from macros.text import read_text

Parsed = TypeVar("Parsed")
# The parser in C takes a tenth of the time. A build of PyYAML may lack it.
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_READ_IN_TWO_WAYS = re.compile(r"[\t\ufeff]")


def read_nodes(path: Path) -> yaml.Node | None:
    """The node at the root of a YAML file; None for an empty one. Raises ProblemError, with the line, for no YAML."""
    try:
        return _nodes(read_text(path))
    except yaml.YAMLError as error:
        raise not_yaml(path, error) from error


def load(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError, and ValueError for a day that no calendar has."""
    return _parse(yaml.load, text)


def not_yaml(path: Path, error: yaml.YAMLError) -> ProblemError:
    """A parser's error as a problem, with the line."""
    line, why = told(error, read_text(path))
    mend = "Mend the line; a text with a colon or a `#` in it stands in quotes."
    return ProblemError(Problem(relative(path), line, f"Not valid YAML: {sentence(why)}", mend))


def told(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line of what is no YAML in a text, and why it is none."""
    if isinstance(error, yaml.MarkedYAMLError):
        return error.problem_mark.line + 1 if error.problem_mark else 1, str(error.problem)
    place = getattr(error, "position", 0)
    return text.count("\n", 0, place) + 1, str(getattr(error, "reason", error))


def line_of(root: yaml.Node | None, *keys: str | int) -> int:
    """The line of an entry, by the keys that lead to it; of the nearest one around it that is there."""
    node, line = root, 1
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
    return line


def entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """The entries of a mapping by their keys; none for what is no mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _child(node: yaml.Node | None, key: str | int) -> tuple[int, yaml.Node] | None:
    """An entry of a mapping or a list: its line, and itself."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        entry = node.value[key]
        return entry.start_mark.line + 1, entry
    return None


@cache
def _nodes(text: str) -> yaml.Node | None:
    """The node at the root of a text; kept, since many ask for the lines of one file."""
    return _parse(yaml.compose, text)


def _parse(parse: Callable[[str, Any], Parsed], text: str) -> Parsed:
    """What PyYAML's parser in Python makes of a text, by that in C where both make the same.

    They differ in tabs and byte order marks, and in the words and places of their errors.
    """
    if _READ_IN_TWO_WAYS.search(text):
        return parse(text, yaml.SafeLoader)
    try:
        return parse(text, _FAST)
    except yaml.YAMLError:
        return parse(text, yaml.SafeLoader)
