"""Search: the error message that a reader pastes leads to the page that explains it."""

import json
import re

import pytest

from tests.site.built import Built
from tests.site.conftest import Open

MESSAGE = "executable file not found in $PATH"


@pytest.mark.browser
def test_an_error_message_finds_the_page_that_explains_it(built: Built, open_page: Open) -> None:
    explaining = {
        page
        for page, tree in built.trees.items()
        if any(
            MESSAGE in heading.text for level in ("h2", "h3") for heading in tree.first("article").all(level)
        )
    }
    assert explaining, "no page has a heading with the message"
    window = open_page()
    home = window.url
    window.locator(".md-search__input").click()
    window.locator(".md-search__input").press_sequentially(MESSAGE)
    # Results come while one types; the last word is marked once they are the final ones.
    first = (
        window.locator(".md-search-result__item").filter(has=window.locator("mark", has_text="PATH")).first
    )
    first.wait_for()
    link = window.locator(".md-search-result__link").first
    assert (link.get_attribute("href") or "").removeprefix(home).partition("?")[0].partition("#")[
        0
    ] in explaining
    link.click()
    window.locator("article :is(h2, h3)", has_text=MESSAGE).first.wait_for()


@pytest.mark.browser
def test_words_that_stand_nowhere_find_nothing(open_page: Open) -> None:
    window = open_page()
    window.locator(".md-search__input").click()
    window.locator(".md-search__input").press_sequentially("zyzzyvaquux")
    window.get_by_text("No matching documents").wait_for()


def test_the_words_of_drawings_are_not_searched(built: Built) -> None:
    index = json.loads((built.folder / "search/search_index.json").read_text(encoding="utf-8"))
    searched = " ".join(entry["text"] for entry in index["docs"])
    drawn = [
        words
        for page in built.folder.rglob("index.html")
        for words in re.findall(r"<desc[^>]*>([^<]+)</desc>", page.read_text(encoding="utf-8"))
    ]
    assert len(drawn) > 10
    assert [words for words in drawn if words in searched] == []
