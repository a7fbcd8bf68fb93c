"""Search: what people ask and the error messages that they paste lead to the page that answers."""

import gzip
import json
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from macros.show_run import UNSEARCHED
from tests.counts import count
from tests.site.built import Built, SmallProject
from tests.site.conftest import Open

QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text(encoding="utf-8"))
AMONG, NEEDED = 3, 58
LARGEST = 220_000  # bytes on the wire of all that is searched
MESSAGE = "executable file not found in $PATH"
# The pages that are found for each question, by the function that the list is made of.
ASK = "asked => asked.map(each => finder.find(each).map(({ page }) => page.address))"


@pytest.fixture
def opened(open_page: Open) -> Page:
    """A page with the search open, and all texts in it."""
    return whole(open_page())


def whole(window: Page) -> Page:
    """Open the search, if it isn't yet, and wait until all is known to it."""
    window.keyboard.press("Control+k")
    window.wait_for_selector("[role=listbox]:not([aria-busy])", state="attached")
    return window


def ask(window: Page, words: str) -> None:
    window.locator(".find input").fill(words)
    window.wait_for_function(
        "words => document.querySelector('.find').dataset.asked === words", arg=words.strip()
    )


@pytest.mark.browser
def test_what_people_ask_finds_the_page_that_answers(opened: Page) -> None:
    assert len({row["ask"] for row in QUESTIONS}) == 63
    pages = {page for found in opened.evaluate(ASK, [""]) for page in found}
    assert pages == set()
    found = opened.evaluate(ASK, [row["ask"] for row in QUESTIONS])
    missed = [
        f"{row['ask']}: {row['pages']}, not {got[:AMONG]}"
        for row, got in zip(QUESTIONS, found, strict=True)
        if not set(row["pages"]) & set(got[:AMONG])
    ]
    first = sum(got[0] in row["pages"] for row, got in zip(QUESTIONS, found, strict=True) if got)
    count(f"of {len(QUESTIONS)} questions answered by search", len(QUESTIONS) - len(missed))
    count("of them by the first page", first)
    assert len(QUESTIONS) - len(missed) >= NEEDED, "\n".join(missed)


def test_every_expected_answer_is_a_page(built: Built) -> None:
    assert {page for row in QUESTIONS for page in row["pages"]} <= set(built.pages)


@pytest.mark.browser
def test_an_error_message_that_a_page_explains_finds_it_first(built: Built, opened: Page) -> None:
    messages = [
        (heading.text.removesuffix("¶"), page)
        for page, tree in built.trees.items()
        for heading in tree.first("article").all("h3", class_="wrong")
    ]
    assert len(messages) > 50
    found = opened.evaluate(ASK, [message for message, _ in messages])
    # Some messages are explained by more than one page, each for its own cause.
    shared = {message for message, _ in messages if [each for each, _ in messages].count(message) > 1}
    missed = [
        (message, page, got[:3])
        for (message, page), got in zip(messages, found, strict=True)
        if page not in (got[:3] if message in shared else got[:1])
    ]
    assert missed == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("as_written", "otherwise"),
    [
        ("volume", "volumes"),
        ("zombie", "zombies"),
        ("policy", "policies"),
        ("entrypoint", "entrypiont"),  # typos:ignore
        ("healthcheck", "helthcheck"),  # typos:ignore
        ("--mount", "--MOUNT"),
        ("how do I stop a container", "stop container"),
        ("virtual machine", "vm"),
    ],
)
def test_a_plural_a_typo_and_another_name_find_the_same(
    opened: Page, as_written: str, otherwise: str
) -> None:
    one, other = opened.evaluate(ASK, [as_written, otherwise])
    assert one[0] == other[0]


@pytest.mark.browser
def test_a_flag_and_a_path_are_found_as_typed(opened: Page) -> None:
    flag, path, name = opened.evaluate(ASK, ["--mount", "/var/run/docker.sock", "docker.sock"])
    assert flag[0] == "run/storage/"
    assert path[0] == name[0] == "secure/daemon/"


@pytest.mark.browser
def test_every_place_that_search_leads_to_is_there(built: Built, opened: Page) -> None:
    places = opened.evaluate("finder.parts.map(({ page, anchor }) => [page.address, anchor])")
    assert len(places) > 1000
    ids = {page: {each.attributes.get("id") for each in tree.all()} for page, tree in built.trees.items()}
    assert [
        (page, anchor) for page, anchor in places if page not in ids or (anchor and anchor not in ids[page])
    ] == []


