"""Pictures of parts of the site, compared with those in `pictures/`; `python -m tests.site.pictures` takes them anew.

Letters look otherwise with other fonts, so the widths of some words tell whether a picture can be compared at all.
"""

import base64
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from macros.problems import ROOT
from tests.building import built_once
from tests.site.chromium import FLAGS, chromium
from tests.site.served import serve

FOLDER = Path(__file__).parent / "pictures"
FONTS = FOLDER / "fonts.json"
_CLEAR = 32  # of 255: so much must a color differ to be another one, not the same drawn a little otherwise

_WIDTHS = """() => ["hand", "guide", "machine"].map((voice) => {
  const word = document.body.appendChild(document.createElement("span"));
  word.textContent = "Sphinx of black quartz, judge my vow 0123456789";
  word.style.cssText = `position: absolute; white-space: nowrap; font: 20px var(--fn-${voice})`;
  const { width } = word.getBoundingClientRect();
  word.remove();
  return Math.round(width);
})"""

_DIFFERING = """async ([one, other, clear]) => {
  const pixels = async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let differing = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((color) => Math.abs(a.data[at + color] - b.data[at + color]) > clear)) differing += 1;
  }
  return differing / (a.width * a.height);
}"""


@dataclass(frozen=True)
class Shot:
    """A first screen: its page, width and scheme, and what is opened on it by a click."""

    name: str
    page: str
    width: int
    scheme: str
    click: str = ""

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}-{self.width}-{self.scheme}.png"


SHOTS = (
    Shot("home", "", 1440, "light"),
    Shot("home", "", 360, "dark"),
    Shot("chapter", "run/", 768, "light"),
    Shot("page", "build/cmd-entrypoint/", 1440, "dark"),
    Shot("explorer", "build/what-runs/", 360, "light"),
    Shot("ledger", "reference/right-and-wrong/", 768, "dark"),
    Shot("menu", "run/networks/", 360, "light", click="[popovertarget=menu]"),
    Shot("search", "run/networks/", 768, "light", click="[data-search]"),
    Shot("nowhere", "no/such/page/", 360, "light"),
)


def take(browser: Browser, address: str, shot: Shot) -> bytes:
    """The picture as PNG."""
    with browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": 900},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        reduced_motion="reduce",
    ) as context:
        window = context.new_page()
        window.goto(shot.page)
        if shot.click:
            window.locator(f"{shot.click}:visible").first.click()
        window.wait_for_load_state("networkidle")
        # A search says that it loads, for as long as it does.
        for busy in ("[aria-busy]", "[role=status]:not(:empty)"):
            window.locator(f"dialog[open] {busy}").wait_for(state="detached")
        return window.screenshot(caret="hide", animations="disabled")


def fonts(window: Page) -> list[int]:
    """How wide a line is in each of the three voices, in pixels."""
    widths: list[int] = window.evaluate(_WIDTHS)
    return widths


def differing(window: Page, one: bytes, other: bytes) -> float:
    """The share of pixels in which two pictures differ clearly, 0 to 1; 1 if their sizes differ."""
    both = (base64.b64encode(each).decode() for each in (one, other))
    share: float = window.evaluate(_DIFFERING, [*both, _CLEAR])
    return share


def main() -> int:
    """Take all pictures anew. The status is that of MkDocs if it can't build the site."""
    with tempfile.TemporaryDirectory() as own, sync_playwright() as playwright:
        site, status, said = built_once(ROOT, Path(own))
        if status:
            print(said, file=sys.stderr)
            return status
        FOLDER.mkdir(exist_ok=True)
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=list(FLAGS))
        with serve(site) as address:
            for path, content in _pictures(browser, address):
                path.write_bytes(content)
        browser.close()
    return 0


def _pictures(browser: Browser, address: str) -> Iterator[tuple[Path, bytes]]:
    for shot in SHOTS:
        yield shot.file, take(browser, address, shot)
    window = browser.new_page(base_url=address)
    window.goto("")
    yield FONTS, f"{json.dumps(fonts(window))}\n".encode()


if __name__ == "__main__":
    sys.exit(main())
