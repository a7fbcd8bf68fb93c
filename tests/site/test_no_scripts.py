"""Without scripts: every page is read and gone through, and nothing is shown that does nothing."""

import pytest

from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
WITHOUT_SCRIPTS = {"java_script_enabled": False}
# What works by itself: a button that opens a popover, a radio of tabs or of a filter that a style sheet reads.
DEAD = """() => [...document.querySelectorAll("button, input, select, textarea, [role=button], dialog")]
  .filter(part => part.checkVisibility())
  .filter(part => !part.matches("button[popovertarget], .tabbed-set > input, .claim-filter input"))
  .map(part => part.outerHTML.slice(0, 120))"""
# Of all text, what no reader can come to: neither open, nor in a tab, a fold or a menu that opens without scripts.
HIDDEN = """() => {
  const found = [];
  for (const part of document.querySelectorAll("article *")) {
    if (part.checkVisibility() || !part.innerText?.trim() && !part.textContent.trim()) continue;
    if (part.closest(".tabbed-block, details, svg, .edit, .wr-in, .keep")) continue;
    if (part.closest("[data-copy], [data-lab]")) continue; // buttons of scripts
    found.push(part.outerHTML.slice(0, 120));
  }
  return found;
}"""

ADDRESSES = "links => links.map(link => link.href)"


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_is_shown_that_does_nothing(open_page: Open, width: int) -> None:
    window = open_page(None, width, **WITHOUT_SCRIPTS)
    for page in PAGES:
        window.goto(page)
        assert window.evaluate(DEAD) == [], page


def test_what_does_nothing_is_found(open_page: Open) -> None:
    window = open_page("")  # with scripts, so all of it is there
    assert any("data-copy" in each for each in window.evaluate(DEAD))


def test_nothing_of_the_text_is_out_of_reach(open_page: Open) -> None:
    window = open_page(None, **WITHOUT_SCRIPTS)
    for page in PAGES:
        window.goto(page)
        assert window.evaluate(HIDDEN) == [], page


def test_what_is_out_of_reach_is_found(open_page: Open) -> None:
    window = open_page("build/cache/")
    window.evaluate("document.querySelector('article p:not([class])').style.display = 'none'")
    assert len(window.evaluate(HIDDEN)) > 0


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_menu_and_the_chapters_lead_to_every_page(open_page: Open, address: str, width: int) -> None:
    window = open_page("build/cache/", width, **WITHOUT_SCRIPTS)
    links = window.locator(":is(#menu, .chapters-bar, .top) a:visible")
    reached: set[str] = set()
    if window.locator(".top-menu").is_visible():
        window.locator(".top-menu").click()
        reached.update(links.evaluate_all(ADDRESSES))
        for chapter in window.locator("#menu summary").all():
            chapter.click()
            reached.update(links.evaluate_all(ADDRESSES))
    else:
        for chapter in window.locator(".chapters-bar a").evaluate_all(ADDRESSES):
            window.goto(chapter)
            reached.update(links.evaluate_all(ADDRESSES))
    assert {f"{address}{page}" for page in PAGES} - reached == set()
