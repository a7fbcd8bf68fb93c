"""What a reader has set is heeded: less motion, few colors, larger text, a narrow window, paper."""

import pytest
from playwright.sync_api import Page, Playwright

from tests.site.built import PAGES
from tests.site.chromium import FLAGS, chromium
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
# Windows of 1280 pixels at 400 and at 200 percent: WCAG 2.2, 1.4.10 and 1.4.4.
ZOOMED = (320, 640)
A4 = 718  # pixels between its margins
TRIED = ("", "build/cmd-entrypoint/", "build/what-runs/", "reference/right-and-wrong/")
RUNS_OFF = "document.documentElement.scrollWidth - innerWidth"
MOVES = """() => [...document.querySelectorAll("*")].filter((part) => ["", "::before", "::after"].some((pseudo) => {
  const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(part, pseudo);
  const transition = transitionDuration.split(", ").some((each) => parseFloat(each) > 0);
  return animationName !== "none" || transition || scrollBehavior === "smooth";
})).map((part) => `${part.tagName} ${part.className}`)"""
# What is wider or higher than the frame that cuts it off; a long id ends in dots on purpose.
CUT = """() => [...document.querySelectorAll("main *")].filter((part) => {
  const { overflowX, overflowY } = getComputedStyle(part);
  const across = overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1;
  const down = overflowY !== "visible" && part.scrollHeight > part.clientHeight + 1;
  return (across || down) && part.clientWidth > 1 && part.checkVisibility() && !part.closest(".tx-out--id, .sr");
}).map((part) => `${part.tagName} ${part.className}: ${part.textContent.slice(0, 60)}`)"""
# How a part is drawn, but for the weight of its letters.
DRAWN = """parts => parts.map((part) => {
  const { backgroundColor, borderBottomColor } = getComputedStyle(part);
  return `${backgroundColor} ${borderBottomColor}`;
})"""
# The page, what is chosen, what could be.
CHOICES = {
    "tabs": ("build/cmd-entrypoint/", ".compare label"),
    "explorer": ("build/what-runs/", ".wr-axis .opt > span"),
    "filter": ("reference/right-and-wrong/", ".claim-filter span"),
}


@pytest.mark.parametrize("page", TRIED)
def test_nothing_moves_for_those_who_want_no_motion(open_page: Open, page: str) -> None:
    window = open_page(page)
    assert window.evaluate(MOVES) == []
    window.locator("h1").evaluate("part => part.style.setProperty('transition', 'all 1s', 'important')")
    assert len(window.evaluate(MOVES)) == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_page_at_200_and_400_percent_goes_in_one_direction(open_page: Open, page: str) -> None:
    window = open_page(page)
    for width in ZOOMED:
        window.set_viewport_size({"width": width, "height": 450})
        assert window.evaluate(RUNS_OFF) <= 0, width


def test_a_page_with_letters_twice_as_large_goes_in_one_direction(
    playwright: Playwright, address: str
) -> None:
    large = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
    browser = playwright.chromium.launch(executable_path=chromium(playwright), args=[*FLAGS, large])
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    for page in TRIED:
        window.goto(address + page)
        assert window.locator("h1").evaluate("part => parseFloat(getComputedStyle(part).fontSize)") > 60
        assert window.evaluate(RUNS_OFF) <= 0, page
    browser.close()


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_seen_where_the_system_has_few_colors(open_page: Open, choice: str) -> None:
    page, parts = CHOICES[choice]
    window = open_page(page, forced_colors="active")
    assert len(set(window.locator(parts).evaluate_all(DRAWN)[:2])) == 2


def test_the_mark_of_a_run_has_the_systems_color_where_it_has_few(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/", forced_colors="active")
    mark, ink = (
        window.locator(part).first.evaluate(f"part => getComputedStyle(part).{name}")
        for part, name in ((".ran-mark circle", "fill"), ("body", "color"))
    )
    assert mark == ink


def test_the_icons_of_buttons_have_the_color_of_their_words_where_the_system_has_few(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/", forced_colors="active")
    buttons = window.locator(".btn:is([data-copy], [href$='.zip'])").all()[:3]
    assert len(buttons) == 3
    for button in buttons:
        words, icon, shape = button.evaluate(
            """part => { const before = getComputedStyle(part, "::before");
              return [getComputedStyle(part).color, before.backgroundColor, before.maskImage]; }"""
        )
        assert icon == words and shape.startswith("url(")


@pytest.mark.parametrize("page", TRIED)
def test_paper_shows_all_and_no_controls(open_page: Open, page: str) -> None:
    window = open_page(page, A4)
    window.emulate_media(media="print", color_scheme="dark")
    assert window.evaluate(CUT) == []
    assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(252, 252, 250)"
    assert visible(window, "button, .top, .menu, .toc, .foot") == []
    assert len(visible(window, "h1, .tx-line")) > 0


def visible(window: Page, parts: str) -> list[str]:
    found: list[str] = window.locator(parts).evaluate_all(
        "parts => parts.filter((part) => part.checkVisibility()).map((part) => part.textContent.trim().slice(0, 40))"
    )
    return found
