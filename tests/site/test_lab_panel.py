"""The panel of the lab in use: what it says before it starts, the terminal, the buttons, the ways in and out."""

import re

import pytest
from playwright.sync_api import Dialog, expect

from tests.site.axe import findings
from tests.site.conftest import OpenLab
from tests.site.lab.panel import TRY, Panel
from tests.site.lab.project import GREET, SCREAM

pytestmark = pytest.mark.browser
NO_WEBASSEMBLY = "delete self.WebAssembly;"
LITTLE_MEMORY = "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 1 });"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
NOT_MOBILE_HINTS = "Object.defineProperty(Navigator.prototype, 'userAgentData', { get: () => undefined });"
TAP = 44
# Ways out of a worker, each tried; gives which of them were refused.
REACH = """async () => {
  const ways = {
    fetch: () => fetch("reached-fetch"),
    prototype: () => WorkerGlobalScope.prototype.fetch.call(self, "reached-prototype"),
    request: () => new Promise((done, failed) => {
      const asked = new XMLHttpRequest();
      asked.onload = done;
      asked.open("GET", "reached-request");
      asked.send();
    }),
    cache: async () => (await caches.open("x")).add("reached-cache"),
    font: () => new FontFace("x", "url(reached-font)").load(),
    socket: () => new WebSocket("ws://127.0.0.1:1/"),
    events: () => new EventSource("reached-events"),
    worker: () => new Worker("reached-worker"),
    import: () => import("./reached-import").catch(() => {}),
  };
  const refused = {};
  for (const [name, way] of Object.entries(ways)) {
    try {
      await way();
      refused[name] = false;
    } catch (error) {
      refused[name] = error instanceof TypeError || error instanceof ReferenceError;
    }
  }
  return refused;
}"""


def focused(panel: Panel) -> str:
    """What has the focus in the panel: its id or its class."""
    return str(panel.frame.evaluate("document.activeElement.id || document.activeElement.className"))


# ---------- Before the start ----------


def test_what_it_costs_is_said_first(open_lab: OpenLab) -> None:
    panel = open_lab()
    facts = panel.part("#facts").inner_text().replace("\xa0", " ")
    for told in (
        "0.7 MB, once",
        "All commands of this example took 12 s where we checked it",
        "Docker Engine 28.5.2 on an emulated 32-bit PC",
        "256 MB of memory",
        "busybox:1.37, debian:trixie-slim: made of packages of Debian.",
        "no pulls, no pushes",
        "Stays in this tab. Reloading or leaving the page ends the machine",
    ):
        assert told in facts, told
    expect(panel.part("h2")).to_have_text("Greet")
    assert panel.part(".btn--main:visible").all_inner_texts() == ["Start Docker (0.7\xa0MB)"]


def test_without_webassembly_it_says_so_and_points_to_the_recording(open_lab: OpenLab) -> None:
    panel = open_lab(script=NO_WEBASSEMBLY)
    expect(panel.part("#warning")).to_contain_text("This browser has no WebAssembly")
    expect(panel.part("#start")).to_be_hidden()
    panel.part("#warning a").click()
    panel.page.wait_for_url("**/#example-demo-greet")


def test_with_too_little_memory_it_says_so(open_lab: OpenLab) -> None:
    panel = open_lab(script=LITTLE_MEMORY)
    expect(panel.part("#warning")).to_contain_text("about 1 GB of memory, which is too little")
    expect(panel.part("#start")).to_be_hidden()


def test_on_a_phone_it_warns_and_a_reader_may_insist(open_lab: OpenLab) -> None:
    panel = open_lab(width=360, user_agent=PHONE, script=NOT_MOBILE_HINTS)
    expect(panel.part("#warning")).to_contain_text("On a phone or a tablet this is slow")
    expect(panel.part("#warning a")).to_be_visible()
    panel.press("Start Docker all the same")
    panel.ready()


def test_a_lab_that_is_gone_is_told(open_lab: OpenLab) -> None:
    panel = open_lab()
    panel.page.route("**/lab/lab.json", lambda route: route.fulfill(status=404, body=""))
    panel.press("#close")
    panel.open(GREET)
    expect(panel.part("#warning")).to_contain_text("The server answered 404 for lab.json. Reload the page.")


# ---------- The machine at work ----------


