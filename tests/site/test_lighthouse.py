"""Lighthouse finds nothing to mend on any page, in all that it says the same of on a busy machine.

Its score for speed changes with what else the machine does; `make speed` takes it, on a machine that rests.
"""

import re

import pytest
from playwright.sync_api import Playwright

from tests import figures
from tests.counts import count
from tests.site.built import PAGES
from tests.site.chromium import chromium
from tests.site.lighthouse import STEADY, ask

pytestmark = pytest.mark.browser
WHOLE = dict.fromkeys(STEADY, 100)


def test_lighthouse_has_nothing_to_mend(playwright: Playwright, address: str) -> None:
    seen = ask(chromium(playwright), [address + page for page in PAGES], STEADY)
    for each in seen:
        scores, page = [*each.scores.values()], each.url.removeprefix(address)
        figures.note("lighthouse", figures.npm_version("lighthouse"), page, scores=scores, steady=min(scores))
    assert {each.url.removeprefix(address): each.failed for each in seen if each.failed} == {}
    assert {each.url.removeprefix(address): each.scores for each in seen} == dict.fromkeys(PAGES, WHOLE)
    count("pages judged by Lighthouse", len(seen))


def test_where_it_breaks_it_says_at_which_page_and_why(playwright: Playwright, address: str) -> None:
    page = f"{address}no-such-page/"
    with pytest.raises(RuntimeError, match=rf"{re.escape(page)}: ERRORED_DOCUMENT_REQUEST: .*404"):
        ask(chromium(playwright), [page], ["seo"])
