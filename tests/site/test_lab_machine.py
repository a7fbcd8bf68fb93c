"""The lab as it is built, in a browser: it starts, prints what is recorded of the first example of all, and rests."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from lab.verdict import explanation
from macros.examples import example
from macros.lab import lab
from tests.counts import count
from tests.examples.equal import same
from tests.site.conftest import KEEP_NOTHING
from tests.site.lab.panel import Panel

NAME = "cmd-entrypoint/entrypoint-and-cmd"
PAGE = f"build/cmd-entrypoint/#{example(NAME).anchor}"
START_SECONDS, COMMAND_SECONDS = 120, 240  # on a machine that does much else
STALL = 1000  # ms that nothing moves, after the start


def missing() -> str:
    """Why the lab can't be tested here, or ""."""
    built = lab()
    if built is None:
        return "the lab is not built here: `make lab` builds it"
    return "" if built.runs(example(NAME)) else f"lab/checked.json does not say that {NAME} ran in the lab"


pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(missing()), reason=missing())]


@pytest.fixture
def panel(browser: Browser, address: str) -> Iterator[Panel]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(COMMAND_SECONDS * 1000)
    context.add_init_script(KEEP_NOTHING)
    yield Panel(context, PAGE).open(NAME)
    context.close()


def run(panel: Panel, place: int) -> list[str]:
    """Press the button of a command, wait for its end; gives the lines that it printed."""
    button = panel.part("#commands button").nth(place)
    expect(button).to_have_attribute("aria-disabled", "false", timeout=COMMAND_SECONDS * 1000)
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("aria-disabled", "false", timeout=COMMAND_SECONDS * 1000)
    panel.press("#copy")
    expect(panel.part("#copy")).to_contain_text("Copied")
    text = str(panel.frame.evaluate("navigator.clipboard.readText()"))
    *_, last, _prompt = re.split(r"^~/entrypoint-and-cmd \$ ?", text, flags=re.MULTILINE)
    return last.splitlines()[1:]


def test_it_starts_and_prints_what_is_recorded_but_for_what_it_tells(panel: Panel) -> None:
    panel.press("#start")
    expect(panel.screen).to_contain_text("~/entrypoint-and-cmd $", timeout=START_SECONDS * 1000)
    built = lab()
    assert built is not None
    told = {each["command"] - 1: each["why"] for each in built.examples[NAME]["differs"]}
    for place, command in enumerate(example(NAME).transcript.commands):
        printed = run(panel, place)
        was = (command.text, command.output, printed)
        assert same(*was) or explanation(*was) == told[place], (command.text, printed)
        count("commands run in the lab")
    assert panel.frame.evaluate("violations") == [] == panel.page.evaluate("violations")
    assert panel.part("#differs li").count() == len(told)


@pytest.mark.lab
def test_ctrl_c_reset_and_a_hidden_tab(panel: Panel) -> None:
    panel.press("#start")
    expect(panel.screen).to_contain_text("~/entrypoint-and-cmd $", timeout=START_SECONDS * 1000)
    panel.page.keyboard.type("sleep 1000\n")
    expect(panel.part("#time")).to_contain_text("Running for", timeout=START_SECONDS * 1000)
    panel.page.keyboard.press("Control+c")
    expect(panel.part("#time")).to_contain_text("exit 130", timeout=START_SECONDS * 1000)
    panel.hide(True)
    expect(panel.part("#state")).to_have_text("paused")
    panel.page.keyboard.type("echo $((6 * 7))\n")
    panel.page.wait_for_timeout(STALL)
    expect(panel.screen).not_to_contain_text("42")
    panel.hide(False)
    expect(panel.screen).to_contain_text("42", timeout=START_SECONDS * 1000)
    panel.page.keyboard.type("rm Dockerfile; ls | wc -l\n")
    expect(panel.screen).to_contain_text("0", timeout=START_SECONDS * 1000)
    panel.press("#reset")
    expect(panel.screen).not_to_contain_text("42", timeout=START_SECONDS * 1000)
    expect(panel.screen).to_contain_text("~/entrypoint-and-cmd $", timeout=START_SECONDS * 1000)
    panel.page.keyboard.type("ls\n")
    expect(panel.screen).to_contain_text("Dockerfile", timeout=START_SECONDS * 1000)
