"""Macro calls in pages: found with their lines, and refused where they can't work."""

from pathlib import Path

import pytest

from macros.calls import Call, calls, shown_at, table_pages
from macros.cells import Cells, Ran
from macros.pages import pages
from macros.problems import ProblemError
from macros.transcripts import parse_recorded
from tests.macros.conftest import HEADER, Make, Write
from tests.truth.small import small_table


@pytest.fixture(autouse=True)
def greet(make: Make, write: Write) -> None:
    """The example and the table that pages may name."""
    make()
    write(
        "docs/_data/tables/forms.yml",
        "caption: A\ncolumns: [{key: a, title: A}]\n"
        "rows: [{a: 1, source: {title: A, url: 'https://a.example'}}]\n",
    )


def refusals(write: Write, text: str) -> list[str]:
    page = write("docs/page.md", text)
    with pytest.raises(ProblemError) as raised:
        calls(page)
    return list(map(str, raised.value.problems))


def test_calls_are_found_with_their_lines(write: Write) -> None:
    text = '# Page\n\n{@ example("demo/greet") @}\n\nOf {@ count("commands") @} here.\n{@table(\'forms\')@}\n'
    page = write("docs/page.md", text)
    assert calls(page) == [
        Call(page, 3, "example", ("demo/greet",)),
        Call(page, 5, "count", ("commands",)),
        Call(page, 6, "table", ("forms",)),
    ]


def test_what_looks_alike_is_no_call(write: Write) -> None:
    assert calls(write("docs/page.md", "{{ example('x') }} ${#x} {% raw %} [[ x ]] @ {a} user@}\n")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{@ example("demo/greet")\n\nmore\n',
            "docs/page.md:1: The macro call has no end, or nothing in it.",
        ),
        ('{@ example("x"\n\n{@ count("commands") @}\n', "docs/page.md:1: The macro call has no end"),
        ("{@ @}\n", "docs/page.md:1: The macro call has no end, or nothing in it."),
        ('```text\n{@ example("demo/greet") @}\n```\n', "docs/page.md:2: `example()` stands in a code block"),
    ],
)
def test_a_call_that_no_reader_would_see_is_refused(write: Write, text: str, said: str) -> None:
    [refusal] = refusals(write, text)
    assert refusal.startswith(said)


def test_a_call_after_a_code_block_is_fine(write: Write) -> None:
    page = write("docs/page.md", '```text\nx\n```\n\n{@ example("demo/greet") @}\n')
    assert [call.line for call in calls(page)] == [5]


def test_a_page_without_macros_shows_calls_as_text(write: Write) -> None:
    text = '---\ntitle: A\nrender_macros: false\n---\n{@ example("nowhere") @}\n'
    assert calls(write("docs/page.md", text)) == []
    # Only the front matter counts.
    assert refusals(write, f"# A\n\n{text}")[0].startswith("docs/page.md:7: ")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("exampel('demo/greet')", "There is no macro `exampel`. Did you mean `example`?"),  # typos:ignore
        ("example", '`example` is not a macro call. Write it as `{@ example("page/name") @}`.'),
        ("example(", "`example(` is not a macro call. "),
        ("a.example('x')", "`a.example('x')` is not a macro call. "),
        ("example(name='demo/greet')", "`example(name='demo/greet')` is not a macro call. "),
        ("example(greet)", "`example(greet)` has an argument that is not a quoted name. "),
        ("example()", '`example()` names no example. Write `example("page/name")`.'),
        ("example('demo/great')", "There is no example `demo/great`. Did you mean `demo/greet`?"),
        ("examples('demo/greet', 'x')", "There is no example `x`. Known: demo/greet."),
        ("example('demo/greet', 'demo/greet')", "`example()` takes one name, not 2. Write `examples(...)`"),
        ("table('form')", "There is no table `form`. Did you mean `forms`?"),
        ("table()", "`table()` takes one name, not 0."),
        ("count('outputs', 'commands')", "`count()` takes one name, not 2."),
        ("count('outpost')", "There is no count of `outpost`. Did you mean `outputs`?"),
        ("reference_plugin('model')", "There is no plugin `model`. Known: buildx, compose."),
        ("chapter_pages('rum')", "There is no chapter `rum`."),
        ("all_examples('demo')", "`all_examples()` takes no name. Write `all_examples()`."),
    ],
)
def test_a_call_that_can_not_work_is_refused(write: Write, call: str, message: str) -> None:
    [problem] = refusals(write, f"# Page\n\n{{@ {call} @}}\n")
    assert problem.startswith(f"docs/page.md:3: {message}")


@pytest.mark.parametrize("before", ["    ", "- ", "Look: ", "> "])
def test_a_block_that_does_not_start_its_line_is_refused(write: Write, before: str) -> None:
    [problem] = refusals(write, f'{before}{{@ example("demo/greet") @}}\n')
    assert problem.startswith("docs/page.md:1: `example()` does not start the line")


