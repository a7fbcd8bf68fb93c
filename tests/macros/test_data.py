"""Data files: whatever is wrong with one is said with its line, all of it at once."""

import pytest

from macros.data import read_data
from macros.problems import ProblemError
from tests.macros.conftest import Write

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "kind": {"enum": ["a", "b"]},
        "at": {"type": "string", "pattern": "^x", "description": "Begin it with x."},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key"],
                "oneOf": [{"required": ["proof"]}, {"required": ["source"]}],
            },
        },
        "pairs": {"type": "array", "items": {"anyOf": [{"required": ["left"]}, {"required": ["right"]}]}},
    },
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: a\n", "1: `name:` is missing. Add a line `name: ...`."),
        ("name: x\nkind: c\n", "2: `kind` can't be `c`. Known: a, b."),
        ("name: x\nsort: c\n", "2: Unknown field `sort`. Known: name, kind, at, rows, pairs."),
        ("name: 3\n", "1: `name` is not a text. Mend the line."),
        ("name: x\nat: y\n", "2: `at` can't be `y`. Begin it with x."),
        ("name: x\nrows:\n- {key: 1, proof: p}\n- {proof: p}\n", "4: `key:` is missing."),
        ("name: x\nrows:\n- key: 1\n", "3: This has not exactly one of `proof:` or `source:`."),
        ("name: x\npairs:\n- {}\n", "3: This has neither `left:` nor `right:`."),
        ("name: x\nname: y\n", "2: `name:` stands on line 1 already. Remove one of the two."),
        ("name: x\nat: 2026-02-31\n", "2: Not a value: day is out of range for month. Mend the line."),
        ("name: x\nat: \x01\n", "2: Not valid YAML: special characters are not allowed."),
        ("", "1: The file is empty. Write what belongs there, or restore it from git."),
        ("# name: x\n", "1: The file is empty."),
    ],
)
def test_each_fault_has_its_line(write: Write, text: str, said: str) -> None:
    path = write("docs/_data/some.yml", text)
    with pytest.raises(ProblemError) as raised:
        read_data(path, SCHEMA)
    assert f"docs/_data/some.yml:{said}" in str(raised.value)


def test_all_faults_are_said_at_once(write: Write) -> None:
    with pytest.raises(ProblemError) as raised:
        read_data(write("docs/_data/some.yml", "kind: c\nat: y\n"), SCHEMA)
    assert len(raised.value.problems) == 3


def test_a_file_that_is_not_there_is_said(write: Write) -> None:
    path = write("docs/_data/some.yml", "name: x\n")
    path.unlink()
    with pytest.raises(ProblemError, match="The file can't be read: No such file or directory"):
        read_data(path, SCHEMA)


def test_entries_know_their_lines(write: Write) -> None:
    data = read_data(write("docs/_data/some.yml", "name: x\nrows:\n- key: 1\n  proof: p\n"), SCHEMA)
    assert data.line("rows", 0, "proof") == 4 and data.line("rows", 9) == 2 and data.line() == 1
