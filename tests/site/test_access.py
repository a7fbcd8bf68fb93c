"""What axe finds on the pages: nothing, in light and dark, on a phone and a desk, as a page opens and in use."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests import figures
from tests.counts import count
from tests.site.axe import COLORS, RULES, findings
from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
SCHEMES: Mapping[Literal["light", "dark"], Sequence[str]] = {"light": RULES, "dark": COLORS}
MISSING = "no/such/page/"
# A page of each kind of thing that folds; all pages are looked at unfolded, when axe sees more of them.
FOLDED = ("", "build/cmd-entrypoint/", "build/what-runs/", "reference/right-and-wrong/", "run/storage/")
# Of a table of cells, whose rows are all made alike, the first ones: axe takes seconds for each hundred.
SHORTEN = "() => document.querySelectorAll('.truth tr:nth-child(n + 9)').forEach((row) => row.remove())"
# Every tab and every fold at once. A sheet made by a script needs no leave of the page's policy.
UNFOLD = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(".md-typeset .tabbed-set > .tabbed-content > .tabbed-block { display: block !important }");
  document.adoptedStyleSheets = [sheet];
}"""


def open_menu(window: Page) -> str:
    window.get_by_role("button", name="Menu").click()
    return "#menu"


def choose_in_the_explorer(window: Page) -> str:
    """Another cell, and as it comes about a line that says what changed with it."""
    explorer = window.locator("truth-table")
    shown = explorer.locator("[data-slot=seen]")
    before = shown.inner_html()
    explorer.locator(".opt:not(:has(:checked))").last.click()
    window.wait_for_function(
        "([part, html]) => part.innerHTML !== html", arg=[shown.element_handle(), before]
    )
    return "truth-table"


def choose_a_tab(window: Page) -> str:
    window.locator(".tabbed-labels > label:visible").nth(1).click()
    return "article"


def search(window: Page) -> str:
    window.get_by_role("button", name="Search").click()
    window.get_by_role("combobox").fill("permission denied")
    window.get_by_role("option").first.wait_for()
    return "dialog"


def copy_commands(window: Page) -> str:
    window.locator("[data-copy]:visible").first.click()
    window.get_by_role("status").get_by_text("Copied").wait_for()
    return "body"


# What a reader does: the page, the width, and the steps, which give the part of the page that they changed.
USES: Mapping[str, tuple[str, int, Callable[[Page], str]]] = {
    "menu": ("build/cmd-entrypoint/", PHONE, open_menu),
    "search": ("build/cmd-entrypoint/", DESK, search),
    "search on a phone": ("build/cmd-entrypoint/", PHONE, search),
    "tab": ("build/cmd-entrypoint/", PHONE, choose_a_tab),
    "copy": ("build/cmd-entrypoint/", DESK, copy_commands),
    "explorer": ("build/what-runs/", DESK, choose_in_the_explorer),
    "explorer on a phone": ("run/who-reaches/", PHONE, choose_in_the_explorer),
}


@pytest.mark.parametrize("page", FOLDED)
def test_axe_finds_nothing_on_a_page_as_it_opens(open_page: Open, page: str) -> None:
    window = open_page(page, PHONE)
    window.evaluate(SHORTEN)
    assert in_both_schemes(window) == []


@pytest.mark.parametrize("page", [*PAGES, MISSING])
def test_axe_finds_nothing_on_any_page(open_page: Open, page: str) -> None:
    window = open_page(page, PHONE)
    window.evaluate(SHORTEN)
    window.evaluate(UNFOLD)
    found = []
    for width in (PHONE, DESK):
        window.set_viewport_size({"width": width, "height": 900})
        found += in_both_schemes(window)
    figures.note("axe", figures.npm_version("axe-core"), page, found=len(found))
    assert found == []


@pytest.mark.parametrize("use", USES)
def test_axe_finds_nothing_on_a_page_in_use(open_page: Open, use: str) -> None:
    page, width, steps = USES[use]
    window = open_page(page, width, permissions=["clipboard-write"])
    part = steps(window)
    assert in_both_schemes(window, part) == []


def test_axe_finds_what_is_wrong_in_the_dark_only(open_page: Open) -> None:
    window = open_page(color_scheme="dark")
    window.locator("h1").evaluate("part => { part.style.color = '#333' }")
    assert [line.partition(":")[0] for line in findings(window, rules=COLORS)] == ["color-contrast"]


def test_axe_finds_what_is_wrong(open_page: Open) -> None:
    window = open_page()
    window.locator("h1").evaluate(
        "part => { part.style.color = '#ccc'; part.innerHTML += '<button></button>' }"
    )
    rules = {line.partition(":")[0] for line in findings(window)}
    assert rules == {"button-name", "color-contrast"}


def in_both_schemes(window: Page, part: str = "html") -> list[str]:
    found = []
    for scheme, rules in SCHEMES.items():
        window.emulate_media(color_scheme=scheme)
        found += [f"{window.viewport_size}, {scheme}: {each}" for each in findings(window, part, rules)]
        count("runs of axe")
    return found
