"""What a reader copies: the commands of a run, or a file, byte for byte; never a prompt."""

import re

import pytest
from playwright.sync_api import Locator, Page

from macros.examples import Example, examples
from tests.site.built import PAGES
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(params=PAGES)
def window(request: pytest.FixtureRequest, open_page: Open) -> Page:
    """Each page of the site in turn."""
    return open_page(request.param, permissions=CLIPBOARD)


def frames(window: Page) -> list[tuple[Example, Locator]]:
    """Every example that the page shows."""
    known = {f"example-{example.name.replace('/', '-')}": example for example in examples()}
    shown = window.locator(".tx[id^=example-]")
    return [(known[frame.get_attribute("id") or ""], frame) for frame in shown.all()]


def reveal(part: Locator) -> None:
    """Open the tabs that a part of the page is in, as a reader would: by their labels."""
    labels = part.evaluate(
        """part => {
            const found = [];
            let block = part;
            while ((block = block.parentElement.closest(".tabbed-block"))) {
                const place = [...block.parentElement.children].indexOf(block);
                found.unshift(block.closest(".tabbed-set").querySelectorAll(":scope > input")[place].id);
            }
            return found;
        }"""
    )
    for label in labels:
        part.page.locator(f"label[for='{label}']").click()
    for closed in part.page.locator("details:not([open])").filter(has=part).all():
        closed.locator("summary").first.click()


def clipboard(window: Page) -> str:
    text: str = window.evaluate("navigator.clipboard.readText()")
    return text


def copied(window: Page, button: Locator) -> str:
    """What a click on a copy button puts into the clipboard."""
    reveal(button)
    button.click()
    window.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
    return clipboard(window)


def test_the_copy_buttons_copy_commands_alone_and_files_as_they_are(window: Page) -> None:
    for example, frame in frames(window):
        expected = "".join(f"{command.text}\n" for command in example.transcript.commands)
        assert copied(window, frame.locator("[data-copy=commands]")) == expected, example.name
        buttons = frame.locator("[data-copy=file]")
        assert buttons.count() == len(example.files), example.name
        for path, button in zip(example.files, buttons.all(), strict=True):
            assert copied(window, button) == path.read_bytes().decode(), path


def test_a_file_is_seen_as_it_is(window: Page) -> None:
    """As it is seen, not only as it is in the page: a style may fold spaces and line ends."""
    for example, frame in frames(window):
        for path, code in zip(example.files, frame.locator(".tx-file code").all(), strict=True):
            reveal(code)
            assert code.inner_text().split("\n") == path.read_bytes().decode().split("\n"), path


def test_the_button_says_so_where_the_browser_forbids_it(open_page: Open) -> None:
    window = open_page()
    window.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')) }")
    button = window.locator("[data-copy]").first
    button.click()
    window.wait_for_function(
        "button => button.textContent === 'Not allowed here'", arg=button.element_handle()
    )


def test_a_run_that_is_selected_whole_has_no_prompts(window: Page) -> None:
    for example, frame in frames(window):
        run = frame.locator(".tx-run")
        reveal(run)
        window.evaluate("navigator.clipboard.writeText('nothing was copied')")
        run.evaluate("run => getSelection().selectAllChildren(run)")
        window.keyboard.press("ControlOrMeta+C")
        lines = clipboard(window).splitlines()
        printed = [line for line in lines if re.match(r"\s*\$( |$)", line)]
        assert printed == prompts_printed(example), example.name
        text = " ".join(" ".join(lines).split())
        commands = example.transcript.commands
        assert all(" ".join(command.text.split()) in text for command in commands), (example.name, text)


def prompts_printed(example: Example) -> list[str]:
    """Lines of real output that look like a prompt."""
    output = [line for command in example.transcript.commands for line in command.output]
    return [line for line in output if re.match(r"\s*\$( |$)", line)]
