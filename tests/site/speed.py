"""`python -m tests.site.speed [PAGE ...]`: Lighthouse's score for speed of pages, or of all, as a phone sees them.

Five rounds; of each page the median and the lowest score. The status is 1 where a median is below 100, or a score below
97. It needs a machine that rests, so it is no test.
"""

import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.problems import ROOT
from tests import figures
from tests.building import built_once
from tests.site.built import PAGES
from tests.site.chromium import chromium
from tests.site.lighthouse import PERFORMANCE, ask
from tests.site.served import serve

ROUNDS, MEDIAN, LOWEST = 5, 100, 97


def main(pages: list[str]) -> int:
    """Measure and print, slowest pages first."""
    if unknown := sorted(set(pages) - set(PAGES)):
        print(f"{unknown[0]}: no page has this address. Write it as run/networks/", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as own:
        site, status, said = built_once(ROOT, Path(own))
        if status:
            print(said, file=sys.stderr)
            return status
        with serve(site) as address:
            scores = _scores(address, pages or list(PAGES))
    for page, found in scores.items():
        figures.note("speed", figures.npm_version("lighthouse"), page, scores=found)
    if not pages:  # those of a few would stand in place of all
        figures.leave()
    print("median lowest  page")
    for page, found in sorted(scores.items(), key=lambda entry: (min(entry[1]), entry[0])):
        print(f"{statistics.median(found):6.0f} {min(found):6} {page or 'home'}")
    slow = [
        page for page, found in scores.items() if statistics.median(found) < MEDIAN or min(found) < LOWEST
    ]
    print(f"{len(scores)} pages, {ROUNDS} rounds: {len(slow)} slower than they should be")
    return 1 if slow else 0


def _scores(address: str, pages: list[str]) -> dict[str, list[int]]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
    scores = defaultdict(list)
    for seen in ask(browser, [address + page for page in pages], [PERFORMANCE], ROUNDS):
        scores[seen.url.removeprefix(address)].append(seen.scores[PERFORMANCE])
    return scores


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
