"""Tabs: every file and every run can be reached, without scripts, and by keyboard alone."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.patience import patient
from tests.site.built import PAGES, Built
from tests.site.conftest import Open
from tests.site.dom import Element

pytestmark = pytest.mark.browser
WITHOUT_SCRIPTS = {"java_script_enabled": False}
ARE_VISIBLE = "every => every.map(each => each.checkVisibility())"
ARE_MARKED = "every => every.map(each => Number(getComputedStyle(each).fontWeight) >= 600)"
Choose = Callable[[list[Locator], list[Locator], int], None]


@pytest.mark.parametrize("page", PAGES)
def test_every_example_can_be_seen_without_scripts(built: Built, open_page: Open, page: str) -> None:
    window = open_page(page, **WITHOUT_SCRIPTS)
    open_details(window)
    seen = walk(window, by_label)
    assert {each.attributes["id"] for each in built.trees[page].all("div", class_="tx")} == seen


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_link_to_an_example_leads_to_it_also_in_a_closed_tab(
    built: Built, open_page: Open, address: str, scripts: bool
) -> None:
    listed = built.trees["reference/all-examples/"].first("article").all("a")
    links = one_of_each_place(
        built, [link for each in listed if "#example-" in (link := each.attributes["href"])]
    )
    assert links
    window = open_page("reference/all-examples/", java_script_enabled=scripts)
    missed = []
    for link in links:
        window.goto("about:blank")  # else the browser stays on the page, and only scrolls
        window.goto(f"{address}reference/all-examples/{link}")
        if not is_on_screen(window, link):
            missed.append(link)
    assert missed == []


@pytest.mark.parametrize("page", PAGES)
def test_every_tab_opens_by_arrow_keys(open_page: Open, page: str) -> None:
    window = open_page(page)
    open_details(window)
    walk(window, by_arrow)


def test_a_tab_shows_that_it_has_the_focus(open_page: Open) -> None:
    def focus(radios: list[Locator], labels: list[Locator], number: int) -> None:
        by_label(radios, labels, number)
        radios[number].page.keyboard.press("Tab")  # from now on the focus counts as one by keyboard
        radios[number].blur()
        before = labels[number].evaluate(outline)
        radios[number].focus()
        assert labels[number].evaluate(outline) != before, f"tab {number + 1}, {labels[number].inner_text()}"

    outline = "label => getComputedStyle(label).outline + getComputedStyle(label).boxShadow"
    window = open_page("build/cmd-entrypoint/")
    open_details(window)
    walk(window, focus)


def one_of_each_place(built: Built, links: list[str]) -> list[str]:
    """Of the links to each page the first that leads into no tab, an open one, a closed one, a closed one in it ..."""
    chosen: dict[tuple[str, tuple[bool, ...]], str] = {}
    for link in links:
        page, _, name = link.removeprefix("../../").partition("#")
        chosen.setdefault((page, _tabs_to(built.trees[page], name)), link)
    return list(chosen.values())


def _tabs_to(part: Element, name: str) -> tuple[bool, ...]:
    """Whether each tab, from the outermost in, that the part of that id is in is closed at first."""
    elements = [each for each in part.children if isinstance(each, Element)]
    for number, each in enumerate(elements):
        if each.attributes.get("id") == name:
            return ()
        if each.all(id=name):
            own = (number > 0,) if each.has({"class": "tabbed-block"}) else ()
            return (*own, *_tabs_to(each, name))
    raise LookupError(name)


def is_on_screen(window: Page, link: str) -> bool:
    """Whether the place that the link names comes to the screen, within two seconds where the machine rests."""
    place = window.locator(f"[id='{link.partition('#')[2]}']")
    end = time.monotonic() + patient(2)
    while time.monotonic() < end:
        box = place.bounding_box()
        if box and 0 < box["y"] < 900:
            return True
        window.wait_for_timeout(50)
    return False


def by_label(radios: list[Locator], labels: list[Locator], number: int) -> None:
    labels[number].click()
    assert radios[number].is_checked()


def by_arrow(radios: list[Locator], labels: list[Locator], number: int) -> None:
    radios[max(0, number - 1)].focus()
    if number:
        radios[number].page.keyboard.press("ArrowRight")
    assert radios[number].is_checked(), labels[number].inner_text()


def open_details(window: Page) -> None:
    for details in window.locator("article details").all():
        if details.get_attribute("open") is None and details.is_visible():
            details.locator("> summary").click()


def walk(window: Page, choose: Choose) -> set[str]:
    """Choose every tab of a page, those inside of others too; the ids of all examples that were seen."""
    seen = visible(window)
    for tabs in window.locator(".tabbed-set:not(.tabbed-set .tabbed-set)").all():
        seen |= walk_tabs(tabs, choose)
    return seen


def walk_tabs(tabs: Locator, choose: Choose) -> set[str]:
    seen: set[str] = set()
    radios = tabs.locator(":scope > input").all()
    labels = tabs.locator(":scope > .tabbed-labels > label").all()
    panes = tabs.locator(":scope > .tabbed-content > .tabbed-block").all()
    assert len(radios) == len(labels) == len(panes) > 0
    for number, pane in enumerate(panes):
        choose(radios, labels, number)
        only_this = [each == number for each in range(len(panes))]
        assert tabs.locator(":scope > .tabbed-content > .tabbed-block").evaluate_all(ARE_VISIBLE) == only_this
        assert tabs.locator(":scope > .tabbed-labels > label").evaluate_all(ARE_MARKED) == only_this
        seen |= visible(tabs.page)
        for inner in pane.locator(".tabbed-set").all():
            seen |= walk_tabs(inner, choose)
    return seen


def visible(window: Page) -> set[str]:
    return set(
        window.locator(".tx").evaluate_all("every => every.filter(e => e.checkVisibility()).map(e => e.id)")
    )
