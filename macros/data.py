"""YAML files of facts: read, checked against a JSON Schema, every problem with the line it is on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from macros.problems import Problem, ProblemError, relative


@dataclass(frozen=True)
class Data:
    """A file's content, and where it says what."""

    path: Path
    value: Any
    root: yaml.Node | None

    def line(self, *keys: str | int) -> int:
        """The line of an entry, by the keys that lead to it; of the nearest one around it that is there."""
        node, line = self.root, 1
        for key in keys:
            found = _child(node, key)
            if found is None:
                break
            line, node = found
        return line

    def problem(self, keys: list[str | int], what: str, mend: str) -> Problem:
        """A problem at an entry."""
        return Problem(relative(self.path), self.line(*keys), what, mend)


def read_data(path: Path, schema: dict[str, Any]) -> Data:
    """Read a file and check it against a schema. Raises ProblemError with all that is wrong."""
    where = relative(path)
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except OSError as error:
        raise ProblemError(
            Problem(where, 1, f"The file can't be read: {error.strerror}.", "Restore it from git.")
        ) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProblemError(
            Problem(
                where, line, f"Not valid YAML: {error.problem}.", "Mend the line; quote a text with `: `."
            )
        ) from error
    data = Data(path, value, root)
    problems = [_said(data, error) for error in Draft202012Validator(schema).iter_errors(value)]
    if problems:
        raise ProblemError(*problems)
    return data


def _said(data: Data, error: Any) -> Problem:
    """A validator's error (jsonschema.ValidationError) in our words."""
    keys = list(error.absolute_path)
    name = f"`{keys[-1]}`" if keys and isinstance(keys[-1], str) else "This entry"
    if error.validator == "required":
        missing = re.findall(r"'(.+?)' is a required", error.message)[0]
        return data.problem(keys, f"{name} has no `{missing}:`.", f"Add a line `{missing}: ...`.")
    if error.validator == "additionalProperties":
        known = ", ".join(error.schema.get("properties", {}))
        unknown = next(key for key in error.instance if key not in error.schema.get("properties", {}))
        return data.problem([*keys, unknown], f"Unknown field `{unknown}`.", f"Known: {known}.")
    if error.validator == "enum":
        return data.problem(
            keys, f"{name} is `{error.instance}`.", f"Known: {', '.join(error.validator_value)}."
        )
    if error.validator == "type":
        return data.problem(keys, f"{name} is not of the type {error.validator_value}.", "Mend the line.")
    if error.validator == "oneOf":
        needs = " or ".join(f"`{part['required'][0]}:`" for part in error.validator_value)
        return data.problem(keys, f"{name} has not exactly one of {needs}.", "Give it one.")
    hint = error.schema.get("description", f"It must match `{error.validator_value}`.")
    return data.problem(keys, f"{name} has the wrong form: `{error.instance}`.", hint)


def _child(node: yaml.Node | None, key: str | int) -> tuple[int, yaml.Node] | None:
    """An entry of a mapping or a list: its line, and itself."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        entry = node.value[key]
        return entry.start_mark.line + 1, entry
    return None
