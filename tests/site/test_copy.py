"""What a reader copies: the commands of a run, or a file, byte for byte; never a prompt."""

import re

import pytest
from playwright.sync_api import Locator, Page

from macros.examples import Example, examples
from tests.site.built import Built
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def windows(built: Built, open_page: Open) -> list[Page]:
    """Every page that shows an example."""
    showing = [page for page, tree in built.trees.items() if tree.all("div", class_="tx")]
    return [open_page(page, permissions=CLIPBOARD) for page in showing]


def frames(windows: list[Page]) -> list[tuple[Example, Page, Locator]]:
    """Every example that is shown, where it is shown first; each tab on the way to it is opened."""
    found = []
    for example in examples():
        name = f"example-{example.name.replace('/', '-')}"
        for window in windows:
            frame = window.locator(f"[id='{name}']").first
            if frame.count():
                found.append((example, window, frame))
                break
    return found


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


def test_the_copy_button_of_a_run_copies_its_commands_alone(windows: list[Page]) -> None:
    shown = frames(windows)
    assert shown
    for example, window, frame in shown:
        button = frame.locator("[data-copy=commands]")
        reveal(button)
        button.click()
        window.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
        expected = "".join(f"{command.text}\n" for command in example.transcript.commands)
        assert clipboard(window) == expected, example.name


def test_the_copy_button_of_a_file_copies_the_file(windows: list[Page]) -> None:
    shown = [each for each in frames(windows) if each[0].files]
    assert shown
    for example, window, frame in shown:
        buttons = frame.locator("[data-copy=file]")
        assert buttons.count() == len(example.files), example.name
        for path, button in zip(example.files, buttons.all(), strict=True):
            reveal(button)
            button.click()
            window.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
            assert clipboard(window) == path.read_bytes().decode(), path


def test_the_button_says_so_where_the_browser_forbids_it(open_page: Open) -> None:
    window = open_page()
    window.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')) }")
    button = window.locator("[data-copy]").first
    button.click()
    window.wait_for_function(
        "button => button.textContent === 'Not allowed here'", arg=button.element_handle()
    )


def test_a_run_that_is_selected_whole_has_no_prompts(windows: list[Page]) -> None:
    for example, window, frame in frames(windows):
        run = frame.locator(".tx-run")
        reveal(run)
        window.evaluate("navigator.clipboard.writeText('nothing was copied')")
        run.evaluate("run => getSelection().selectAllChildren(run)")
        window.keyboard.press("ControlOrMeta+C")
        lines = clipboard(window).splitlines()
        assert [line for line in lines if re.match(r"\s*\$( |$)", line)] == prompts_printed(example), (
            example.name
        )
        commands = example.transcript.commands
        copied = " ".join(" ".join(lines).split())
        assert all(" ".join(command.text.split()) in copied for command in commands), (example.name, copied)


def prompts_printed(example: Example) -> list[str]:
    """Lines of real output that look like a prompt."""
    output = [line for command in example.transcript.commands for line in command.output]
    return [line for line in output if re.match(r"\s*\$( |$)", line)]