def test_an_example_that_is_not_recorded_is_refused(make: Make, write: Write) -> None:
    make(name="demo/new").transcript_path.write_text("$ true\n", encoding="utf-8")
    [problem] = refusals(write, '\n{@ example("demo/new") @}\n')
    assert problem == (
        "snippets/demo/new/transcript.console:1: The commands have no recorded output. "
        "Run `make record EXAMPLE=demo/new`."
    )


def test_an_example_that_the_page_shows_already_is_refused(make: Make, write: Write) -> None:
    make(name="demo/part")
    found = refusals(write, "{@ example('demo/greet') @}\n\n{@ examples('demo/part', 'demo/greet') @}\n")
    assert found == [
        "docs/page.md:3: Line 1 shows the example `demo/greet` already. Link to it: `[...](#example-demo-greet)`."
    ]


def test_a_fault_in_an_example_is_told_with_both_places(make: Make, write: Write) -> None:
    make("$ true\n[exit 999]\n", name="demo/bad")
    assert [each.partition(": ")[0] for each in refusals(write, "{@ example('demo/bad') @}\n")] == [
        "snippets/demo/bad/transcript.console:3"
    ]


def test_a_fault_in_a_table_is_told_with_its_place_in_the_data(write: Write) -> None:
    write("docs/_data/tables/bad.yml", "caption: A\ncolumns: [{key: a, title: A}]\nrows:\n  - a: 1\n")
    [problem] = refusals(write, "{@ table('bad') @}\n")
    assert problem.startswith("docs/_data/tables/bad.yml:4: `source:` is missing.")


def test_all_calls_that_can_not_work_come_at_once(write: Write) -> None:
    found = refusals(write, "{@ x() @}\n{@ example('demo/greet') @}\n{@ y() @}\n")
    assert [each.partition(": ")[0] for each in found] == ["docs/page.md:1", "docs/page.md:3"]


def test_where_examples_are_shown(make: Make, write: Write) -> None:
    make(name="demo/part")
    write("docs/b.md", "{@ example('demo/greet') @}\n")
    write("docs/a/c.md", "\n{@ examples('demo/part', 'demo/greet') @}\n")
    assert [each.name for each in pages()] == ["c.md", "b.md"]
    assert shown_at() == {"demo/part": ["docs/a/c.md:2"], "demo/greet": ["docs/a/c.md:2", "docs/b.md:1"]}


def test_a_longer_fence_may_hold_a_shorter_one(write: Write) -> None:
    code = "````text\n```\n{text}\n````\n"
    assert [call.line for call in calls(write("docs/a.md", f"{code}\n{{@ example('demo/greet') @}}\n"))] == [
        6
    ]
    assert refusals(write, code.format(text="{@ example('demo/greet') @}"))[0].startswith(
        "docs/page.md:3: `example()` stands in a code block"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [("{@ zzz() @}", "macros/calls.py."), ("{@ table('zzz') @}", "docs/_data/tables/.")],
)
def test_where_many_names_are_known_their_place_is_told(
    write: Write, monkeypatch: pytest.MonkeyPatch, text: str, place: str
) -> None:
    monkeypatch.setattr("macros.calls.tables", lambda: dict.fromkeys(map(str, range(13))))
    assert refusals(write, f"{text}\n")[0].endswith(place)


def test_a_call_that_names_no_example_hides_what_it_would_show(write: Write) -> None:
    write("docs/a.md", "{@ example('demo/greed') @}\n")
    with pytest.raises(ProblemError) as refusal:
        shown_at()
    assert str(refusal.value) == "docs/a.md:1: There is no example `demo/greed`. Did you mean `demo/greet`?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{@ truth_table("smallish") @}\n',
            "docs/page.md:1: There is no truth table `smallish`. Did you mean `small`?",
        ),
        (
            '{@ truth_rules("small") @}\n',
            "snippets/truth/small/cells.json:1: The cell `none.plain` is not recorded, so no page can show",
        ),
        (
            "{@ truth_disputes() @}\n",
            "docs/page.md:1: `truth_disputes()` takes one name, not 0. Name one thing to show.",
        ),
    ],
)
def test_a_truth_table_that_can_not_be_shown_is_refused(
    write: Write, tmp_path: Path, text: str, said: str
) -> None:
    small_table(tmp_path / "snippets")
    [refusal] = refusals(write, text)
    assert refusal.startswith(said)


def test_a_page_shows_the_cells_of_a_table_once(write: Write, tmp_path: Path) -> None:
    table = small_table(tmp_path / "snippets")
    cells = {key: (Ran("run", 0, ("hello",)),) for key in table.keys}
    write(
        "snippets/truth/small/cells.json",
        Cells(table, parse_recorded(HEADER.removeprefix("# recorded: ").strip()), cells).text(),
    )
    shown = '{@ truth_table("small") @}\n{@ truth_rules("small") @}\n'
    page = write("docs/page.md", shown)
    assert len(calls(page)) == 2 and table_pages() == {"small": page}
    [refusal] = refusals(write, shown + '{@ truth_explorer("small") @}\n')
    assert refusal == "docs/page.md:3: Line 1 shows the cells of `small` already. Remove one of the two."
