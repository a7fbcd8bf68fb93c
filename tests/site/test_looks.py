"""How a page looks, as far as a machine can tell: nothing is cut off or runs off, and both schemes are whole."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1440)
READABLE = 4.5  # contrast that WCAG 2 asks of text

# With every tab opened in turn, as wide as the page gets: what sticks out of the window, of its cell, or of its frame
# unseen.
CUT_OFF = """() => {
  const found = [];
  const round = () => {
    // What sticks out of a cell of a table is printed over its neighbor.
    for (const cell of document.querySelectorAll(".md-typeset :is(th, td)")) {
      if (!cell.checkVisibility() || getComputedStyle(cell).overflowX !== "visible") continue;
      if (cell.closest("thead, tbody").clientWidth > 1 && cell.scrollWidth > cell.clientWidth + 1) {
        found.push(`cell: ${cell.textContent.slice(0, 40)}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push(`page: ${document.documentElement.scrollWidth}`);
    for (const frame of document.querySelectorAll(".tx, .facts-table, .md-content")) {
      const { left, right } = frame.getBoundingClientRect();
      for (const part of frame.querySelectorAll("*")) {
        const box = part.getBoundingClientRect();
        if (box.width < 2 || (box.right <= right + 1 && box.left >= left - 1)) continue;
        if (!part.checkVisibility() || getComputedStyle(part).opacity === "0") continue;
        let holder = part;
        while (holder !== frame && !["auto", "scroll"].includes(getComputedStyle(holder).overflowX)) {
          holder = holder.parentElement;
        }
        if (holder === frame && !["auto", "scroll"].includes(getComputedStyle(frame).overflowX)) {
          found.push(`${frame.id || frame.className}: ${part.tagName} ${part.textContent.slice(0, 40)}`);
        }
      }
    }
  };
  for (const details of document.querySelectorAll("details")) details.open = true;
  round();
  for (const radio of document.querySelectorAll(".tabbed-set > input:not(:checked)")) { radio.checked = true; round(); }
  return [...new Set(found)];
}"""

# Colors as the reader sees them: each text's, and the first ground below it that is not see-through.
COLORS = """parts => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const numbers = color => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const ground = part => {
    const own = numbers(getComputedStyle(part).backgroundColor);
    return own[3] === 255 || !part.parentElement ? own : ground(part.parentElement);
  };
  return parts.filter(part => part.checkVisibility() && part.innerText.trim())
    .map(part => [part.innerText.slice(0, 40), numbers(getComputedStyle(part).color), ground(part)]);
}"""
TEXTS = "h1, h2, h3, article :is(p, a, label, button, summary, dd, td), .tx-line, .tx-exit, .tx pre, .tx-foot, nav a"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_off_the_page_or_is_cut_off(open_page: Open, page: str) -> None:
    window = open_page(page)
    for width in WIDTHS:
        window.set_viewport_size({"width": width, "height": 900})
        assert window.evaluate(CUT_OFF) == [], width


def test_what_runs_off_or_is_cut_off_is_found(open_page: Open) -> None:
    window = open_page("", WIDTHS[0])
    window.evaluate("document.querySelector('.tx-foot').insertAdjacentHTML('beforeend', '<b>wide</b>')")
    window.locator(".tx-foot b").first.evaluate(
        "part => { part.style.flex = 'none'; part.style.width = '500px' }"
    )
    assert any("B wide" in each for each in window.evaluate(CUT_OFF))
    window.evaluate(
        """document.querySelector('h1').insertAdjacentHTML('afterend',
          '<table><tr><td>much too long</td><td>beside it</td></tr></table>')"""
    )
    window.get_by_text("much too long").evaluate(
        "cell => { cell.style.maxWidth = '2em'; cell.style.whiteSpace = 'nowrap' }"
    )
    assert "cell: much too long" in window.evaluate(CUT_OFF)
    window.evaluate("document.querySelector('h1').style.width = '700px'")
    assert any(each.startswith("page: 7") for each in window.evaluate(CUT_OFF))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_in_light_and_dark(open_page: Open, page: str) -> None:
    window = open_page(page, java_script_enabled=False)
    for scheme in ("light", "dark"):
        window.emulate_media(color_scheme=scheme)
        assert shown_scheme(window) == scheme
        assert unreadable(window) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_follows_the_preference_for_light_or_dark_with_scripts_too(
    open_page: Open, scheme: str
) -> None:
    window = open_page(color_scheme=scheme)
    assert shown_scheme(window) == scheme
    assert unreadable(window) == []


def test_what_can_not_be_read_is_found(open_page: Open) -> None:
    window = open_page()
    window.locator("h1").evaluate("part => { part.style.color = '#eee' }")
    assert unreadable(window) == [window.locator("h1").inner_text()[:40]]


def test_a_choice_of_scheme_beats_the_preference_and_is_kept(open_page: Open) -> None:
    window = open_page(color_scheme="dark")
    toggle = window.locator("[data-schemes]")
    for expected in ("light", "dark", "dark"):  # chosen light, chosen dark, as the system has it
        toggle.click()
        assert shown_scheme(window) == expected
    toggle.click()
    window.reload()
    assert shown_scheme(window) == "light"


def shown_scheme(window: Page) -> str:
    ((_, text, ground),) = window.locator("body").evaluate_all(COLORS)
    dark_ground = luminance(ground) < 0.05
    assert contrast(text, ground) > 7
    assert dark_ground or luminance(ground) > 0.9
    return "dark" if dark_ground else "light"


def unreadable(window: Page) -> list[str]:
    """The texts that stand out too little from their ground."""
    texts = window.locator(TEXTS).evaluate_all(COLORS)
    assert len(texts) > 5
    return [text for text, color, ground in texts if contrast(color, ground) < READABLE]


def contrast(one: Any, other: Any) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: list[int]) -> float:
    red, green, blue = (
        (c / 255 + 0.055) ** 2.4 / 1.055**2.4 if c > 10 else c / 255 / 12.92 for c in color[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