def test_the_files_of_the_example_are_there_and_the_terminal_is_ready(open_lab: OpenLab) -> None:
    panel = open_lab(SCREAM).start()
    [[name, files]] = panel.told("open")
    assert name == "scream" and [path for path, _, _ in files] == ["Dockerfile", "start.sh"]
    assert files[1] == ["start.sh", "echo hi\n", False]
    [rows, columns] = panel.told("resize")[0]
    assert rows >= 10 and columns >= 80
    assert focused(panel) == "xterm-helper-textarea"
    expect(panel.part("#said")).to_have_text("Docker is ready. Escape, then Tab, leaves the terminal.")
    expect(panel.part(".xterm-helper-textarea")).to_have_attribute("aria-describedby", "foot")


def test_without_an_example_there_are_commands_to_begin_with(open_lab: OpenLab) -> None:
    panel = open_lab("").start()
    assert panel.part("#commands button").first.inner_text() == "docker version"
    assert panel.told("open") == [["lab", []]]


def test_a_button_types_its_command_and_the_next_one_is_marked(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    buttons = panel.part("#commands button")
    assert buttons.all_inner_texts() == ["docker build --quiet --tag greet .", "docker run --rm greet"]
    buttons.first.dblclick()
    expect(panel.screen).to_contain_text("sha256:1234")
    expect(buttons.first).to_have_attribute("data-typed", "")
    buttons.first.dispatch_event("click", {"detail": 2})
    assert panel.typed == "docker build --quiet --tag greet .\r" and focused(panel) == "xterm-helper-textarea"
    expect(buttons.nth(1)).to_have_attribute("data-next", "")
    buttons.nth(1).click()
    expect(panel.screen).to_contain_text("Hello")


def test_what_is_typed_into_a_program_can_be_pressed_while_one_runs(open_lab: OpenLab) -> None:
    panel = open_lab(SCREAM).start()
    command, typed = panel.part("#commands button").nth(0), panel.part("#commands button").nth(2)
    expect(typed).to_have_attribute("aria-disabled", "true")
    typed.click(force=True)
    panel.page.locator("iframe.lab").focus()
    panel.part(".xterm-helper-textarea").focus()
    panel.page.keyboard.type("read name\n")
    expect(command).to_have_attribute("aria-disabled", "true")
    typed.click()
    panel.gets_typed("read name\rls\r")


def test_the_time_runs_while_a_command_does_and_its_status_is_told(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("sleep 9\n")
    expect(panel.part("#time")).to_contain_text("Running for 1 s. The first run takes longest")
    panel.page.keyboard.press("Control+c")
    expect(panel.part("#time")).to_contain_text("exit 130")
    panel.page.keyboard.type("docker wrong\n")
    expect(panel.part("#time")).to_contain_text("Ended after 0.")
    expect(panel.part("#said")).to_have_text("Ended with exit status 1.")


def test_what_differs_from_the_recording_is_told(open_lab: OpenLab) -> None:
    panel = open_lab(SCREAM).start()
    assert panel.part("#differs").inner_text().split("\n")[1:] == [
        "cat Dockerfile start.sh It prints in capitals."
    ]


def test_the_terminal_can_be_copied(open_lab: OpenLab) -> None:
    panel = open_lab(permissions=["clipboard-read", "clipboard-write"]).start()
    panel.page.keyboard.type("cat Dockerfile\n")
    expect(panel.screen).to_contain_text("FROM")
    panel.press("#copy")
    expect(panel.part("#copy")).to_contain_text("Copied")
    copied = str(panel.frame.evaluate("navigator.clipboard.readText()"))
    assert copied.splitlines() == ["~/greet $ cat Dockerfile", "FROM busybox:1.37", "~/greet $"]


def test_text_can_be_pasted(open_lab: OpenLab) -> None:
    panel = open_lab(permissions=["clipboard-read", "clipboard-write"]).start()
    panel.frame.evaluate("navigator.clipboard.writeText('docker ps')")
    panel.page.keyboard.press("Control+v")
    expect(panel.screen).to_contain_text("docker ps")


def test_reset_gives_a_new_machine_with_the_same_files(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("cat Dockerfile\n")
    expect(panel.screen).to_contain_text("FROM")
    panel.press("#reset")
    panel.ready()
    expect(panel.screen).not_to_contain_text("FROM")
    panel.until(lambda: len(panel.page.workers) == 1)
    assert [name for name, _ in panel.told("open")] == ["greet"]


def test_stop_ends_the_machine_and_it_can_be_started_again(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.press("#stop")
    expect(panel.part("#start")).to_be_focused()
    panel.until(lambda: not panel.page.workers)
    panel.start()
    panel.page.keyboard.type("cat Dockerfile\n")
    expect(panel.screen).to_contain_text("FROM")


def test_a_button_stops_what_runs_where_there_is_no_ctrl_key(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("sleep 9\n")
    expect(panel.part("#time")).to_contain_text("Running for")
    expect(panel.part("#interrupt")).to_have_attribute("aria-disabled", "false")
    panel.press("#interrupt")
    expect(panel.part("#time")).to_contain_text("exit 130")
    expect(panel.part("#interrupt")).to_have_attribute("aria-disabled", "true")
    assert focused(panel) == "xterm-helper-textarea"


def test_a_hidden_tab_rests(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("sleep 9\n")
    expect(panel.part("#time")).to_contain_text("Running for")
    panel.hide(True)
    panel.until(lambda: bool(panel.thread.evaluate("machine.paused")))
    panel.page.wait_for_timeout(2500)
    panel.hide(False)
    panel.until(lambda: not panel.thread.evaluate("machine.paused"))
    expect(panel.part("#state")).to_have_text("running")
    panel.page.keyboard.press("Control+c")
    expect(panel.part("#time")).to_contain_text("Ended after")
    assert float(panel.part("#time").inner_text().split()[2]) < 2  # hidden seconds are not counted


def test_leaving_warns_once_something_was_typed(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    panel.page.on("dialog", stay)
    panel.page.keyboard.type("ls")
    panel.page.close(run_before_unload=True)
    panel.page.wait_for_timeout(300)
    assert asked == ["beforeunload"] and not panel.page.is_closed()
    panel.press("#stop")
    with panel.page.expect_event("close"):
        panel.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_another_size_of_the_window_is_another_size_of_the_terminal(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    before = panel.told("resize")[-1][1]
    panel.page.set_viewport_size({"width": 500, "height": 900})
    panel.until(lambda: 20 < panel.told("resize")[-1][1] < before)


@pytest.mark.parametrize(
    ("command", "why"), [("break", "unreachable"), ("forget", "a promise that nobody awaits")]
)
def test_a_machine_that_breaks_down_says_so_and_reset_gives_another(
    open_lab: OpenLab, command: str, why: str
) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type(f"{command}\n")
    told = re.compile(rf"^The machine has broken down \(.*{why}\)\. Press Reset for a new one\.$")
    expect(panel.part("#time-text")).to_have_text(told)
    expect(panel.part("#said")).to_have_text(told)
    expect(panel.part("#state")).to_have_text("broken")
    panel.hide(True)
    panel.hide(False)
    panel.page.wait_for_timeout(1500)  # the seconds of the command are counted no more
    expect(panel.part("#time-text")).to_have_text(told)
    expect(panel.part("#state")).to_have_text("broken")
    panel.until(lambda: not panel.page.workers)
    panel.page.locator(TRY.format(SCREAM)).click()
    panel.frame.wait_for_function("location.hash === ''")  # it is answered
    expect(panel.part("#time-text")).to_have_text(told)
    panel.press("#reset")
    expect(panel.screen).to_contain_text("~/scream $")
    expect(panel.part("#time")).to_contain_text("Press a command")


def test_the_thread_of_the_machine_can_reach_no_server(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.asked.clear()
    refused = panel.thread.evaluate(REACH)
    assert [name for name, was in refused.items() if not was] == ["import"]
    assert [name for name in panel.asked if name.startswith("reached")] == ["reached-import"]


# ---------- By keyboard, and for everybody ----------


def test_tab_goes_to_the_machine_and_escape_then_tab_leaves_the_terminal(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.press("Tab")
    panel.gets_typed("\t")
    assert focused(panel) == "xterm-helper-textarea"
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("Tab")
    assert focused(panel) == "interrupt"
    expect(panel.part("#foot")).to_contain_text("Press Escape, then Tab, to leave the terminal.")
    panel.page.keyboard.press("Shift+Tab")
    panel.page.keyboard.type("x")
    panel.gets_typed("\tx")
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("Shift+Tab")
    assert focused(panel) == "stop"


def test_escape_reaches_the_machine_with_the_key_after_it(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.press("Escape")
    assert panel.typed == ""
    panel.page.keyboard.press("b")
    panel.gets_typed("\x1bb")
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("x")
    panel.gets_typed("\x1bb\x1b\x1bx")


def test_all_can_be_done_by_keyboard(open_lab: OpenLab) -> None:
    panel = open_lab()
    panel.press("#close")
    panel.page.keyboard.press("Enter")  # on "Try it", which has the focus again
    expect(panel.part("#start")).to_be_focused()
    panel.page.keyboard.press("Enter")
    panel.ready()
    expect(panel.part(".xterm-helper-textarea")).to_be_focused()
    panel.page.keyboard.type("cat Dockerfile\n")
    expect(panel.screen).to_contain_text("FROM")


def test_a_screen_reader_gets_what_the_terminal_shows(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("cat Dockerfile\n")
    expect(panel.part(".xterm-accessibility-tree")).to_contain_text("FROM busybox:1.37")
    expect(panel.part(".xterm-helper-textarea")).to_have_attribute("aria-label", "Terminal input")


def test_the_colors_are_those_of_the_page_now_and_later(open_lab: OpenLab) -> None:
    panel = open_lab(color_scheme="dark").start()

    def ground() -> str:
        return str(
            panel.part(".xterm-scrollable-element").evaluate("each => getComputedStyle(each).backgroundColor")
        )

    assert ground() == "rgb(16, 29, 48)"
    panel.page.locator("[data-schemes]").click()
    panel.frame.wait_for_function("document.documentElement.dataset.scheme === 'light'")
    assert ground() == "rgb(255, 255, 255)"
    panel.page.emulate_media(color_scheme="light")
    panel.page.locator("[data-schemes]").click()
    panel.page.locator("[data-schemes]").click()
    assert panel.frame.evaluate("document.documentElement.dataset.scheme ?? ''") in ("", "dark")


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_wider_than_a_phone_and_the_frame_is_as_high_as_its_content(
    open_lab: OpenLab, width: int
) -> None:
    panel = open_lab(SCREAM, width=width)

    def fits() -> None:
        sizes = "({ scrollWidth: wide, clientWidth: room }) => wide <= room"
        assert panel.frame.evaluate(f"({sizes})(document.documentElement)")
        assert panel.page.evaluate(f"({sizes})(document.documentElement)")
        inside = panel.frame.evaluate("document.querySelector('main').getBoundingClientRect().height")
        assert 0 <= panel.page.locator("iframe.lab").evaluate("each => each.clientHeight") - inside <= 1

    fits()
    panel.start()
    panel.page.keyboard.type("x" * 300)
    expect(panel.screen).to_contain_text("x" * 20)
    fits()
    screen, slider, room = (
        panel.part(each).bounding_box()
        for each in (".xterm-screen", ".xterm .scrollbar.vertical", "#terminal")
    )
    assert screen and room and slider
    assert screen["x"] + screen["width"] <= slider["x"] + 1
    assert screen["y"] + screen["height"] <= room["y"] + room["height"]


def test_buttons_on_a_phone_are_large_enough_for_a_finger(open_lab: OpenLab) -> None:
    panel = open_lab(width=360).start()
    heights = panel.part(".btn:visible").evaluate_all("all => all.map(each => each.offsetHeight)")
    assert len(heights) == 6 and min(heights) >= TAP


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_any_view(open_lab: OpenLab, width: int, scheme: str) -> None:
    panel = open_lab(SCREAM, width=width, color_scheme=scheme)
    panel.page.evaluate("scrollTo(0, 0)")  # nothing is below the header
    assert findings(panel.page) == []
    assert findings(panel.frame) == []
    panel.context.route("**/lab/state-01*", lambda route: route.abort(), times=1)
    panel.press("#start")
    expect(panel.part("#warning")).to_be_visible()
    assert findings(panel.frame) == []
    held = panel.hold("state-01")
    panel.press("#start")
    expect(panel.part("#starting")).to_be_visible()
    assert findings(panel.frame) == []
    held[0].fallback()
    panel.ready()
    panel.page.keyboard.type("docker wrong\n")
    expect(panel.part("#time")).to_contain_text("exit 1")
    assert findings(panel.frame) == []
    assert panel.frame.evaluate("violations") == [] == panel.page.evaluate("violations")


def test_colors_of_24_bits_do_not_break_the_policy(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.thread.evaluate(r"machine.terminal(new TextEncoder().encode('\x1b[38;2;200;0;0mred\x1b[0m'))")
    expect(panel.part(".xterm-rows span:text-is('red')")).to_have_css("color", "rgb(200, 0, 0)")
    assert panel.frame.evaluate("violations") == []
