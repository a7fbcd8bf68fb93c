"""YAML files of facts: read, checked against a JSON Schema, every problem with the line it is on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from macros.nodes import line_of, load, not_yaml, parts, read_nodes
from macros.problems import Problem, ProblemError, relative
from macros.text import empty, read_text

TEXT = {"type": "string", "minLength": 1}
HTTPS = {"type": "string", "pattern": "^https://", "description": "Use https."}
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "array": "a list",
    "object": "a list of `field: value` lines",
}


@dataclass(frozen=True)
class Data:
    """A file's content, and where it says what."""

    path: Path
    value: Any
    root: yaml.Node | None

    def line(self, *keys: str | int) -> int:
        """The line of an entry, by the keys that lead to it; of the nearest one around it that is there."""
        return line_of(self.root, *keys)

    def problem(self, keys: list[str | int], what: str, mend: str) -> Problem:
        """A problem at an entry."""
        return Problem(relative(self.path), self.line(*keys), what, mend)

    def check(self, schema: dict[str, Any]) -> None:
        """Raise ProblemError with all in which the content differs from a schema."""
        errors = list(Draft202012Validator(schema).iter_errors(self.value))
        # What has the wrong type differs from everything else that the schema says of it, too.
        mistyped = [error.absolute_path for error in errors if error.validator == "type"]
        problems = [
            _said(self, error)
            for error in errors
            if error.validator == "type" or error.absolute_path not in mistyped
        ]
        if problems:
            raise ProblemError(*problems)


def read_data(path: Path, schema: dict[str, Any]) -> Data:
    """Read a file and check it against a schema. Raises ProblemError with all that is wrong."""
    root, where = read_nodes(path), relative(path)
    if root is None:
        raise empty(path)
    text = read_text(path)
    try:
        data = Data(path, load(text), root)
    except yaml.YAMLError as error:  # a tag that nobody knows
        raise not_yaml(path, error, text) from error
    except ValueError as error:  # a day that no calendar has
        raise ProblemError(Problem(where, _odd(root), f"Not a value: {error}.", "Mend the line.")) from error
    data.check(schema)
    return data


def _odd(node: yaml.Node | None) -> int:
    """The line of the value that can't be made."""
    for part in parts(node):
        if line := _odd(part):
            return line
    if isinstance(node, yaml.ScalarNode):
        try:
            yaml.SafeLoader("").construct_object(node)
        except ValueError:
            return node.start_mark.line + 1
    return 0


def _said(data: Data, error: Any) -> Problem:
    """A validator's error (jsonschema.ValidationError) in our words."""
    keys, rule = list(error.absolute_path), error.validator
    name = f"`{keys[-1]}`" if keys and isinstance(keys[-1], str) else "This"
    fields = error.schema.get("properties", {})
    if rule == "required":
        missing = re.findall(r"'(.+?)' is a required", error.message)[0]
        return data.problem(keys, f"`{missing}:` is missing.", f"Add a line `{missing}: ...`.")
    if rule == "additionalProperties":
        unknown = next(key for key in error.instance if key not in fields)
        return data.problem([*keys, unknown], f"Unknown field `{unknown}`.", f"Known: {', '.join(fields)}.")
    what, mend = _SAID.get(rule, _by_hint)(error)
    return data.problem(keys, f"{name} {what}", mend)


def _by_type(error: Any) -> tuple[str, str]:
    wanted = error.validator_value
    kind = " or ".join(_TYPES.get(each, each) for each in ([wanted] if isinstance(wanted, str) else wanted))
    return f"is not {kind}.", error.schema.get("description", "Mend the line.")


def _by_hint(error: Any) -> tuple[str, str]:
    rule = f"It must keep to `{error.validator}: {error.validator_value}`."
    return f"can't be `{error.instance}`.", error.schema.get("description", rule)


def _by_choice(error: Any) -> tuple[str, str]:
    return f"has not exactly one of {_needs(error, 'or')}.", "Give it one."


def _by_choices(error: Any) -> tuple[str, str]:
    return f"has neither {_needs(error, 'nor')}.", "Give it one of them, or both."


def _needs(error: Any, word: str) -> str:
    return f" {word} ".join(f"`{part['required'][0]}:`" for part in error.validator_value)


# What is wrong, after the name of the entry, and how to mend it, by the rule of the schema.
_SAID = {
    "enum": lambda error: (f"can't be `{error.instance}`.", f"Known: {', '.join(error.validator_value)}."),
    "type": _by_type,
    "minLength": lambda _: ("is empty.", "Write it, or remove the line."),
    "minItems": lambda _: ("is empty.", "Write it, or remove the line."),
    "oneOf": _by_choice,
    "anyOf": _by_choices,
}
