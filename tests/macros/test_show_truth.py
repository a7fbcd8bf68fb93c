"""A truth table as HTML: the explorer with its parts, the cells, the rules."""

import json
from pathlib import Path

import pytest

from macros import examples
from macros.cells import Cells, Ran, Seen, whole_cells
from macros.problems import ProblemError
from macros.show_rules import show_truth_disputes, show_truth_rules
from macros.show_seen import Group, groups, show_group, show_in_line
from macros.show_truth import show_truth_explorer, show_truth_table
from macros.transcripts import parse_recorded
from macros.truth import Field
from macros.truth_parts import ASSIGNED, SLOTS, all_parts, cell_parts
from tests.site.dom import Element, parse
from tests.truth.small import TEXT, small_table

RECORDED = parse_recorded("Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24")
DISPUTE = """
disputes:
  - {page: A & B, url: 'https://docs.example/?a=1&b', quote: It says <b>., says: It does not., show: [hello.plain]}
"""
PAGE, OWN = "run/networks/", "run/said/"


def small(snippets: Path, text: str = TEXT) -> Cells:
    table = small_table(snippets, text)
    runs = {
        ("none", "plain"): (Ran("volume", 0, ("small-talk",)), Ran("run", 0, ())),
        ("hello", "plain"): (Ran("volume", 0, ("small-talk",)), Ran("run", 0, ("hello",))),
        ("hello", "wrong"): (Ran("volume", 0, ("small-talk",)), Ran("run", 125, ("docker: <no> network",))),
    }
    return Cells(table, RECORDED, {key: (*run, Ran("file", 0, ("hidden",))) for key, run in runs.items()})


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cells:
    monkeypatch.setattr(examples, "SNIPPETS", tmp_path)
    return small(tmp_path, TEXT + DISPUTE)


def slot(cells: Cells, key: tuple[str, ...], name: str) -> Element:
    return parse("".join(cell_parts(cells, key)[SLOTS.index(name)]))


def hrefs(tree: Element) -> list[tuple[str, str]]:
    return [(each.text, each.attributes["href"]) for each in tree.all("a")]


def test_the_file_holds_each_part_once_and_gives_back_every_cell(cells: Cells) -> None:
    kept = json.loads(all_parts(cells).removeprefix(ASSIGNED))
    assert len(kept["parts"]) == len(set(kept["parts"]))
    for key in cells.table.keys:
        slots = kept["cells"][".".join(key)]
        assert [[kept["parts"][number] for number in slot] for slot in slots] == cell_parts(cells, key)
    assert kept["cells"].keys() == {"none.plain", "hello.plain", "hello.wrong"}


def test_a_run_shows_its_steps_but_for_the_hidden_ones_and_escapes_what_was_said(cells: Cells) -> None:
    run = slot(cells, ("hello", "wrong"), "run")
    assert [each.text for each in run.all("code", class_="tx-line")] == [
        "docker volume create small-talk",
        "docker run --name small-talk --network nowhere busybox:1.37 echo hello",
    ]
    assert [each.text for each in run.all("span", class_="tx-exit")] == ["exit 0", "exit 125"]
    assert "docker: <no> network" in run.text and "hidden" not in run.text


def test_the_files_of_a_cell_are_filled_and_can_be_copied(cells: Cells) -> None:
    files = slot(cells, ("hello", "plain"), "files")
    assert files.first("code").text == "echo hello\nabout a word\n"
    assert files.first("button").attributes["data-copy"] == "file"


def test_what_is_not_observed_is_not_shown(cells: Cells) -> None:
    assert [each.text for each in slot(cells, ("hello", "plain"), "seen").all("dt")] == ["Said"]
    assert [each.text for each in slot(cells, ("hello", "wrong"), "seen").all("dt")] == ["Said", "Error"]
    assert slot(cells, ("hello", "wrong"), "bar").text == "Said refused"


def test_neighbors_say_what_changes_or_that_nothing_does_or_why_they_are_not_there(cells: Cells) -> None:
    near = slot(cells, ("hello", "plain"), "near")
    assert hrefs(near) == [
        ("Word: None Said nothing", "#small-none-plain"),
        ("Flag: --network nowhere Said refused", "#small-hello-wrong"),
    ]
    left_out = slot(cells, ("none", "plain"), "near").all("p")[-1].text
    assert left_out == "Not possible here: Flag: --network nowhere. A wrong flag is tried once."
    same = Cells(cells.table, RECORDED, dict.fromkeys(cells.runs, cells.runs["hello", "plain"]))
    assert slot(same, ("hello", "plain"), "near").first("p").text.startswith("Makes no difference here: ")
    assert not slot(same, ("hello", "plain"), "near").all("li")


