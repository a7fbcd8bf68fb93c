"""The site by keyboard alone: all can be reached, and it can be seen where the focus is."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
NARROWEST = 320  # WCAG 2.2 (1.4.10): a window of 1280 pixels at 400 percent
# Walked from end to end: tabs in tabs, tables, boxes that open, an explorer.
WHOLE = ("build/cmd-entrypoint/", "how/architecture/")
# So long that they repeat themselves: a table of cells, and a filter that sticks to the top.
LONG = ("build/what-runs/", "reference/right-and-wrong/")
ENOUGH = 80  # stops of a long page

# Where the focus is: what has it, whether a mark of two pixels shows it, whether something covers it.
STOP = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const marks = [part, ...(part.labels ?? []), part.nextElementSibling, part.closest("details")].filter(Boolean);
  const mark = marks.find((each) => {
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && opacity !== "0";
  });
  // What shows a radio button is what stands for it; the mark around a box is none of the line in it.
  const shown = mark && mark.tagName !== "DETAILS" ? mark : part;
  part.style.pointerEvents = "auto"; // else it could not be hit, though it is seen
  const isSeen = [...shown.getClientRects()].some(({ left, top, width, height }) =>
    [.1, .5, .9].some((x) => [.1, .5, .9].some((y) => {
      const hit = document.elementFromPoint(left + x * width, top + y * height);
      return hit && [shown, part].some((each) => each.contains(hit));
    })));
  const isNew = !("stop" in part.dataset);
  part.dataset.stop = "";
  const label = part.ariaLabel ?? part.labels?.[0]?.textContent ?? part.textContent;
  return { name: `${part.tagName} ${label.trim().slice(0, 40)}`, marked: Boolean(mark), seen: isSeen, isNew };
}"""
# What can be used or scrolls, and was no stop. Of a group of radio buttons, one is; the arrow keys reach the others.
MISSED = """() => {
  const groups = new Set([...document.querySelectorAll("[type=radio][data-stop]")].map((radio) => radio.name));
  return [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
    .filter((part) => part.checkVisibility() && !part.matches(":disabled, [tabindex='-1']"))
    .filter((part) => !("stop" in part.dataset) && !groups.has(part.name))
    .map((part) => `${part.tagName} ${part.textContent.trim().slice(0, 40)}`);
}"""
# What scrolls, and neither is a stop nor holds one.
NO_STOP = """() => [...document.querySelectorAll("main *")].filter((part) => {
  const { overflowX, overflowY } = getComputedStyle(part);
  const across = ["auto", "scroll"].includes(overflowX) && part.scrollWidth > part.clientWidth;
  const down = ["auto", "scroll"].includes(overflowY) && part.scrollHeight > part.clientHeight;
  return (across || down) && part.checkVisibility() && part.tabIndex !== 0;
}).map((part) => `${part.tagName} ${part.className}: ${part.textContent.slice(0, 60)}`)"""
UNFOLD = "() => document.querySelectorAll('article details').forEach((each) => { each.open = true })"


@dataclass(frozen=True)
class Stop:
    """A place where the Tab key stops: whether a mark shows it, and whether it is in view with nothing before it."""

    name: str
    marked: bool
    seen: bool


def walk(window: Page, key: str = "Tab", most: int = 1000) -> list[Stop]:
    """The stops of a key, from where the focus is, until the page ends or they repeat."""
    stops: list[Stop] = []
    while len(stops) < most:
        window.keyboard.press(key)
        found: dict[str, Any] | None = window.evaluate(STOP)
        if found is None or not found.pop("isNew"):
            break
        stops.append(Stop(**found))
    return stops


def unseen(stops: list[Stop]) -> list[Stop]:
    return [stop for stop in stops if not (stop.marked and stop.seen)]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("page", WHOLE)
def test_all_that_can_be_used_is_reached_and_seen(open_page: Open, page: str, width: int) -> None:
    window = open_page(page, width)
    window.evaluate(UNFOLD)
    stops = walk(window)
    assert stops[0].name == "A Skip to the text"
    assert window.evaluate(MISSED) == []
    assert unseen(stops) == []


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("page", [*WHOLE, *LONG])
def test_nothing_covers_the_focus_on_the_way_down_or_up(
    open_page: Open, page: str, width: int, key: str
) -> None:
    window = open_page(page, width)
    window.locator("article :is(a, button)").nth(30).focus()
    stops = walk(window, key, ENOUGH)
    assert len(stops) > 20
    assert unseen(stops) == []


def test_a_focus_that_is_not_seen_is_found(open_page: Open) -> None:
    window = open_page("how/architecture/")
    window.evaluate("document.querySelector('.top-name').style.outline = '0'")
    window.evaluate("document.querySelector('article .edit').style.clipPath = 'inset(50%)'")
    lost = unseen(walk(window, most=40))
    assert [(stop.marked, stop.seen) for stop in lost] == [(False, True), (True, False)]


@pytest.mark.parametrize("page", PAGES)
def test_all_that_scrolls_is_a_stop(open_page: Open, page: str) -> None:
    window = open_page(page)
    window.evaluate(UNFOLD)
    for width in (NARROWEST, PHONE, DESK):
        window.set_viewport_size({"width": width, "height": 900})
        window.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert window.evaluate(NO_STOP) == [], width


def test_what_does_not_scroll_is_no_stop(open_page: Open) -> None:
    window = open_page("how/architecture/", PHONE)
    table = window.locator(".facts-table").first
    output = window.locator(".tx-out pre[tabindex]").first
    assert (table.get_attribute("tabindex"), output.get_attribute("tabindex")) == ("-1", "0")


def test_the_skip_link_leads_past_header_and_menu(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_opens_is_next_and_gives_the_focus_back(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/", PHONE)
    button = window.get_by_role("button", name="Menu")
    menu = window.locator("#menu")
    button.focus()
    window.keyboard.press("Enter")
    assert menu.is_visible()
    window.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    window.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("button => button === document.activeElement")


def test_beside_the_text_the_pages_of_a_chapter_can_not_be_closed(open_page: Open) -> None:
    window = open_page("run/networks/", 1440)
    assert window.locator("#menu a:visible").count() > 5
    assert window.locator("#menu summary:visible").count() == 0
