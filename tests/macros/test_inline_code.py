"""Inline code: its words stay whole, its text stays as it is."""

import pytest
from markdown import Markdown

from macros.inline_code import InlineCode
from tests.site.dom import Element, parse


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    return Markdown(extensions=[InlineCode(), "fenced_code"])


def code(markdown: Markdown, text: str) -> Element:
    return parse(markdown.reset().convert(text)).first("code")


def test_each_word_of_code_with_a_hyphen_stays_whole(markdown: Markdown) -> None:
    found = code(markdown, "Use `docker run --rm -it` here.")
    assert [each.text for each in found.all("span", class_="w")] == ["docker", "run", "--rm", "-it"]
    assert found.text == "docker run --rm -it"


@pytest.mark.parametrize("text", ["a-b  <c> &amp; d", "--flag=*x*", "-", "a-b [x](y) _z_"])
def test_the_text_is_left_as_it_is(markdown: Markdown, text: str) -> None:
    assert code(markdown, f"`{text}`").text == text


def test_code_over_a_line_end_keeps_its_words_too(markdown: Markdown) -> None:
    found = code(markdown, "Use `docker\nrun --rm busybox` here.")
    assert [each.text for each in found.all("span", class_="w")] == ["docker", "run", "--rm", "busybox"]
    assert code(markdown, "Use `docker\nrun` here.").attributes == {"class": "w"}


def test_code_without_a_hyphen_is_left_alone(markdown: Markdown) -> None:
    assert code(markdown, "`docker run`").children == ["docker run"]


def test_a_block_of_code_is_left_alone(markdown: Markdown) -> None:
    assert not code(markdown, "```\ndocker run --rm\n\ndocker stop --time 1\n```").all("span", class_="w")


def test_code_in_a_heading_keeps_its_words(markdown: Markdown) -> None:
    heading = parse(markdown.reset().convert("# Use `--rm` now"))
    assert heading.first("h1").text == "Use --rm now"


def test_short_code_stays_on_one_line(markdown: Markdown) -> None:
    assert [
        code(markdown, text).attributes
        for text in ("`docker container`", "`docker container prune`", "`FROM`")
    ] == [{"class": "w"}, {}, {}]


def test_a_flag_in_a_link_stays_whole(markdown: Markdown) -> None:
    link = parse(markdown.reset().convert("[ADD --keep-git-dir](x) and [a-b](y)"))
    assert [each.text for each in link.all("span", class_="w")] == ["--keep-git-dir"]
    assert link.first("a").text == "ADD --keep-git-dir"


def test_a_flag_in_the_title_of_what_opens_stays_whole() -> None:
    page = Markdown(extensions=[InlineCode(), "pymdownx.details"]).convert(
        '??? question "Why --init?"\n    So.'
    )
    assert [each.text for each in parse(page).first("summary").all("span")] == ["--init"]


def test_a_date_stays_whole(markdown: Markdown) -> None:
    text = "On 2026-11-30, [of 2026-11-29](https://a/2026-11-28), `b-2026-11-27 c`, 12026-11-26."
    page = parse(markdown.reset().convert(text))
    assert [each.text for each in page.all("span", class_="w")][:2] == ["2026-11-30", "2026-11-29"]
    assert page.first("a").attributes["href"] == "https://a/2026-11-28"
    assert page.text == "On 2026-11-30, of 2026-11-29, b-2026-11-27 c, 12026-11-26."
