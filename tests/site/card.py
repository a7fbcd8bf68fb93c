"""`python -m tests.site.card`: draw docs/assets/card.png, which previews of links show, from card.svg beside it.

The picture is kept, and not drawn by each build, since the fonts of machines differ. So run this after an edit of the
drawing, and look at what came out.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.problems import ROOT
from tests.site.chromium import FLAGS, chromium

DRAWING, PICTURE = Path(__file__).with_name("card.svg"), ROOT / "docs/assets/card.png"
WIDTH, HEIGHT = 1200, 630  # what social networks ask for


def main() -> None:
    """Draw the card."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=list(FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(DRAWING.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
