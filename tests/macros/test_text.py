"""Text files: what is no UTF-8 is refused with its line."""

import pytest

from macros.problems import ProblemError
from macros.text import read_text
from tests.macros.conftest import Write


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\nb\xe9\n", "docs/a.md:2: The byte 0xE9 is not UTF-8. Save the file as UTF-8."),
        (
            b"\xef\xbb\xbfa\n",
            "docs/a.md:1: The file starts with a byte order mark. Save it as UTF-8 without one.",
        ),
    ],
)
def test_what_is_no_plain_utf8_is_refused(write: Write, content: bytes, said: str) -> None:
    path = write("docs/a.md", "")
    path.write_bytes(content)
    with pytest.raises(ProblemError) as raised:
        read_text(path)
    assert str(raised.value) == said


def test_line_ends_stay(write: Write) -> None:
    assert read_text(write("docs/a.md", "a\r\nb\u2028c\n")) == "a\r\nb\u2028c\n"
