"""What an error of YAML's parser means to the one who wrote the line, and how to mend it."""

import re
from contextlib import suppress

import yaml

_COLON = ("a value holds a colon.", "Put the whole value in quotes.")
_INDENT = (
    "the line does not fit the ones above it.",
    "Indent it by as many spaces as its neighbors; each of them is `key: value`.",
)
_BRACKET = ("a bracket is not closed, or a text starts with one.", "Close it, or put the text in quotes.")
_START = (r"a value can't start with `\g<sign>`.", "Put it in quotes.")
_OTHERWISE = "Mend the line; a text with a colon or a `#` in it stands in quotes."
# What the parser says -> what is wrong and how to mend it; `sign` is a part of its words that is told.
_MEANS = tuple(
    (re.compile(pattern), means)
    for pattern, means in (
        (r"character '\\t' that cannot start", ("a tab stands where spaces belong.", "Write spaces.")),
        (r"character '`' that", ("a value can't start with a backtick.", "Put it in quotes.")),
        (r"character '(?P<sign>.)' that cannot start", _START),
        (r"found undefined alias '.*'", ("a value can't start with `*`.", "Put it in quotes.")),
        (r"constructor for the tag '(?P<sign>!).*'", _START),
        (r"unhashable key", ("a value can't start with `{`.", "Put it in quotes.")),
        (r"mapping keys are not allowed here", ("a value can't start with `?`.", "Put it in quotes.")),
        (
            r"sequence entries are not allowed here",
            ("a list starts behind its key.", "Start it on the next line, indented, with `- `."),
        ),
        (
            r"could not find expected ':'",
            (
                "the line has no colon behind its key.",
                "Write `key: value` or `- value`; the next line of a long text is indented.",
            ),
        ),
        (r"unexpected end of stream", ("a quote is not closed.", "Close it.")),
        (
            r"<block end>, but found '<scalar>'",
            (
                "text follows a closing quote.",
                "Close the quotes of the lines above; inside of quotes, use the other kind.",
            ),
        ),
        (r"<block end>, but found '(?:<block .*|-|\?)'", _INDENT),
        (r"expected ',' or '[\]}]'", _BRACKET),
        (
            r"(?:<block end>|the node content), but found '(?P<sign>.)'",
            (r"`\g<sign>` stands where it closes nothing.", "Remove it, or put the text in quotes."),
        ),
        (
            r"unknown escape character",
            (
                "a backslash in double quotes means something else.",
                "Use single quotes, or write two of them.",
            ),
        ),
        (
            r"found another document",
            ("a line `---` starts a second document.", "Remove it, or give what follows a file of its own."),
        ),
        (
            r"expected a comment or a line break|chomping or indentation",
            ("text follows `|` or `>` on its line.", "Start it on the next line, indented."),
        ),
    )
)
_KEY_AND_NO_BLANK = re.compile(r"\s*(?:- )?[\w-]+(?::\S| (?!.*:(?:\s|$)))")
# What was opened and has no end is told where it was opened.
_OPENED = re.compile(r"unexpected end of stream|expected ',' or|could not find expected ':'")


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """The line of what is no YAML in a text, what is wrong there, and how to mend it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        place = getattr(error, "position", 0)
        return text.count("\n", 0, place) + 1, f"{getattr(error, 'reason', error)}.", _OTHERWISE
    said, mark = str(error.problem), error.problem_mark
    if _OPENED.search(said) and error.context_mark:
        mark = error.context_mark
    if not mark:
        return 1, f"{said}.", _OTHERWISE
    if opened := _opened(said, text, mark.line + 1):
        return opened
    if said.startswith("mapping values"):
        return _second_value(text.split("\n"), mark)
    for pattern, (what, mend) in _MEANS:
        if match := pattern.search(said):
            return mark.line + 1, match.expand(what), mend
    return mark.line + 1, f"{said}.", _OTHERWISE


def _second_value(lines: list[str], mark: yaml.Mark) -> tuple[int, str, str]:
    """A value where none can be: one more on its line, or one for a key that the line above seems to go on with."""
    if ": " in lines[mark.line][: mark.column]:
        return mark.line + 1, *_COLON
    if mark.line and _KEY_AND_NO_BLANK.match(lines[mark.line - 1]):
        return mark.line, "a blank or a colon is missing behind the key.", "Write `key: value`."
    return mark.line + 1, *_INDENT


def _opened(said: str, text: str, line: int) -> tuple[int, str, str] | None:
    """What is opened above the line of an error, or at the end of a text, and never closed."""
    if "<stream end>" in said and (start := _open_bracket(text)):
        return start, *_BRACKET
    if start := _unclosed(text, line):
        return start, "a quote is not closed.", "Close it."
    return None


def _open_bracket(text: str) -> int:
    """The line of the last bracket that is not closed; 0 where there is none."""
    opened = []
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text):
            if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                opened.append(token.start_mark.line + 1)
            elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
                del opened[-1:]
    return opened[-1] if opened else 0


def _unclosed(text: str, line: int) -> int:
    """The line of a quote that goes on to this line, where an error is; 0 where there is none."""
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, end = int(token.start_mark.line) + 1, int(token.end_mark.line) + 1
                if start < end == line:
                    return start
    return 0
