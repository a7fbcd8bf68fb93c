"""Facts as tables: what they look like, and which rows are refused."""

from pathlib import Path

import pytest

from macros.problems import ProblemError
from macros.show_tables import show_table
from tests.macros.conftest import Write
from tests.site.dom import Element, parse

HEAD = 'caption: Forms of `CMD`\ncolumns:\n  - {key: what, title: ""}\n  - {key: form, title: Form}\nrows:\n'
ROW = "  - what: One & two\n    form: '`CMD [\"a\"]` <b>'\n    source: {title: Reference, url: 'https://docs.docker.com/'}\n"
PROVED = "  - what: Three\n    form: 3\n    source: {title: Run, example: demo/greet}\n"
WHERE = {"demo/greet": "../page/#example-demo-greet"}


@pytest.fixture
def shown(write: Write) -> Element:
    return parse(show_table(write("docs/_data/tables/forms.yml", HEAD + ROW + PROVED), WHERE))


def refusals(write: Write, text: str) -> list[str]:
    path = write("docs/_data/tables/forms.yml", text)
    with pytest.raises(ProblemError) as raised:
        show_table(path, WHERE)
    return [f"{Path(each.path).name}:{each.line}: {each.what}" for each in raised.value.problems]


def test_rows_and_columns_have_heads(shown: Element) -> None:
    assert [(each.attributes["scope"], each.text) for each in shown.all("th")] == [
        ("col", "Form"),
        ("col", "Proof"),
        ("row", "One & two"),
        ("row", "Three"),
    ]
    assert shown.first("caption").text == "Forms of CMD"


def test_a_column_without_a_title_has_no_head_that_says_nothing(shown: Element) -> None:
    corner, *others = [each for each in shown.first("tr").children if isinstance(each, Element)]
    assert (corner.tag, corner.text) == ("td", "") and {each.tag for each in others} == {"th"}


def test_cells_hold_code_and_no_other_markup(shown: Element) -> None:
    assert shown.first("tbody").all("td")[0].text == 'CMD ["a"] <b>' and not shown.all("b")
    assert [each.text for each in shown.all("code")] == ["CMD", 'CMD ["a"]']


def test_each_row_links_to_its_proof(shown: Element) -> None:
    assert [(each.text, each.attributes["href"]) for each in shown.all("a")] == [
        ("Reference", "https://docs.docker.com/"),
        ("Run", "../page/#example-demo-greet"),
    ]


@pytest.mark.parametrize(
    ("row", "line", "what"),
    [
        ("  - what: A\n    form: B\n", 9, "`source:` is missing."),
        (
            "  - what: A\n    form: B\n    source: docs\n",
            11,
            "`source` is not a list of `field: value` lines.",
        ),
        ("  - what: A\n    form: B\n    source: {url: 'https://a.example'}\n", 11, "`title:` is missing."),
        (
            "  - what: A\n    form: B\n    source: {title: A}\n",
            11,
            "`source` has not exactly one of `url:` or `example:`.",
        ),
        (
            "  - what: One & two\n    form: B\n    source: {title: A, example: demo/greet}\n",
            9,
            "The row `One & two` stands on line 6 already.",
        ),
        (
            "  - what: A\n    form: B\n    source: {title: A, url: 'http://a.example'}\n",
            11,
            "`url` can't be `http://a.example`.",
        ),
        ("  - what: A\n    source: {title: A, example: demo/greet}\n", 9, "`form:` is missing."),
        (
            "  - what: A\n    form: B\n    from: C\n    source: {title: A, example: demo/greet}\n",
            11,
            "Unknown field `from`.",
        ),
    ],
)
def test_a_row_with_a_fault_is_refused_with_its_line(write: Write, row: str, line: int, what: str) -> None:
    assert refusals(write, HEAD + ROW + row) == [f"forms.yml:{line}: {what}"]


def test_all_rows_with_faults_are_named_at_once(write: Write) -> None:
    rows = "  - what: A\n    form: B\n" * 2
    assert refusals(write, HEAD + rows) == [f"forms.yml:{line}: `source:` is missing." for line in (6, 8)]


@pytest.mark.parametrize("missing", ["caption", "columns", "rows"])
def test_a_table_without_a_part_is_refused(write: Write, missing: str) -> None:
    parts = {
        "caption": "caption: A\n",
        "columns": "columns: [{key: a, title: A}]\n",
        "rows": "rows: [{a: 1}]\n",
    }
    assert refusals(write, "".join(text for name, text in parts.items() if name != missing)) == [
        f"forms.yml:1: `{missing}:` is missing."
    ]


def test_what_is_not_yaml_is_refused_with_its_line(write: Write) -> None:
    assert refusals(write, "caption: A\ncolumns: [}\n")[0].startswith("forms.yml:2: Not valid YAML: ")


def test_a_row_whose_proof_no_page_shows_is_refused(write: Write) -> None:
    row = "  - what: A\n    form: B\n    source: {title: A, example: demo/gone}\n"
    assert refusals(write, HEAD + ROW + row) == [
        "forms.yml:11: The proof of the row is the example `demo/gone`, which no page shows."
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "caption: A\ncolumns: [a]\nrows: [{a: 1}]\n",
            "forms.yml:2: This is not a list of `field: value` lines.",
        ),
        ("caption: A\ncolumns:\n  - {key: a, title: A}\nrows: []\n", "forms.yml:4: `rows` is empty."),
        (
            "caption: A\ncolumns:\n  - {key: a}\nrows: [1]\n",
            "forms.yml:3: `title:` is missing.",
        ),
        (
            "caption: A\ncolumns: [{key: a, title: A}]\nrows:\n  - a\n",
            "forms.yml:4: This is not a list of `field: value` lines.",
        ),
        (
            "caption: A\ncolumns: [{key: a, title: A}]\nrows: a\n",
            "forms.yml:3: `rows` is not a list.",
        ),
    ],
)
def test_a_part_of_the_wrong_shape_is_refused_with_its_line(write: Write, text: str, what: str) -> None:
    assert refusals(write, text)[0] == what


def test_a_table_that_is_a_list_is_refused(write: Write) -> None:
    assert refusals(write, "- a\n")[0] == "forms.yml:1: This is not a list of `field: value` lines."
