"""The markup of pages: what is fine gives no alarm; a page that can't be read hides no other. Faults: tests/faults."""

import pytest

from tests.checks import figures, markup, pages, slips
from tests.checks.conftest import Project
from tests.checks.source import Source

FINE = (
    "See <https://docs.docker.com/>, or write to <me@example.org>.",
    r"A placeholder \<name\>, and `<name>` in code.",
    "```text\n<name>\n!!! odd\n# no heading\n```",
    "<!-- <div> and !!! odd, or :nothing: -->\n\n<!--\n!!! odd\n-->",
    'A <b>word</b>, a line<br> and a picture <img src="a.png" alt="A">.',
    "The time 10:30:15, a port `8080:80`, and a ratio of 1:2:3.",
    "An array `[[1], [2]]`, and a Go template `{{.Name}}`.",
    "A footnote.[^1]\n\n[^1]: Its text.",
    "An array [1, 2], a class [a-z], a question [y/N], and [sic].",
    "<q>One</q>, <cite>two</cite>, <time>three</time>.",
    "[One][two].\n\n[two]: <networks.md> (Title)",
    '!!! note "Title"\n\n    Text.',
)


@pytest.mark.parametrize("text", FINE)
def test_what_is_fine_gives_no_alarm(project: Project, text: str) -> None:
    page = project.write("docs/fine.md", f"---\ntitle: Fine\n---\n\n# Fine\n\n{text}\n")
    assert markup.of_page(Source(page)) + slips.of_page(Source(page)) == []


def test_a_page_that_can_not_be_read_hides_no_other(project: Project) -> None:
    project.write("docs/a.md", "\ufeff# A\n")
    project.write("docs/b.md", "Text without a heading.\n\n<svg></svg>\n")
    mark = "docs/a.md:1: The file starts with a byte order mark."
    for check, told in (
        (markup, "docs/b.md:1: The page has no heading."),
        (figures, "docs/b.md:3: A drawing has no title or no description."),
        (pages, "docs/b.md:1: The page has no front matter."),
    ):
        found = [str(problem) for problem in check.problems()]
        assert any(line.startswith(mark) for line in found)
        assert any(line.startswith(told) for line in found)
