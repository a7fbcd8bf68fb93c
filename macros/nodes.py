"""YAML as values, and as nodes, which know the lines that they stand on."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from macros.problems import Problem, ProblemError, relative
from macros.text import read_text
from macros.yaml_errors import explain

NOT_YAML = "Not valid YAML:"

Parsed = TypeVar("Parsed")
# The parser in C takes a tenth of the time. A build of PyYAML may lack it.
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_READ_IN_TWO_WAYS = re.compile(r"[\t\ufeff]")


def read_nodes(path: Path) -> yaml.Node | None:
    """The node at the root of a YAML file; None for an empty one.

    Raises ProblemError, with the line, for what is no YAML, and for keys that a mapping has twice.
    """
    return parse_nodes(path, read_text(path))


def parse_nodes(path: Path, text: str, above: int = 0) -> yaml.Node | None:
    """As read_nodes(), for a text that has `above` lines of the file before it."""
    try:
        root = _nodes(text)
    except yaml.YAMLError as error:
        raise not_yaml(path, error, text, above) from error
    if twice := list(_repeated(root, relative(path), above)):
        raise ProblemError(*twice)
    return root


def load(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError, and ValueError for a day that no calendar has."""
    return _parse(yaml.load, text)


def not_yaml(path: Path, error: yaml.YAMLError, text: str, above: int = 0) -> ProblemError:
    """A parser's error as a problem, with the line."""
    line, what, mend = explain(error, text)
    return ProblemError(Problem(relative(path), above + line, f"{NOT_YAML} {what}", mend))


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


def parts(node: yaml.Node | None) -> list[yaml.Node]:
    """The values of a mapping, or the entries of a list; none of what is neither."""
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


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


def _repeated(node: yaml.Node | None, where: str, above: int) -> Iterator[Problem]:
    """Keys that a mapping has twice, of which YAML would keep the last."""
    lines: dict[str, int] = {}
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(key, yaml.ScalarNode):
            continue
        line = above + key.start_mark.line + 1
        if key.value in lines:
            what = f"`{key.value}:` stands on line {lines[key.value]} already."
            yield Problem(where, line, what, "Remove one of the two.")
        lines.setdefault(key.value, line)
    for part in parts(node):
        yield from _repeated(part, where, above)


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
