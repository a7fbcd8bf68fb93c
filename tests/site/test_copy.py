"""What a reader copies: the commands of a run, or a file, byte for byte; never a prompt."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from macros.examples import Example, examples
from tests.site.built import PAGES
from tests.site.conftest import Open, opener

pytestmark = pytest.mark.browser
CLIPBOARD = ["clipboard-read", "clipboard-write"]

# Every tab and every fold of a page at once, laid out as if it had been opened.
UNFOLDED = ".tabbed-set .tabbed-content > .tabbed-block { display: block !important }"
OPEN_DETAILS = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"

# What each of these buttons would put into the clipboard, in order.
PRESS_ALL = """async buttons => {
  const copied = [];
  navigator.clipboard.writeText = text => { copied.push(text); return Promise.resolve(); };
  for (const button of buttons) button.click();
  delete navigator.clipboard.writeText;
  return copied;
}"""


@pytest.fixture(params=PAGES, scope="module")
def window(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Each page of the site in turn, with all that it holds in view."""
    # The style that unfolds all stands in the page, which its policy forbids.
    with opener(browser, address) as open_page:
        window = open_page(request.param, permissions=CLIPBOARD, bypass_csp=True)
        window.add_style_tag(content=UNFOLDED)
        window.evaluate(OPEN_DETAILS)
        yield window


def frames(window: Page) -> list[tuple[Example, Locator]]:
    """Every example that the page shows."""
    known = {f"example-{example.name.replace('/', '-')}": example for example in examples()}
    shown = window.locator(".tx[id^=example-]")
    ids: list[str] = shown.evaluate_all("every => every.map(each => each.id)")
    return [(known[name], window.locator(f"[id='{name}']")) for name in ids]


def clipboard(window: Page) -> str:
    text: str = window.evaluate("navigator.clipboard.readText()")
    return text


def commands(example: Example) -> str:
    return "".join(f"{command.text}\n" for command in example.transcript.commands)


def test_a_click_puts_the_commands_and_the_file_into_the_clipboard(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/", permissions=CLIPBOARD)
    example, frame = frames(window)[0]
    wanted = {"commands": commands(example), "file": example.files[0].read_bytes().decode()}
    for what, expected in wanted.items():
        button = frame.locator(f"[data-copy={what}]").first
        button.click()
        window.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
        assert clipboard(window) == expected


def test_the_copy_buttons_copy_commands_alone_and_files_as_they_are(window: Page) -> None:
    for example, frame in frames(window):
        assert frame.locator("[data-copy=commands]").evaluate_all(PRESS_ALL) == [commands(example)], (
            example.name
        )
        files = [path.read_bytes().decode() for path in example.files]
        assert frame.locator("[data-copy=file]").evaluate_all(PRESS_ALL) == files, example.name


def test_a_file_is_seen_as_it_is(window: Page) -> None:
    """As it is seen, not only as it is in the page: a style may fold spaces and line ends."""
    for example, frame in frames(window):
        seen = frame.locator(".tx-file code").evaluate_all("codes => codes.map(code => code.innerText)")
        files = [path.read_bytes().decode() for path in example.files]
        assert [text.split("\n") for text in seen] == [text.split("\n") for text in files], example.name


def test_the_button_says_so_where_the_browser_forbids_it(open_page: Open) -> None:
    window = open_page("build/cmd-entrypoint/")
    window.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')) }")
    button = window.locator("[data-copy]").first
    button.click()
    window.wait_for_function(
        "button => button.textContent === 'Not allowed here'", arg=button.element_handle()
    )


def test_a_run_that_is_selected_whole_has_no_prompts(window: Page) -> None:
    for example, frame in frames(window):
        window.evaluate("navigator.clipboard.writeText('nothing was copied')")
        frame.locator(".tx-run").evaluate("run => getSelection().selectAllChildren(run)")
        window.keyboard.press("ControlOrMeta+C")
        lines = clipboard(window).splitlines()
        printed = [line for line in lines if re.match(r"\s*\$( |$)", line)]
        assert printed == prompts_printed(example), example.name
        text = " ".join(" ".join(lines).split())
        typed = [" ".join(command.text.split()) for command in example.transcript.commands]
        assert all(command in text for command in typed), (example.name, text)


def prompts_printed(example: Example) -> list[str]:
    """Lines of real output that look like a prompt."""
    output = [line for command in example.transcript.commands for line in command.output]
    return [line for line in output if re.match(r"\s*\$( |$)", line)]
