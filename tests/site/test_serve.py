"""While the site is served, an edit reaches every page that it changes, and no other; a fault is told until mended."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples.project import copy_project
from tests.serving import Serving, served
from tests.site.built import EXAMPLE, LINE, PAGE, SmallProject

pytestmark = pytest.mark.faults
CHECKED = "reference/how-checked"
TABLE = """\
caption: What each form gives
columns:
  - {{key: what, title: ""}}
  - {{key: form, title: Form}}
rows:
  - what: One
    form: {form}
    source: {{title: Reference, url: "https://docs.docker.com/"}}
"""


HOME = '{start}\n\n{{@ example("demo/greet") @}}\n\n{{@ table("forms") @}}\n\n<p>{{@ count("examples") @}} of them.</p>'

SERVE = f"{sys.executable} -m mkdocs serve --livereload --dirty --dev-addr 127.0.0.1:{{port}} -f small.yml"
# In the real project, one after the other: a file, what stands there, and what is written instead.
EDITS = (
    (
        "docs/build/copy-add.md",
        "# COPY and ADD",
        'A question.\n\n??? question "Why?"\n\n    So.\n\n# COPY and ADD',
    ),
    ("docs/build/cache.md", "title: The build cache", "title: The cache"),
    ("docs/build/cache.md", "after: Order", "after: Sort and order"),
    ("snippets/copy-add/copy-of-run-file/transcript.console", "\n$ ", "\n# A remark.\n$ "),
    ("snippets/copy-add/copy-of-run-file/example.yml", "title: ", "title: New, "),
    ("docs/_data/tables/copy-add-compare.yml", "caption: ", "caption: New, "),
    ("docs/_data/claims/copyadd.yml", "verdict: imprecise", "verdict: wrong"),
    ("docs/_data/glossary.yml", "means: ", "means: New, "),
    ("snippets/truth/what-runs/table.yml", "title: ", "title: New, "),
    ("docs/assets/stylesheets/tokens.css", "{", "{ --new: 0; "),
    ("overrides/partials/footer.html", "Previous", "Before"),
    ("docs/_data/tables/copy-add-compare.yml", "caption: New", "caption: Newer"),
)


class Edited(SmallProject):
    """The small project, edited while it is served."""

    serving: Serving
    starts = 0

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        nav = (root / "small.yml").read_text(encoding="utf-8")
        self.write("small.yml", f"{nav}  - Glossary: reference/glossary.md\n")
        self.write("docs/reference/glossary.md", PAGE.format(text="{@ glossary() @}"))

    def checked(self, text: str, title: str = "Checked") -> None:
        """Let the page after the home page say this."""
        self.write(f"docs/{CHECKED}.md", PAGE.format(text=text).replace("title: Home", f"title: {title}"))

    def start(self) -> None:
        """Put all back to where every test begins, and wait until that is served."""
        self.starts += 1
        self.checked("Examples link to this page.")
        self.write("docs/_data/tables/forms.yml", TABLE.format(form="exec"))
        self.write("docs/_data/glossary.yml", "[]\n")
        self.example(EXAMPLE)
        self.page(HOME.format(start=f"Start {self.starts}."))
        self.serving.wait_for("", f"Start {self.starts}.")

    @property
    def times(self) -> dict[str, int]:
        """When each page was written, by its address."""
        site = self.serving.site
        files = site.rglob("index.html")
        return {path.parent.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in files}

    def made_since(self, times: dict[str, int]) -> list[str]:
        """The pages that were written since then."""
        return sorted(page for page, time in self.times.items() if times.get(page) != time)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    project = Edited(tmp_path_factory.mktemp("small"))
    with served(project.root, tmp_path_factory.mktemp("served"), SERVE) as project.serving:
        yield project


@pytest.fixture
def small(project: Edited) -> Edited:
    project.start()
    return project


def test_only_the_page_that_is_saved_is_made_again(small: Edited) -> None:
    times = small.times
    small.checked("Something else.")
    small.serving.wait_for(f"{CHECKED}/", "Something else.")
    assert small.made_since(times) == [CHECKED]


def test_an_example_reaches_the_page_that_shows_it_and_its_download(small: Edited) -> None:
    times, download = small.times, small.serving.site / "downloads/demo/greet.zip"
    before = download.read_bytes()
    small.example({"Dockerfile": 'FROM busybox:1.37\nCMD ["echo", "Good day"]\n'})
    small.serving.wait_for("", "Good day")
    assert small.made_since(times) == ["."]
    assert download.read_bytes() != before


def test_a_table_reaches_the_page_that_shows_it(small: Edited) -> None:
    times = small.times
    small.write("docs/_data/tables/forms.yml", TABLE.format(form="shell"))
    small.serving.wait_for("", "<span>shell</span>")
    assert small.made_since(times) == ["."]


def test_what_is_counted_reaches_the_page_that_tells_it(small: Edited) -> None:
    times = small.times
    small.example(EXAMPLE, "demo/another")
    small.serving.wait_for("", "2 of them.")
    assert small.made_since(times) == ["."]
    shutil.rmtree(small.root / "snippets/demo/another")
    small.serving.wait_for("", "1 of them.")


def test_a_title_reaches_the_page_before(small: Edited) -> None:
    small.checked("Examples link to this page.", title="Another title")
    small.serving.wait_for("", "<small>Next</small> Another title")


def test_a_word_of_the_glossary_is_linked_on_all_pages(small: Edited) -> None:
    small.write(
        "docs/_data/glossary.yml", "- {term: page, means: What one reads., at: reference/offline.md}\n"
    )
    small.serving.wait_for(f"{CHECKED}/", 'title="What one reads."')


def test_a_style_a_script_and_a_template_reach_all_pages(small: Edited) -> None:
    for path, served_at in (
        ("docs/assets/stylesheets/tokens.css", "assets/site.css"),
        ("docs/assets/javascripts/truth.js", "assets/site.js"),
        ("overrides/main.html", f"{CHECKED}/"),
    ):
        text = (small.root / path).read_text(encoding="utf-8")
        small.write(path, f"{text}\n/* a new remark */\n")
        small.serving.wait_for(served_at, "/* a new remark */")


def test_what_a_page_says_is_found(small: Edited) -> None:
    small.checked("An unheard-of word: quokka.")
    small.serving.wait_for("assets/search.js", "quokka")


def test_a_fault_is_told_until_it_is_mended(small: Edited) -> None:
    small.page('{@ example("demo/great") @}')
    told = f"docs/index.md:{LINE}: There is no example `demo/great`. Did you mean `demo/greet`?"
    small.serving.wait_until_said(told)
    said = len(small.serving.said)
    small.checked("Another page is saved meanwhile.")
    small.serving.wait_until_said(told, said)
    small.page("Mended.")
    small.serving.wait_for("", "Mended.")
    assert "Another page is saved meanwhile." in small.serving.text(f"{CHECKED}/")


def test_a_fault_of_an_example_is_told(small: Edited) -> None:
    small.example({"example.yml": "title: Greet\n"})
    small.serving.wait_until_said("snippets/demo/greet/example.yml:1: `lesson:` is missing.")
    small.example({"example.yml": "title: Greet you\nlesson: The image says hello.\n"})
    small.serving.wait_for("", 'aria-label="Recorded run: Greet you"')


def test_a_link_to_a_place_that_another_page_had_is_told_until_it_is_mended(small: Edited) -> None:
    small.checked("## A place")
    small.page(f"[There]({CHECKED}.md#a-place), once.")
    small.serving.wait_for("", "There</a>, once.")
    small.checked("## Another place")
    told = f"but the doc '{CHECKED}.md' does not contain an anchor '#a-place'"
    small.serving.wait_until_said(told)
    said = len(small.serving.said)
    small.write("docs/_data/tables/forms.yml", TABLE.format(form="another"))
    small.serving.wait_until_said(told, said)
    small.page(f"[There]({CHECKED}.md#another-place), again.")
    small.serving.wait_for("", "There</a>, again.")


def test_a_page_that_comes_and_goes_is_in_the_menu_meanwhile(small: Edited) -> None:
    nav = (small.root / "small.yml").read_text(encoding="utf-8")
    small.write("docs/more.md", PAGE.format(text="More."))
    small.write("small.yml", f"{nav}  - More of it: more.md\n")
    small.serving.wait_for(f"{CHECKED}/", "More of it")
    (small.root / "docs/more.md").unlink()
    small.write("small.yml", nav)
    small.page("No more.")
    small.serving.wait_for("", "No more.")
    assert "More of it" not in small.serving.text(f"{CHECKED}/")
    assert not (small.serving.site / "more").exists()


def test_the_code_of_a_macro_is_read_anew_once_it_can_be_read(small: Edited) -> None:
    path = "macros/show_tables.py"
    text = (small.root / path).read_text(encoding="utf-8")
    small.write(path, f"{text}(\n")
    small.serving.wait_until_said(
        f"{path}:{text.count(chr(10)) + 1}: Python can't read the line: '(' was never closed."
    )
    small.write(path, text.replace('class="facts-table"', 'class="facts-table all-new"'))
    small.serving.wait_for("", 'class="facts-table all-new"')
    small.page("It goes on.")
    small.serving.wait_for("", "It goes on.")


def test_after_many_edits_no_page_is_other_than_if_all_were_made_anew(tmp_path: Path) -> None:
    project, folders = copy_project(tmp_path), (tmp_path / "edited", tmp_path / "anew")
    for folder in folders:
        folder.mkdir()
    command = "make serve PORT={port}"
    with served(project, folders[0], command) as serving:
        for number, (path, old, new) in enumerate(EDITS):
            file = project / path
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            page = project / "docs/contribute.md"
            page.write_text(f"{page.read_text(encoding='utf-8')}\nEdit {number}.\n", encoding="utf-8")
            serving.wait_for("contribute/", f"Edit {number}.")
        edited = _files(serving)
    with served(project, folders[1], command) as serving:
        anew = _files(serving)
    assert edited.keys() == anew.keys()
    assert [name for name, content in anew.items() if edited[name] != content] == []


def _files(serving: Serving) -> dict[str, bytes]:
    """The files of a site, without the port that it is served at."""
    here = serving.address.encode()
    return {
        path.relative_to(serving.site).as_posix(): path.read_bytes().replace(here, b"")
        for path in serving.site.rglob("*")
        if path.is_file() and path.name != "sitemap.xml.gz"
    }
