"""What a page costs a reader: bytes on the wire, requests, script before anything is seen, and no jump of the text."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from macros.report import FIRST_KB, IN_USE_KB, KB, MOST_REQUESTS, NEXT_KB
from tests import figures
from tests.counts import count
from tests.site.built import PAGES, Built
from tests.site.chromium import version
from tests.site.conftest import Open

SCRIPT_BEFORE_PAINT = 3 * KB
# The pages that show most runs are longer than a next page should be; each has a ceiling of its own.
LONG = {
    "build/cmd-entrypoint/": 38 * KB,
    "build/copy-add/": 17 * KB,
    "build/multi-stage/": 19 * KB,
    "build/what-runs/": 23 * KB,
    "how/architecture/": 17 * KB,
    "how/images-and-layers/": 16 * KB,
    "how/life-of-a-container/": 17 * KB,
    "reference/all-examples/": 33 * KB,
    "reference/right-and-wrong/": 39 * KB,
    "run/limits-restarts-health/": 17 * KB,
    "run/logs-and-debugging/": 16 * KB,
    "run/networks/": 18 * KB,
    "run/storage/": 29 * KB,
    "secure/supply-chain/": 17 * KB,
    "ship/pipeline/": 16 * KB,
    "ship/registries/": 17 * KB,
}

# Sizes are of the compressed bodies; a shift that follows a reader's own act does not count.
SPENT = """async () => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const shifts = await new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve([]), 100);
  });
  return {
    page: entries[0].encodedBodySize,
    all: entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0),
    requests: entries.length,
    shift: shifts.reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0),
  };
}"""


@dataclass(frozen=True)
class Spent:
    """What a page took so far: bytes of its HTML, bytes in all, requests, and how far its layout shifted."""

    page: int
    all: int
    requests: int
    shift: float


def spent(window: Page) -> Spent:
    window.wait_for_load_state("networkidle")
    return Spent(**window.evaluate(SPENT))


@pytest.mark.browser
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light_and_does_not_jump(open_page: Open, page: str) -> None:
    window = open_page(page, width=360)
    at_first = spent(window)
    assert at_first.all <= FIRST_KB * KB and at_first.requests <= MOST_REQUESTS and at_first.shift == 0
    assert at_first.page <= LONG.get(page, NEXT_KB * KB)
    window.mouse.wheel(0, 1500)
    # To its end: else the pointer might go over what passes by, and an explorer fetches its cells when it does.
    window.wait_for_function(
        "scrollY + 1 > Math.min(1500, document.documentElement.scrollHeight - innerHeight)"
    )
    window.mouse.move(100, 300)
    in_use = spent(window)
    cost = {"page": at_first.page, "first": at_first.all, "used": in_use.all, "requests": in_use.requests}
    figures.note("weight", version(window), page, **cost)
    assert in_use.all <= IN_USE_KB * KB and in_use.requests <= MOST_REQUESTS and in_use.shift == 0
    count("pages weighed")


@pytest.mark.browser
def test_what_is_heavy_or_jumps_is_noticed(open_page: Open) -> None:
    window = open_page("", width=360)
    before = spent(window)
    window.evaluate("fetch('search/../?' + Math.random()).then(got => got.text())")
    window.evaluate(
        "requestAnimationFrame(() => document.body.prepend(document.createElement('hr'), 'one more line'))"
    )
    window.wait_for_timeout(100)
    after = spent(window)
    assert after.all >= before.all + before.page and after.requests == before.requests + 1
    assert after.shift > 0


def test_little_script_runs_before_the_page_is_seen(built: Built) -> None:
    for page, tree in built.trees.items():
        scripts = [each for each in tree.all("script") if "type" not in each.attributes]
        waiting = [each for each in scripts if "src" in each.attributes and "defer" not in each.attributes]
        assert waiting == [], page
        assert sum(len(each.text) for each in scripts) <= SCRIPT_BEFORE_PAINT


def test_no_exception_is_made_for_a_page_that_is_not_there() -> None:
    assert sorted(set(LONG) - set(PAGES)) == []
