"""The explorer of a truth table, in a browser: choices, addresses, links, no scripts, nothing that moves by itself."""

import gzip

import pytest
from playwright.sync_api import Page, expect

from macros.problems import ROOT
from tests.site.axe import findings
from tests.site.built import Built
from tests.site.conftest import Open

pytestmark = pytest.mark.browser
OWN = "build/what-runs/"
START = "exec.exec.check.none.dash.no"
LARGEST = 3000  # bytes of the compressed script
TAP = 44
SHIFT = """() => new Promise(done => {
  const moved = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      moved.push(...entry.sources.map(each => each.node?.outerHTML?.slice(0, 99) ?? "?"));
    }
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(moved), 500);
})"""


def ready(page: Page) -> Page:
    """The page, once its explorer can be used and has all cells."""
    expect(page.locator(".wr-in input").first).to_be_enabled()
    assert page.evaluate("document.querySelector('truth-table').load()")
    return page


def chosen(page: Page) -> str:
    """The chosen cell, by its radio buttons."""
    return ".".join(page.locator(".wr-in :checked").evaluate_all("all => all.map(each => each.value)"))


def shown(page: Page) -> str:
    """The command that starts the container, in the run that is shown."""
    return page.locator(".tx-run .tx-line").nth(1).inner_text()


def choose(page: Page, axis: str, value: str) -> None:
    page.locator(f".opt:has([name=what-runs-{axis}][value={value}])").click()


