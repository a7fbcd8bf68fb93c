"""YAML is read fast, and as PyYAML's parser in Python reads it; what changes is read again."""

from pathlib import Path

import pytest
import yaml

from macros.nodes import load, read_nodes
from macros.problems import ProblemError
from macros.tables import read_table
from macros.yaml_errors import explain

TABLE = """\
caption: {}
columns:
  - {{key: what, title: ""}}
rows:
  - what: One
    source: {{title: Reference, url: "https://docs.docker.com/"}}
"""


@pytest.mark.parametrize(
    "text", ["a: b\t\n", "a:\n\t- b\n", "a: \ufeffb: c\n", "a: [b\n", "a: !x b\n", "- 'a\n"]
)
def test_a_text_is_refused_in_the_words_of_the_parser_in_python(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as expected:
        yaml.safe_load(text)
    with pytest.raises(yaml.YAMLError) as found:
        load(text)
    assert explain(found.value, text) == explain(expected.value, text)


@pytest.mark.parametrize(
    "text", ["", "a: 1\nb: [x, 'y', 2026-11-24]\n", "a: |\n  b\n\n  c\n", "&a a: *a\n", "a: 'b\tc'\n"]
)
def test_a_text_has_the_value_that_the_parser_in_python_gives(text: str) -> None:
    assert load(text) == yaml.safe_load(text)


def test_what_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "forms.yml"
    for caption in ("One", "Two"):
        path.write_text(TABLE.format(caption), encoding="utf-8")
        assert read_table(path).value["caption"] == caption
    path.write_text(TABLE.format("@One"), encoding="utf-8")
    for read in (read_table, read_nodes):
        with pytest.raises(ProblemError, match=r"forms\.yml:1: Not valid YAML"):
            read(path)
