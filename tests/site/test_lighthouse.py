"""Lighthouse finds nothing to mend on any page, in all that it says the same of on a busy machine.

Its score for speed changes with what else the machine does; `make speed` takes it, on a machine that rests.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count as numbers
from threading import Thread
from urllib.parse import urlsplit

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


class _FailsAtFirst(BaseHTTPRequestHandler):
    """Answers the first of the requests for a page with an error, and the others with the page."""

    asked = numbers()

    def do_GET(self) -> None:
        page = urlsplit(self.path).path == "/page/"
        self.send_response(500 if page and not next(self.asked) else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A page</title><p>Of few words.</p>")

    def log_message(self, *_words: object) -> None:
        """Stay silent."""


def test_a_page_at_which_lighthouse_broke_is_judged_anew(
    playwright: Playwright, capsys: pytest.CaptureFixture[str]
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _FailsAtFirst) as server:
        Thread(target=server.serve_forever).start()
        page = f"http://127.0.0.1:{server.server_port}/page/"
        (seen,) = ask(chromium(playwright), [page], ["seo"])
        server.shutdown()
    assert seen.url == page
    told = capsys.readouterr().err
    assert told.startswith(f"Lighthouse broke at {page}, try 1 of 3: ERRORED_DOCUMENT_REQUEST: ")
    assert told.count("Lighthouse broke") == 1


def test_where_it_breaks_each_time_it_says_at_which_page_and_why(
    playwright: Playwright, address: str
) -> None:
    page = f"{address}no-such-page/"
    with pytest.raises(RuntimeError, match=f"at {page}, try 3 of 3: ERRORED_DOCUMENT_REQUEST: .*404"):
        ask(chromium(playwright), [page], ["seo"])
