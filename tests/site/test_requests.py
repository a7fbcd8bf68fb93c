"""What a page asks for: nothing of another host, nothing that isn't there; and it makes no complaint."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.counts import count
from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
FOREIGN = "https://foreign.example/pixel.gif"


@dataclass
class Heard:
    """What a page asked of other hosts, what it didn't get, and what its console said."""

    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def listen(window: Page, address: str) -> Heard:
    """Hear the page from now on; what it asks of another host gets no answer."""
    heard = Heard()
    own = re.compile(re.escape(address) + "|data:|blob:")
    window.context.route(lambda url: not own.match(url), lambda route: route.abort())
    window.on("request", lambda asked: None if own.match(asked.url) else heard.foreign.append(asked.url))
    window.on("requestfailed", lambda asked: heard.failed.append(asked.url))
    window.on("response", lambda got: heard.failed.append(got.url) if got.status >= 400 else None)
    window.on("pageerror", lambda error: heard.errors.append(str(error)))
    window.on(
        "console", lambda said: heard.errors.append(said.text) if said.type in ("error", "warning") else None
    )
    return heard


def use(window: Page) -> None:
    """Do what a reader may do on any page: search, and go through the color schemes."""
    window.wait_for_load_state("networkidle")
    window.locator("[data-search]").click()
    window.keyboard.type("docker")
    window.locator(".find [role=option]").first.wait_for()
    window.keyboard.press("Escape")
    for _ in range(3):
        window.locator("[data-schemes]").click()
    window.wait_for_load_state("networkidle")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_another_host_misses_a_file_or_complains(
    open_page: Open, address: str, page: str
) -> None:
    window = open_page(None)
    heard = listen(window, address)
    window.goto(page)
    use(window)
    count("pages opened in a browser")
    assert heard == Heard()


def test_the_page_for_what_is_not_there_is_whole_at_any_depth(open_page: Open, address: str) -> None:
    window = open_page(None)
    heard = listen(window, address)
    window.goto("build/no/such/page/")
    assert window.locator("h1").inner_text() == "There is no page at this address"
    use(window)
    assert heard.foreign == [] and heard.failed == [f"{address}build/no/such/page/"]
    window.locator("article a", has_text="the first page").click()
    window.wait_for_url(address)


def test_a_page_that_asks_misses_and_complains_would_be_heard(open_page: Open, address: str) -> None:
    window = open_page(bypass_csp=True)  # with its policy the page could not even ask
    heard = listen(window, address)
    with window.expect_response("**/no-such-file"), window.expect_event("pageerror"):
        window.evaluate(f"fetch('{FOREIGN}').catch(() => fetch('no-such-file'))")
        window.evaluate("setTimeout(() => { throw new Error('thrown') }); console.error('said')")
    assert heard.foreign == [FOREIGN]
    assert heard.failed == [FOREIGN, f"{address}no-such-file"]
    assert any("said" in each for each in heard.errors) and any("thrown" in each for each in heard.errors)
