"""A file as HTML: its text as it is, and a keyboard's way to all of it."""

import pytest

from macros.problems import ProblemError
from macros.show_code import LONG, WIDE, has_crlf, show_code
from tests.macros.conftest import Write
from tests.site.built import file_text
from tests.site.dom import parse


def test_a_dockerfile_has_colors_and_text_has_none(write: Write) -> None:
    assert parse(show_code(write("Dockerfile", "FROM x\n"))).first("span", class_="k").text == "FROM"
    assert not parse(show_code(write("plain", "FROM x\n"))).all("span")


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "\ufefffirst\n", "FROM x\r\n"])
def test_what_a_highlighter_would_change_is_left_as_it_is(write: Write, text: str) -> None:
    html = show_code(write("Dockerfile", text))
    assert file_text(parse(html)) == text
    # A browser would take it for a part of a line end, and HTML allows no reference to it.
    assert "\r" not in html and "&#13;" not in html


@pytest.mark.parametrize(
    ("text", "reachable"),
    [("a\n" * LONG, False), ("a\n" * (LONG + 1), True), ("a" * WIDE, False), ("a" * (WIDE + 1), True)],
)
def test_what_may_scroll_can_be_reached_by_keyboard(write: Write, text: str, reachable: bool) -> None:
    frame = parse(show_code(write("plain.txt", text))).first("div")
    assert ("tabindex" in frame.attributes) is ("aria-label" in frame.attributes) is reachable


def test_crlf_is_seen(write: Write) -> None:
    assert has_crlf(write("a", "a\r\n")) and not has_crlf(write("b", "a\n"))


def test_what_is_not_text_is_refused_with_its_path(write: Write) -> None:
    path = write("picture.png", "")
    path.write_bytes(b"\x89PNG")
    with pytest.raises(ProblemError, match=r"picture\.png:1: The file is not text in UTF-8"):
        show_code(path)
