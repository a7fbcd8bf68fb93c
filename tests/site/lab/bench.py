"""`python -m tests.site.lab.bench`: how fast the built lab is in a browser, beside what is asked and what a trial took.

Times are those of the thread that does most, without the seconds in which other programs had its processor; the
longest stall is as a reader would feel it. So it needs a machine that rests.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from macros.lab import is_built
from macros.problems import ROOT
from tests import figures
from tests.building import built_once
from tests.site.chromium import FLAGS, chromium
from tests.site.conftest import KEEP_NOTHING
from tests.site.lab.panel import Panel
from tests.site.served import serve

STARTS, RUNS = 3, 3
SECONDS = 600  # for each step
COMMAND = "docker run --rm busybox:1.37 echo hello"
_MB = 1_000_000
_PROMPT = "() => document.querySelector('.xterm-rows')?.textContent.includes('~/lab $')"
_ENDED = "() => /^Ended after/.test(document.querySelector('#time-text').textContent)"
# How long the page could do nothing else, measured where its own work has to wait, too.
_WATCH_STALLS = """() => {
  let last = performance.now();
  window.longest = 0;
  setInterval(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
  }, 1);
}"""


class Row(NamedTuple):
    """A figure: the name it is left by, what it is, how it is told, what is asked, and what a trial took."""

    name: str
    what: str
    form: str
    asked: float
    trial: float


ROWS = (
    Row("lab_prompt", "from the click to the prompt, kept by the browser", "{:.1f} s", 2.5, 2.3),
    Row("lab_first", "the first `docker run`", "{:.1f} s", 6, 6.9),
    Row("lab_second", "the second", "{:.1f} s", 6, 6.5),
    Row("lab_third", "the third", "{:.1f} s", 4, 5.1),
    Row("lab_click", "fetched between the click and the prompt", "{:.1f} MB", 38, 38.9),
    Row("lab_stall", "the longest stall of the page after the start", "{:.0f} ms", 50, 22),
)


class Watch:
    """Tells the time that a thread had, which is less than a clock's where other programs had its processor."""

    def __init__(self, browser: Browser) -> None:
        self._session = browser.new_browser_cdp_session()
        self.lost = 0.0  # seconds in all

    def seconds(self, act: Callable[[], object]) -> float:
        """How long `act` takes of the thread that does most meanwhile."""
        before, start = self._threads(), time.monotonic()
        act()
        took, after = time.monotonic() - start, self._threads()
        busiest = max(after, key=lambda thread: after[thread][0] - before.get(thread, (0, 0))[0])
        lost = after[busiest][1] - before.get(busiest, (0, 0))[1]
        self.lost += lost
        return took - lost

    def _threads(self) -> dict[Path, tuple[float, float]]:
        """By thread of a tab: for how many seconds it ran, and for how many it waited for a processor."""
        processes = self._session.send("SystemInfo.getProcessInfo")["processInfo"]
        tabs = (each["id"] for each in processes if each["type"] == "renderer")
        return {thread: _schedule(thread) for tab in tabs for thread in Path(f"/proc/{tab}/task").glob("*")}


def main() -> int:
    """Measure, print, and leave the figures for the report."""
    if not is_built():
        print("The lab is not built here. Run `make lab` first.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as own:
        site, status, said = built_once(ROOT, Path(own))
        if status:
            print(said, file=sys.stderr)
            return status
        with serve(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(playwright), args=list(FLAGS))
            context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
            context.add_init_script(KEEP_NOTHING)
            context.set_default_timeout(SECONDS * 1000)
            watch = Watch(browser)
            found = measured(context, site, watch)
            by = f"Chromium {browser.version}"
            browser.close()
    figures.note("lab", by, "", **found)
    figures.leave()
    print(table(found))
    print(
        f"({by}; other programs had the processor for {watch.lost:.0f} s meanwhile, which are not in the times)"
    )
    return 0


def measured(context: BrowserContext, site: Path, watch: Watch) -> dict[str, float]:
    """All figures by name."""
    prompts = []
    fetched = 0
    for turn in range(STARTS + 1):  # the first fetches what the others find
        panel = Panel(context, "lab/").open("")
        prompts.append(watch.seconds(partial(_start, panel)))
        if not turn:
            fetched = sum((site / "lab" / name).stat().st_size for name in set(panel.asked) - {"panel.html"})
        if turn < STARTS:
            panel.page.close()
    panel.frame.evaluate(_WATCH_STALLS)
    first, second, third = (watch.seconds(partial(_run, panel)) for _ in range(RUNS))
    return {
        "lab_prompt": round(statistics.median(prompts[1:]), 2),
        "lab_first": round(first, 2),
        "lab_second": round(second, 2),
        "lab_third": round(third, 2),
        "lab_click": round(fetched / _MB, 1),
        "lab_stall": round(panel.frame.evaluate("longest")),
    }


def table(found: dict[str, float]) -> str:
    """The figures for a person: measured, asked, what a trial took."""
    rows = [("measured", "asked", "trial", "the lab")]
    for row in ROWS:
        told = [row.form.format(number) for number in (found[row.name], row.asked, row.trial)]
        rows.append((told[0], told[1], told[2], row.what))
    return "\n".join(f"{one:>9} {two:>9} {three:>9}  {what}" for one, two, three, what in rows)


def _start(panel: Panel) -> None:
    panel.press("#start")
    panel.frame.wait_for_function(_PROMPT, polling=10)


def _run(panel: Panel) -> None:
    """Press the button, as a reader does: keys typed by a program would hold up all that the page does meanwhile."""
    panel.frame.evaluate("document.querySelector('#time-text').textContent = ''")
    panel.press(COMMAND)
    panel.frame.wait_for_function(_ENDED, polling=10)


def _schedule(thread: Path) -> tuple[float, float]:
    try:
        ran, waited, _ = (thread / "schedstat").read_text(encoding="utf-8").split()
    except OSError:  # it has ended, or the system doesn't say
        return 0.0, 0.0
    return int(ran) / 1e9, int(waited) / 1e9


if __name__ == "__main__":
    sys.exit(main())