def test_the_explorer_comes_with_the_cell_that_a_reader_sees_first(cells: Cells) -> None:
    page = parse(show_truth_table(cells, OWN))
    assert page.first("truth-table").attributes["data-parts"] == "../../truth/small.js"
    chosen = [each.attributes["value"] for each in page.all("input") if "checked" in each.attributes]
    assert chosen == ["hello", "plain"]
    places = {
        each.attributes["data-slot"]: each.text for each in page.inside if "data-slot" in each.attributes
    }
    assert list(places) == list(SLOTS)  # the order in which the script fills them
    assert places == {name: slot(cells, ("hello", "plain"), name).text for name in SLOTS}
    assert page.first("div", class_="tx-foot").first("a").attributes["href"] == "../../reference/how-checked/"


def test_a_choice_that_asks_for_another_one_is_marked(tmp_path: Path, cells: Cells) -> None:
    other = small(tmp_path, TEXT.replace("start: hello.plain", "start: none.plain"))
    far = parse(show_truth_table(other, OWN)).all("label", class_="opt--far")
    assert [each.first("input").attributes["value"] for each in far] == ["wrong"]
    assert not parse(show_truth_table(cells, OWN)).all("label", class_="opt--far")


def test_every_cell_is_a_row_with_an_address(cells: Cells) -> None:
    page = parse(show_truth_table(cells, OWN))
    rows = page.first("tbody").all("tr")
    assert [row.attributes["id"] for row in rows] == [
        "small-none-plain",
        "small-hello-plain",
        "small-hello-wrong",
    ]
    last = rows[-1]
    assert [each.text for each in last.all("td")] == ["--network nowhere", "refused", "<no> network"]
    assert [each.attributes["data-title"] for each in last.all("td")] == ["Flag", "Said", "Error"]
    assert last.first("a").attributes["href"] == "#small-hello-wrong"
    assert last.first("a").attributes["aria-label"] == "Word: hello, Flag: --network nowhere"
    assert page.first("caption").text.startswith("All 3 cells.")
    assert page.first("div", class_="truth-left-out").text == "Not in the table:A wrong flag is tried once."


def test_another_page_has_a_few_cells_and_leads_to_all(tmp_path: Path, cells: Cells) -> None:
    few = small(tmp_path, TEXT.replace("at_once: 2", "short: {flag: plain}"))
    page = parse(show_truth_explorer(few, PAGE, OWN))
    assert [row.attributes["id"] for row in page.first("tbody").all("tr")] == [
        "small-none-plain",
        "small-hello-plain",
    ]
    assert page.first("caption").text == "2 of 3 cells, all with Flag: Not used."
    assert [head.text for head in page.first("thead").all("th")] == ["Word", "Said", "Error"]
    assert hrefs(page)[-1] == (
        "All 3 cells, and the rules behind them",
        "../said/",
    )
    near = page.first("ul", class_="near")
    assert [href for _, href in hrefs(near)] == ["../said/#small-none-plain", "../said/#small-hello-wrong"]
    assert not parse(show_truth_explorer(cells, PAGE, OWN)).all("table")


def test_a_rule_says_in_how_many_cells_it_holds(cells: Cells) -> None:
    rules = parse(show_truth_rules(cells)).all("li")
    assert rules[0].all("p")[0].text == "A word is said."
    assert rules[0].all("p")[1].text == "Holds in 1 of 1 cell. For example: Word: hello, Flag: Not used."
    assert hrefs(rules[2]) == [("Word: hello, Flag: --network nowhere", "#small-hello-wrong")]
    broken = Cells(cells.table, RECORDED, dict.fromkeys(cells.runs, cells.runs["hello", "plain"]))
    assert "Holds in 0 of 1 cell." in show_truth_rules(broken)


def test_a_cell_with_a_long_name_is_linked_by_a_number(tmp_path: Path) -> None:
    named = small(tmp_path, TEXT.replace("title: Word", "title: What a container is asked to say, and says"))
    [link] = parse(show_truth_rules(named)).all("li")[0].all("a")
    assert (link.text, link.attributes["href"]) == ("cell 1", "#small-hello-plain")
    assert link.attributes["title"] == "What a container is asked to say, and says: hello, Flag: Not used"