@pytest.mark.browser
def test_a_message_is_found_and_opened_with_the_keyboard_alone(open_page: Open) -> None:
    window = open_page("run/networks/")
    window.keyboard.press("/")
    window.keyboard.type(MESSAGE)
    option = window.locator(".find [role=option]").filter(has=window.locator("mark", has_text="PATH")).first
    option.wait_for()
    whole(window)
    field = window.locator(".find input")
    assert field.get_attribute("aria-expanded") == "true" and not field.get_attribute("aria-activedescendant")
    window.keyboard.press("ArrowDown")
    assert window.locator("[aria-selected=true]").get_attribute("id") == field.get_attribute(
        "aria-activedescendant"
    )
    window.keyboard.press("ArrowUp")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    window.locator("article h3", has_text=MESSAGE).first.wait_for()
    assert not window.locator(".find").is_visible()
    window.go_back()
    window.wait_for_url("**/run/networks/")
    assert not window.locator(".find").is_visible()


@pytest.mark.browser
def test_esc_closes_the_search_and_the_focus_is_where_it_was(open_page: Open) -> None:
    window = open_page()
    window.locator("[data-search]").click()
    expect(window.locator(".find input")).to_be_focused()
    window.keyboard.press("Escape")
    assert not window.locator(".find").is_visible()
    expect(window.locator("[data-search]")).to_be_focused()


@pytest.mark.browser
def test_a_place_of_the_same_page_closes_the_search_too(open_page: Open) -> None:
    window = whole(open_page("build/cmd-entrypoint/"))
    ask(window, "exec format error")
    window.keyboard.press("Enter")
    window.wait_for_url("**/build/cmd-entrypoint/#*exec-format-error")
    assert not window.locator(".find").is_visible()


@pytest.mark.browser
def test_words_that_stand_nowhere_find_nothing_and_are_told_so(opened: Page) -> None:
    ask(opened, "zyzzyvaquux")
    expect(opened.locator(".find [role=status]")).to_contain_text("No page says that.")
    assert opened.locator(".find [role=option]").count() == 0
    ask(opened, "exec format error")
    expect(opened.locator(".find [role=status]")).to_contain_text("page")


@pytest.mark.browser
def test_an_address_with_words_opens_the_search_with_them(open_page: Open, address: str) -> None:
    window = open_page("?q=exec+format+error")
    window.locator(".find [role=option]", has_text="exec format error").first.wait_for()
    assert window.locator(".find input").input_value() == "exec format error"
    window.keyboard.press("Escape")
    window.wait_for_url(address)


@pytest.mark.browser
def test_a_slash_is_a_slash_where_one_types(open_page: Open) -> None:
    window = open_page()
    window.locator("[data-search]").click()
    window.keyboard.type("a/b")
    assert window.locator(".find input").input_value() == "a/b"


@pytest.mark.browser
def test_nothing_of_the_search_is_asked_for_until_it_is_opened(open_page: Open) -> None:
    window = open_page(None)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.goto("")
    window.wait_for_load_state("networkidle")
    assert not any("search" in each for each in asked)
    whole(window)
    assert sum("assets/search." in each for each in asked) == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1440])
def test_the_list_fits_the_window(open_page: Open, width: int) -> None:
    window = whole(open_page(width=width))
    ask(
        window,
        "docker: Error response from daemon: OCI runtime create failed /var/lib/docker/overlay2 docker.sock",
    )
    assert window.locator(".find").evaluate("box => box.scrollWidth <= box.clientWidth")
    assert window.locator(".find-list").evaluate("list => list.scrollWidth <= list.clientWidth")


def test_all_that_is_searched_is_small_enough_for_a_phone(built: Built) -> None:
    (script,) = (built.folder / "assets").glob("search.*.js")
    size = len(gzip.compress(script.read_bytes()))
    assert 0 < size < LARGEST
    assert not (built.folder / "assets/search").exists() and not (built.folder / "search").exists()


def test_a_page_does_not_keep_what_was_for_the_search(built: Built) -> None:
    marked = (
        page for page, tree in built.trees.items() for each in tree.all() if UNSEARCHED in each.attributes
    )
    assert next(marked, "") == ""


def test_the_words_of_drawings_and_controls_are_not_searched(built: Built) -> None:
    (script,) = (built.folder / "assets").glob("search.*.js")
    texts = script.read_text(encoding="utf-8")
    drawn = [
        words
        for page in built.folder.rglob("index.html")
        for words in re.findall(r"<desc[^>]*>([^<]+)</desc>", page.read_text(encoding="utf-8"))
    ]
    assert len(drawn) > 10
    assert [
        words for words in [*drawn, "Copy commands", "exit 127"] if json.dumps(words)[1:-1] in texts
    ] == []


@pytest.mark.slow
def test_without_the_engine_the_build_says_what_to_do(small: SmallProject) -> None:
    (small.root / "node_modules").unlink()
    done = small.build()
    assert done.returncode == 1
    assert "The engine of the search is not there. Run `make build`." in done.stdout
    assert "Traceback" not in done.stdout
