"""The transcript format: read, written, and refused where it is malformed."""

from pathlib import Path

import pytest

from macros.problems import ProblemError
from macros.transcripts import LEFT_OUT, Command, Input, Output, Remark, parse_transcript

PATH = Path("snippets/demo/demo/transcript.console")
HEADER = "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
WHOLE = (
    HEADER
    + """\
# A remark with `code`.
$ docker build \\
>   --tag greet .
   4 |    \x20
\\$ a line of output that looks like a command
\\# one that looks like a remark
\\[exit 3]
\\\\ one that starts with a backslash
...
\\...
$ docker run --rm -it greet sh
/ # < echo hello
hello
/ # < exit
$ docker run --rm greet false
[exit 1]
# The last word.
"""
)


def test_a_transcript_is_read() -> None:
    transcript = parse_transcript(PATH, WHOLE)
    assert str(transcript.recorded) == HEADER.strip()
    first, build, run, failing, last = transcript.items
    assert first == Remark(2, "A remark with `code`.") and last == Remark(18, "The last word.")
    assert isinstance(build, Command) and isinstance(run, Command) and isinstance(failing, Command)
    assert build.text == "docker build \\\n  --tag greet ." and build.line == 3 and build.status == 0
    assert build.output == (
        "   4 |     ",
        "$ a line of output that looks like a command",
        "# one that looks like a remark",
        "[exit 3]",
        "\\ one that starts with a backslash",
        LEFT_OUT,
        "...",
    )
    assert run.dialog == (Input(13, "/ # ", "echo hello"), Output(14, ("hello",)), Input(15, "/ # ", "exit"))
    assert failing.status == 1 and failing.output == ()


def test_only_a_line_feed_ends_a_line() -> None:
    text = f"{HEADER}$ cat\na\u2028$ echo\x85b\x0cc\n"
    transcript = parse_transcript(PATH, text)
    [cat] = transcript.commands
    assert cat.output == ("a\u2028$ echo\x85b\x0cc",) and transcript.text() == text


def test_writing_what_was_read_changes_nothing() -> None:
    assert parse_transcript(PATH, WHOLE).text() == WHOLE


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("hello\n$ true\n", 1, "Output, but no command above it."),
        ("$ true\n# remark\nhello\n", 3, "Output, but no command above it."),
        ("> true\n", 1, "A line that continues a command, but no command above it."),
        ("$ true\nhello\n> more\n", 3, "A line that continues a command after its output."),
        ("$ \n", 1, "A prompt without a command."),
        (
            "$ true\n $ true\n",
            2,
            "`$ true` looks like a command or an exit status, but is written otherwise.",
        ),
        (
            "$ true\n$\ttrue\n",
            2,
            "`$\ttrue` looks like a command or an exit status, but is written otherwise.",
        ),
        (
            "$ true\n[exit x]\n",
            2,
            "`[exit x]` looks like a command or an exit status, but is written otherwise.",
        ),
        ("$\n", 1, "A prompt without a command."),
        ("[exit 1]\n$ true\n", 1, "An exit status, but no command above it."),
        ("$ true\n[exit 0]\n", 2, "`[exit 0]` can't be."),
        ("$ true\n[exit 256]\n", 2, "`[exit 256]` can't be."),
        ("$ true\n[exit 1]\nhello\n", 3, "Output, but no command above it."),
        (
            "# recorded: Docker 28\n$ true\n",
            1,
            "The line that says where it was recorded is malformed or not the first.",
        ),
        ("$ true\n" + HEADER, 2, "The line that says where it was recorded is malformed or not the first."),
        (
            HEADER.replace("11-24", "13-24") + "$ true\n",
            1,
            "The line that says where it was recorded is malformed or not the first.",
        ),
        ("# only a remark\n", 1, "The transcript has no command."),
        ("\n", 1, "The file is empty."),
    ],
)
def test_a_malformed_line_is_refused_with_its_place(text: str, line: int, what: str) -> None:
    with pytest.raises(ProblemError) as raised:
        parse_transcript(PATH, text)
    assert [(p.line, p.what) for p in raised.value.problems][:1] == [(line, what)]
    assert str(raised.value).startswith(f"{PATH}:{line}: {what} ")


def test_all_problems_of_a_file_come_at_once() -> None:
    with pytest.raises(ProblemError) as raised:
        parse_transcript(PATH, "stray\n$\n[exit 2]\n$ true\n")
    assert [problem.line for problem in raised.value.problems] == [1, 2, 3]