def test_a_dispute_quotes_and_links(cells: Cells, tmp_path: Path) -> None:
    [dispute] = parse(show_truth_disputes(cells)).all("li")
    assert dispute.first("blockquote").first("p").text == "It says <b>."
    assert hrefs(dispute) == [
        ("A & B", "https://docs.example/?a=1&b"),
        ("Word: hello, Flag: Not used", "#small-hello-plain"),
    ]
    assert show_truth_disputes(small(tmp_path)) == ""


KINDS = {
    "text": ("says `x` & y", "<p>says <code>x</code> &amp; y</p>"),
    "code": ("a <b>", "<code>a &lt;b&gt;</code>"),
    "lines": ("one\ntwo", '<ul class="wr-lines"><li>one</li><li>two</li></ul>'),
}


def of_kind(tmp_path: Path, kind: str, text: str, source: str = "") -> tuple[str, str]:
    table = small_table(tmp_path, TEXT.replace("title: Said", f"title: Said\n    kind: {kind}"))
    group, seen = groups(table)[0], {"said": Seen(text, source)}
    return show_group(group, seen), show_in_line(group, seen)


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_looks_like_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(examples, "SNIPPETS", tmp_path)
    text, full = KINDS[kind]
    assert of_kind(tmp_path, kind, text)[0] == full


def test_tokens_tell_their_source_and_the_words_of_a_shell_apart(cells: Cells, tmp_path: Path) -> None:
    full, short = of_kind(tmp_path, "tokens", '["/bin/sh", "-c", "<x>"]', "ENTRYPOINT")
    every = parse(full).all("li")
    assert [each.first("small").text for each in every] == ["shell form", "shell form", "ENTRYPOINT"]
    assert [each.first("span").attributes["class"] for each in every] == [
        "tok tok--shell",
        "tok tok--shell",
        "tok tok--entrypoint",
    ]
    assert parse(short).text == "/bin/sh -c <x>"
    assert 'class="tok tok--you">check<' in of_kind(tmp_path, "tokens", '["check"]', "you")[1]
    assert parse(of_kind(tmp_path, "tokens", "no list", "CMD")[1]).text == "no list"


def test_tokens_that_a_program_did_not_get_are_struck_out(cells: Cells, tmp_path: Path) -> None:
    text = TEXT.replace("title: Said", "title: Said\n    kind: tokens\n    within: error")
    [group, _] = groups(small_table(tmp_path, text))
    given = Seen('["/bin/sh", "-c", "serve $NAME", "lost"]', "CMD")
    for got, struck in (('["serve", "docs"]', ["lost"]), ('["serve", "lost"]', []), ("", [])):
        tree = parse(show_group(group, {"said": given, "error": Seen(got)}))
        assert [each.text for each in tree.all("s")] == struck


@pytest.mark.parametrize(
    ("text", "form"), [("under 10 s", "stop-short"), ("10 s", "stop-long"), ("nothing", "")]
)
def test_a_stop_is_a_line_and_words(cells: Cells, tmp_path: Path, text: str, form: str) -> None:
    full = parse(of_kind(tmp_path, "stop", text)[0])
    assert full.first("p").text == text
    assert [each.attributes["class"] for each in full.all("path")] == (["stop-track", form] if form else [])


def test_fields_of_a_group_are_shown_together(cells: Cells, tmp_path: Path) -> None:
    both = TEXT.replace("title: Said", "title: Said\n    group: All").replace(
        "title: Error", "title: Error\n    group: All"
    )
    [group] = groups(small_table(tmp_path, both))
    seen = {"said": Seen("refused"), "error": Seen("why")}
    assert group.title == "All" and group.is_summary
    assert parse(show_group(group, seen)).text == "Said refusedError why"


def test_a_table_with_a_cell_that_is_not_recorded_is_refused(cells: Cells) -> None:
    with pytest.raises(ProblemError) as raised:
        whole_cells(cells.table)
    assert "`none.plain` is not recorded" in str(raised.value)


@pytest.mark.parametrize(("text", "form"), [("worked", "is-good"), ("refused", "is-bad")])
def test_what_is_good_or_bad_has_a_mark(text: str, form: str) -> None:
    group = Group("Outcome", (Field("outcome", "Outcome", "text", "", "", True, ("worked",), ()),))
    seen = {"outcome": Seen(text)}
    assert show_in_line(group, seen) == f'<span class="{form}">{text}</span>'
    assert show_group(group, seen) == f'<p><span class="{form}">{text}</span></p>'
