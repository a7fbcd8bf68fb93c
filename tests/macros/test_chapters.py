"""The pages of a chapter, and what one can do after each of them."""

from macros.chapters import Entry, entries, show_chapter, show_titles
from tests.macros.conftest import Write

NAV = [{"Home": "index.md"}, {"Run": [{"Overview": "run/index.md"}, {"One": "run/one.md"}, "run/two.md"]}]


def test_a_chapter_has_the_pages_of_its_part_of_the_menu(write: Write) -> None:
    write("docs/run/one.md", "---\ntitle: One `a`\nafter: Run `a`.\n---\n")
    write("docs/run/two.md", "# Two\n")
    assert entries(NAV, "run/index.md") == [
        Entry("run/one/", "One `a`", "Run `a`."),
        Entry("run/two/", "run/two.md", ""),
    ]


def test_a_page_in_no_chapter_opens_none() -> None:
    assert entries(NAV, "index.md") == []


def test_the_list_leads_to_each_page() -> None:
    shown = show_chapter([Entry("run/one/", "A & B", "Run `a`.")], "run/")
    assert shown == (
        '<ul class="after">\n<li><a href="one/">A &amp; B</a> <span>Run <code>a</code>.</span></li>\n</ul>'
    )


def test_a_list_of_titles_leads_to_each_page() -> None:
    pages = [Entry("run/a/", "A & B", "Do it."), Entry("run/b/", "B", "")]
    assert (
        show_titles(pages, "")
        == '<ul><li><a href="run/a/">A &amp; B</a></li><li><a href="run/b/">B</a></li></ul>'
    )