def hash_of(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def test_a_click_shows_another_cell_and_its_address(open_page: Open) -> None:
    page = ready(open_page(OWN))
    assert chosen(page) == START and shown(page) == "docker run --detach --name demo demo check"
    assert page.locator(".wr-bar .tok").all_inner_texts() == ["serve", "$NAME", "check"]
    before = page.evaluate("history.length")
    choose(page, "flag", "debug")
    assert chosen(page) == "exec.exec.check.debug.dash.no"
    assert shown(page) == "docker run --detach --name demo --entrypoint debug demo check"
    assert page.locator(".wr-bar .tok").all_inner_texts() == ["debug", "check"]
    assert hash_of(page) == "#what-runs-exec-exec-check-debug-dash-no"
    assert page.evaluate("history.length") == before


def test_arrow_keys_choose_and_keep_the_focus(open_page: Open) -> None:
    page = ready(open_page(OWN))
    page.locator("[name=what-runs-cmd]:checked").focus()
    page.keyboard.press("ArrowRight")
    assert chosen(page) == "exec.shell.check.none.dash.no"
    assert page.evaluate("document.activeElement.value") == "shell"
    assert "CMD watch $NAME" in page.locator(".wr-files code").first.inner_text()


def test_an_address_chooses_a_cell(open_page: Open) -> None:
    page = ready(open_page(f"{OWN}#what-runs-shell-none-none-none-dash-no"))
    assert chosen(page) == "shell.none.none.none.dash.no"
    assert page.locator(".wr-bar").inner_text().count("10 s") == 1
    expect(page.locator(".wr-bar")).to_be_in_viewport()


def test_the_address_of_a_cell_brings_its_run_into_view_also_on_a_phone(open_page: Open) -> None:
    page = ready(open_page(f"{OWN}#what-runs-shell-none-none-none-dash-no", 360))
    expect(page.locator(".wr-axis").first).to_be_in_viewport()


def test_an_address_of_something_else_changes_nothing(open_page: Open) -> None:
    page = ready(open_page(f"{OWN}#sources"))
    assert chosen(page) == START
    expect(page.locator("#sources")).to_be_in_viewport()


def test_a_link_in_a_rule_shows_its_cell_and_back_leads_back(open_page: Open) -> None:
    page = ready(open_page(OWN))
    link = page.locator(".truth-rules a").nth(2)
    target = link.get_attribute("href") or ""
    link.click()
    assert hash_of(page) == target == f"#what-runs-{chosen(page).replace('.', '-')}" and chosen(page) != START
    expect(page.locator(".wr-bar")).to_be_in_viewport()
    page.go_back()
    page.wait_for_function("!location.hash")
    assert chosen(page) == START and shown(page).endswith("demo check")
    page.go_forward()
    page.wait_for_function("location.hash")
    assert hash_of(page) == f"#what-runs-{chosen(page).replace('.', '-')}"


def test_a_row_of_the_table_shows_its_cell(open_page: Open) -> None:
    page = ready(open_page(OWN))
    page.locator("#what-runs-none-exec-check-none-bash-no a").click()
    assert chosen(page) == "none.exec.check.none.bash.no"
    expect(page.locator(".wr-bar")).to_be_in_viewport()


def test_a_neighbor_is_one_choice_away_and_the_way_back_has_the_focus(open_page: Open) -> None:
    page = ready(open_page(OWN))
    page.locator(".near a", has_text="Arguments").focus()
    page.keyboard.press("Enter")
    assert chosen(page) == "exec.exec.none.none.dash.no"
    assert page.evaluate("document.activeElement.hash") == f"#what-runs-{START.replace('.', '-')}"
    page.keyboard.press("Enter")
    assert chosen(page) == START


def test_what_changes_nothing_is_told_in_one_line(open_page: Open) -> None:
    page = ready(open_page(OWN))
    same = page.locator(".near-same").first
    assert same.inner_text().startswith("Makes no difference here:")
    outcome = page.locator(".wr-seen").inner_text()
    same.locator("a").first.click()
    assert chosen(page) != START and page.locator(".wr-seen").inner_text() == outcome


def test_a_choice_that_no_cell_has_changes_another_one_and_says_so(open_page: Open) -> None:
    page = ready(open_page(f"{OWN}#what-runs-exec-exec-check-debug-dash-no"))
    assert page.locator(".opt--far").all_inner_texts() == ["Used"]
    assert "Not possible here" in page.locator(".wr-near").inner_text()
    choose(page, "init", "yes")
    assert chosen(page) == "exec.exec.check.none.dash.yes"
    assert page.locator(".wr-note").inner_text() == "Changed with it: --entrypoint: Not used."
    choose(page, "init", "no")
    assert page.locator(".wr-note").inner_text() == ""


def test_a_tab_of_the_files_is_no_choice(open_page: Open) -> None:
    page = ready(open_page(OWN))
    page.locator(".wr-files label", has_text="show.go").click()
    assert "package main" in page.locator(".wr-files .tx-file:visible").inner_text()
    assert chosen(page) == START and hash_of(page) == ""


def test_the_commands_of_a_cell_can_be_copied(open_page: Open) -> None:
    page = ready(open_page(OWN, permissions=["clipboard-read", "clipboard-write"]))
    choose(page, "arguments", "none")
    page.locator(".wr [data-copy=commands]").click()
    page.locator(".wr [data-copy=commands]", has_text="Copied").wait_for()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.splitlines()[1] == "docker run --detach --name demo demo"


def test_without_scripts_there_are_a_cell_and_all_rows(built: Built, open_page: Open) -> None:
    page = open_page(OWN, java_script_enabled=False)
    expect(page.locator(".wr-in")).to_be_hidden()
    expect(page.locator(".wr .tx-run")).to_be_visible()
    rows = built.trees[OWN].first("tbody").all("tr")
    assert page.locator(".truth tbody tr").count() == len(rows) > 100
    page.locator(".truth-rules a").first.click()
    expect(page.locator(".truth tr:target")).to_be_in_viewport()


def test_cells_are_loaded_when_somebody_wants_one(open_page: Open) -> None:
    page = open_page(None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(OWN)
    expect(page.locator(".wr-in input").first).to_be_enabled()
    assert not any("/truth/" in url for url in asked)
    choose(page, "flag", "debug")
    expect(page.locator(".tx-run .tx-line").nth(1)).to_contain_text("--entrypoint debug")
    choose(page, "flag", "none")
    expect(page.locator(".tx-run .tx-line").nth(1)).not_to_contain_text("--entrypoint")
    assert sum("/truth/what-runs." in url for url in asked) == 1


def test_cells_that_can_not_be_loaded_are_told_and_asked_for_again(open_page: Open) -> None:
    page = open_page(None)
    page.route("**/truth/*.js", lambda route: route.abort())
    page.goto(OWN)
    choose(page, "flag", "debug")
    expect(page.locator(".wr-note")).to_have_text("The other cells could not be loaded.")
    page.unroute("**/truth/*.js")
    choose(page, "flag", "empty")
    expect(page.locator(".tx-run .tx-line").nth(1)).to_contain_text('--entrypoint ""')


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves_when_the_script_arrives(open_page: Open, width: int) -> None:
    page = ready(open_page(OWN, width))
    assert page.evaluate(SHIFT) == []


def test_a_choice_is_large_enough_for_a_finger(open_page: Open) -> None:
    page = ready(open_page(OWN, 360))
    assert min(page.locator(".opt").evaluate_all("all => all.map(each => each.offsetHeight)")) >= TAP


@pytest.mark.parametrize(
    "page", ["build/what-runs/", "run/who-reaches/", "how/what-now/", "run/what-is-there/"]
)
def test_a_wide_window_has_the_choices_beside_what_comes_of_them(open_page: Open, page: str) -> None:
    window = open_page(page, width=1440)
    choices, outcome = (window.locator(part).bounding_box() for part in (".wr-in", ".wr-out"))
    assert choices and outcome
    assert choices["x"] + choices["width"] < outcome["x"] and outcome["width"] > 2 * choices["width"]


def test_on_a_phone_the_outcome_stays_in_view_and_leaves_what_has_the_focus_free(open_page: Open) -> None:
    page = ready(open_page(OWN, 360))
    chosen = page.locator(".wr-in :checked").all()
    assert len(chosen) == page.locator(".wr-axis").count() > 0
    for radio in chosen:
        radio.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".wr-bar")).to_be_in_viewport(ratio=1)
        focused = page.locator(".wr-in :focus").bounding_box()
        bar = page.locator(".wr-bar").bounding_box()
        assert focused and bar and focused["y"] + focused["height"] <= bar["y"]


def test_a_row_on_a_phone_tells_its_columns(open_page: Open) -> None:
    page = ready(open_page(OWN, 360))
    cell = page.locator(".truth tbody tr").first.locator("td").first
    assert cell.evaluate("each => getComputedStyle(each, '::before').content").startswith('"CMD"')


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_explorer_is_accessible(open_page: Open, width: int, scheme: str) -> None:
    page = ready(open_page(f"{OWN}#what-runs-shell-exec-none-none-dash-no", width, color_scheme=scheme))
    page.locator(".truth tbody tr:nth-child(n+6)").evaluate_all("all => all.forEach(each => each.remove())")
    for part in ("truth-table", ".truth-frame", ".truth-rules"):
        assert findings(page, part) == []


def test_the_script_is_small() -> None:
    script = ROOT / "docs" / "assets" / "javascripts" / "truth.js"
    assert len(gzip.compress(script.read_bytes())) <= LARGEST
