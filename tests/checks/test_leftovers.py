"""What Markdown would leave on a page as a sign is told at its line; what is meant as it is, is not."""

import pytest

from tests.checks import leftovers
from tests.checks.conftest import GOOD, Project

PAGE, ABOUT = "docs/greet.md", "snippets/build/greet/example.yml"
FIRST = GOOD[PAGE].count("\n") + 2  # the line of what is added to the page


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("One `two.", 0, "A backtick has no partner."),
        ("One `two`\nthree `four\n`five`.", 1, "A backtick has no partner."),
        ("- `one`\n- two`\n- `three`", 1, "A backtick has no partner."),
        ("One.\n\n    Two `three.", 2, "A backtick has no partner."),
        ("One **two.", 0, "`**` has no partner"),
        ("One two**\nthree.", 0, "`**` has no partner"),
        ("- **one**\n- **two\n- **three**", 1, "`**` has no partner"),
        ("| a | b |\n| --- | --- |\n| **a | b** |\n| **c | d |", 3, "`**` has no partner"),
        ("One ==two.", 0, "`==` has no partner"),
        ("One ~~two~~.", 0, "`~~` strikes nothing out here."),
        ("One.^[Two.]", 0, "`^[` makes no footnote here."),
        ("::: note", 0, "`:::` makes no box here."),
        ("<details>\n<summary>One</summary>\n\n- Two\n</details>", 3, "Markdown inside of `<details>`"),
        ('<div class="a">\n<div>\n</div>\nOne **two**.\n</div>', 3, "Markdown inside of `<div>`"),
        ("<p>\nOne `two`.\n</p>", 1, "Markdown inside of `<p>`"),
        ("<p>See [one](two.md).</p>", 0, "Markdown inside of `<p>`"),
        ("<section>\n```text\nOne\n```\n</section>", 1, "Markdown inside of `<section>`"),
    ],
)
def test_a_sign_that_would_stay(project: Project, text: str, line: int, what: str) -> None:
    project.write(PAGE, f"{GOOD[PAGE]}\n{text}\n")
    [problem] = leftovers.problems()
    assert (problem.line, problem.what[: len(what)]) == (FIRST + line, what)


@pytest.mark.parametrize(
    "text",
    [
        "`a` ``b ` c`` \\` `d\ne`",
        "```text\na ` ** ~~ ::: ^[\n```",
        "**a** ***b*** **c\nd** `**e` 2 ** 3 \\**f",
        "==a== a == b",
        "<!-- ` ** ~~ -->",
        '<div markdown>\n`a`\n</div>\n<div markdown="1">\n- b\n</div>',
        "<details>\n<summary>One</summary>\n<code>two</code>\n</details>\n\n**Three** `four`.",
        "<p>One</p>\n\n- Two",
        "Term\n:   What it is: `a`.",
    ],
)
def test_what_is_meant(project: Project, text: str) -> None:
    project.write(PAGE, f"{GOOD[PAGE]}\n{text}\n")
    assert leftovers.problems() == []


@pytest.mark.parametrize(
    ("lesson", "what"),
    [
        ("One `two.", "A backtick has no partner."),
        ("One **two**.", "`**` would stand on the page as it is."),
        ("See [one](two.md).", "A link would stand on the page as it is."),
    ],
)
def test_a_sign_in_data(project: Project, lesson: str, what: str) -> None:
    project.write(ABOUT, f'title: A\nlesson: "{lesson}"\nlint: {{A1: "**"}}\n')
    [problem] = leftovers.problems()
    assert (problem.path, problem.line, problem.what) == (ABOUT, 2, what)


def test_code_in_data(project: Project) -> None:
    project.write(ABOUT, 'title: A\nlesson: "The pattern `**/[a](b)` is one."\n')
    assert leftovers.problems() == []
