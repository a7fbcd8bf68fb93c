"""What YAML's parser refuses is told at the line that has to be mended, with what mends it."""

import pytest
import yaml

from macros.yaml_errors import explain

INDENT = "the line does not fit the ones above it."
BRACKET = "a bracket is not closed, or a text starts with one."


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("a:\n\tb: c\n", 2, "a tab stands where spaces belong.", "Write spaces."),
        ("a: 1\nb: c: d\n", 2, "a value holds a colon.", "Put the whole value in quotes."),
        ("a: b\n  c: d\n", 2, INDENT, "Indent it by as many spaces"),
        ("a:\n  b: 1\n c: 2\n", 3, INDENT, "Indent it by as many spaces"),
        ("a:\n  - b: 1\n  c: 2\n", 3, INDENT, "Indent it by as many spaces"),
        ("- a: 1\n - b: 2\n", 2, INDENT, "Indent it by as many spaces"),
        ("a: x\n- b\n", 2, INDENT, "Indent it by as many spaces"),
        ('a: 1\nb: "c\nd: e\n', 2, "a quote is not closed.", "Close it."),
        ('a: "b\nc: ""\n', 1, "a quote is not closed.", "Close it."),
        ('a: "b\nc: "d"\n', 1, "a quote is not closed.", "Close it."),
        ("a: 1\nb: 'don't'\n", 2, "text follows a closing quote.", "Close the quotes of the lines above"),
        ("a: `b`\n", 1, "a value can't start with a backtick.", "Put it in quotes."),
        ("a: @b\n", 1, "a value can't start with `@`.", "Put it in quotes."),
        ("a: *b\n", 1, "a value can't start with `*`.", "Put it in quotes."),
        ("a: {{b}}\n", 1, "a value can't start with `{`.", "Put it in quotes."),
        ("a: !b c\n", 1, "a value can't start with `!`.", "Put it in quotes."),
        ("a: ? b\n", 1, "a value can't start with `?`.", "Put it in quotes."),
        ("a: [b\nc: d\n", 1, BRACKET, "Close it, or put the text in quotes."),
        ("a: {b: c\nd: e\n", 1, BRACKET, "Close it, or put the text in quotes."),
        ("a: 1\nb: [\n", 2, BRACKET, "Close it, or put the text in quotes."),
        ("a: {b: [c]\n\n", 1, BRACKET, "Close it, or put the text in quotes."),
        ("a: ]\nb: [\n", 1, "`]` stands where it closes nothing.", "Remove it"),
        ("a: [b]]\n", 1, "`]` stands where it closes nothing.", "Remove it"),
        ("a: ]\n", 1, "`]` stands where it closes nothing.", "Remove it"),
        ("a: 1\nb\nc: d\n", 2, "the line has no colon behind its key.", "Write `key: value`"),
        ("a: - b\n", 1, "a list starts behind its key.", "Start it on the next line"),
        ('a: "\\d"\n', 1, "a backslash in double quotes means something else.", "Use single quotes"),
        ("a: b\n---\nc: d\n", 2, "a line `---` starts a second document.", "Remove it, or give"),
        ("a: | b\n", 1, "text follows `|` or `>` on its line.", "Start it on the next line"),
        ("a: |x\n", 1, "text follows `|` or `>` on its line.", "Start it on the next line"),
        ("a: 1\nb: \x01\n", 2, "special characters are not allowed.", "Mend the line;"),
    ],
)
def test_an_error_is_explained(text: str, line: int, what: str, mend: str) -> None:
    with pytest.raises(yaml.YAMLError) as raised:
        yaml.safe_load(text)
    told = explain(raised.value, text)
    assert told[:2] == (line, what) and told[2].startswith(mend)
