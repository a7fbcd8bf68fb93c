"""The panel of the lab in a browser, as a reader uses it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Locator, Page, Route, Worker, expect

TRY = "[data-lab='{}']"
MOMENT, TRIES = 50, 200  # ms
# Everything that the policy of the panel stops is noted; with it nothing may be.
LISTEN = """window.violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  window.violations.push(`${effectiveDirective}: ${blockedURI}: ${sample}`);
});"""


class Panel:
    """One tab with a page, the home page if no other is named, and the panel that a click has opened there."""

    def __init__(self, context: BrowserContext, page: str = "") -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.page.add_init_script(LISTEN)
        self.asked: list[str] = []  # files of the lab, in order
        self.page.on("request", lambda request: self._note(request.url))
        self.page.goto(page)

    def _note(self, url: str) -> None:
        if "/lab/" in url:
            self.asked.append(url.partition("/lab/")[2].partition("#")[0])

    def open(self, name: str) -> "Panel":
        """Click on "Try it" of an example, "" for the one without, and wait for the panel."""
        self.page.locator(TRY.format(name)).click()
        expect(self.part("body[data-view], #warning:not([hidden])").first).to_be_visible()
        return self

    @property
    def frame(self) -> Frame:
        """The document of the panel."""
        frame = self.page.locator("iframe.lab").element_handle().content_frame()
        assert frame  # noqa: S101  a frame has a document
        return frame

    def part(self, selector: str) -> Locator:
        """A part of the panel."""
        return self.page.frame_locator("iframe.lab").locator(selector)

    def press(self, name: str) -> None:
        """Press the button of that id, or the one that says so."""
        self.part(name if name.startswith("#") else f"button:has-text('{name}')").click()

    def start(self) -> "Panel":
        """Start the machine, and wait for its prompt."""
        self.press("#start")
        return self.ready()

    def ready(self) -> "Panel":
        """Wait for the prompt."""
        expect(self.part("#running")).to_be_visible()
        expect(self.part(".xterm-rows")).to_contain_text("$")
        return self

    @property
    def screen(self) -> Locator:
        """What the terminal shows."""
        return self.part(".xterm-rows")

    def told(self, what: str) -> list[list[Any]]:
        """What the machine of now was told by one of its calls: the arguments of each."""
        told: list[list[Any]] = self.thread.evaluate("machine.told")
        return [call[1:] for call in told if call[0] == what]

    @property
    def thread(self) -> Worker:
        """The thread of the machine of now."""
        return self.page.workers[-1]

    @property
    def typed(self) -> str:
        """All that the machine of now got typed."""
        return "".join(text for (text,) in self.told("type"))

    def gets_typed(self, text: str) -> None:
        """Wait until that is all that the machine of now got typed."""
        self.until(lambda: self.typed == text)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that comes from another thread."""
        for _ in range(TRIES):
            if holds():
                return
            self.page.wait_for_timeout(MOMENT)
        raise AssertionError("It has not come to hold.")

    def asked_for(self, start: str) -> list[str]:
        """The files that were asked for since the panel was opened, by the start of their names."""
        return [name for name in self.asked if name.startswith(start)]

    def hold(self, start: str) -> list[Route]:
        """Let the requests of all tabs for some files wait, by the start of their names; gives those that do."""
        held: list[Route] = []

        def wait(route: Route) -> None:
            held.append(route)

        self.context.route(f"**/lab/{start}*", wait)
        return held

    def hide(self, hidden: bool) -> None:
        """Let the tab be hidden, or be seen again."""
        self.frame.evaluate(
            """(hidden) => {
              Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            hidden,
        )
