"""Line ends and signs that aren't meant are told where they stand; what an engine printed is left alone."""

import pytest

from tests.checks import texts
from tests.checks.conftest import GOOD, Project

FOLDER = "snippets/build/greet"
SCRIPT, TRANSCRIPT, PAGE = f"{FOLDER}/run.sh", f"{FOLDER}/transcript.console", "docs/greet.md"
AS_TEXT = "is no quote to a program."


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        (SCRIPT, "#!/bin/sh\necho\r\n", f"{SCRIPT}:2: The file has CRLF line ends."),
        (f"{FOLDER}/run.crlf.sh", "echo\n", f"{FOLDER}/run.crlf.sh:1: The name promises CRLF line ends"),
        (f"{FOLDER}/Dockerfile", "", f"{FOLDER}/Dockerfile:1: The file is empty."),
        (f"{FOLDER}/compose.yaml", "\n", f"{FOLDER}/compose.yaml:1: The file is empty."),
        (SCRIPT, "a\nb", f"{SCRIPT}:2: The last line has no line end."),
        (SCRIPT, "a\necho\u00a0b\n", f"{SCRIPT}:2: Column 5 holds a sign that nobody sees: U+00A0,"),
        (SCRIPT, "a\x1b[0m\n", f"{SCRIPT}:1: Column 2 holds a sign that nobody sees: U+001B,"),
        (SCRIPT, "a\u2028b\n", f"{SCRIPT}:1: Column 2 holds a sign that nobody sees: U+2028,"),
        (SCRIPT, "echo \u201ca\u201d\n", f'{SCRIPT}:1: `\u201c` {AS_TEXT} Write `"`.'),
        (SCRIPT, "ls \u2013a\n", f"{SCRIPT}:1: `\u2013` starts no option."),
        (SCRIPT, "a\n>>>>>>> b\n", f"{SCRIPT}:2: Git has left both sides of a conflict."),
        (SCRIPT, "a\n\u2019\u00a0\u2019\n", f"{SCRIPT}:2: Column 2 holds"),
        (TRANSCRIPT, "$ a \u2018b\u2019\n", f"{TRANSCRIPT}:1: `\u2018` {AS_TEXT}"),
        (TRANSCRIPT, "$ a\n>  \u2013b\n", f"{TRANSCRIPT}:2: `\u2013` starts no option."),
        (TRANSCRIPT, "$ a\nsh$ < b\u200bc\n", f"{TRANSCRIPT}:2: Column 8 holds a sign"),
        (TRANSCRIPT, "# a\u00a0b\n$ c\n", f"{TRANSCRIPT}:1: Column 4 holds a sign"),
        (PAGE, f"{GOOD[PAGE]}\n```text\n\u201ca\u201d\n```\n", f"{PAGE}:9: `\u201c` {AS_TEXT}"),
        (PAGE, GOOD[PAGE].replace("title: ", "title: \u201c"), f"{PAGE}:2: `\u201c` {AS_TEXT}"),
        (PAGE, f"{GOOD[PAGE]}\nA\u00adb.\n", f"{PAGE}:8: Column 2 holds a sign"),
        ("README.md", "One `\u2018a`.\n", f"README.md:1: `\u2018` {AS_TEXT}"),
    ],
)
def test_a_fault_is_told_once(project: Project, path: str, text: str, problem: str) -> None:
    project.write(path, text)
    assert [str(found)[: len(problem)] for found in texts.problems()] == [problem]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{FOLDER}/start.crlf.sh", "echo\r\n"),
        (f"{FOLDER}/data.bin", "\0\u00a0\r\n"),
        (SCRIPT, "echo \u00e9\u2026 1\u20132 a \u2014 b\n"),
        (TRANSCRIPT, "$ a\n\u201cb\u201d\u00a0\u2013c\n"),
        (PAGE, f"{GOOD[PAGE]}\nIt\u2019s \u201cso\u201d \u2013or not.\n"),
        ("README.md", "It\u2019s `a`.\n"),
        (SCRIPT, ""),
        ("snippets/truth/t/cells.json", "\u00a0\n"),
    ],
)
def test_no_fault(project: Project, path: str, text: str) -> None:
    project.write(path, text)
    assert texts.problems() == []
