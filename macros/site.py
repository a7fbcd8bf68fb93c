"""The macros themselves: from a name in a page to HTML that fits the place of the page in the site."""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from macros.blocks import Blocks
from macros.calls import BLOCKS, TRUTH, Call, calls, shown_at, table_pages
from macros.cells import Cells, whole_cells
from macros.chapters import INDEX, entries, show_chapter, show_titles
from macros.claims import CLAIMS, Claim, Ledger, by_topic, unplaced, unproved
from macros.counts import counts, of_runs
from macros.downloads import write_all
from macros.examples import SNIPPETS, Example, example, examples
from macros.glossary import PAGE
from macros.glossary import unplaced as unplaced_terms
from macros.kept import Kept, Stamp, stamp
from macros.lab import MADE_OF as LAB
from macros.lab import Lab
from macros.lab import lab as built_lab
from macros.lab_examples import write_lab_examples
from macros.links import Links
from macros.pages import DOCS, address, fields, pages_of
from macros.pages import pages as every_page
from macros.problems import Problem, ProblemError, relative
from macros.reference import plugin, reference
from macros.report import read_report
from macros.show_claims import show_corrections, show_filter, show_topic
from macros.show_examples import show_example, show_examples, show_index
from macros.show_glossary import TermLinks, show_glossary
from macros.show_lab import show_lab
from macros.show_report import show_asked, show_pages
from macros.show_rules import show_truth_disputes, show_truth_rules
from macros.show_tables import show_table
from macros.show_truth import parts_path, show_truth_explorer, show_truth_table
from macros.show_zip import show_zip_link
from macros.stop import or_stop
from macros.tables import tables
from macros.truth import TABLE_FILE, read_truth_table, truth_tables
from macros.truth_parts import all_parts

DATA = DOCS / "_data"
NO_TERMS = ("index.md", PAGE)  # pages on which no word links to the glossary


class Site:
    """What macros give on the page that calls them, a method for each; made anew for each build."""

    def __init__(self, env: Any, blocks: Blocks, term_links: TermLinks, kept: Kept) -> None:
        self._env = env
        self._blocks = blocks
        self._hold = blocks.hold
        self._term_links = term_links
        self._kept = kept
        self._page: Page  # the one that is made
        self._ready: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._cells: dict[str, Cells] = {}
        self._tables: set[str] = set()  # the truth tables that pages show

    def prepare(self, page: Page) -> list[str]:
        """Make every block of a page, before the page itself is made; gives what its calls give, in order.

        A problem ends the build here, as one message, and not as an error inside of a template.
        """
        self._page, path = page, Path(str(page.file.abs_src_path))
        self._term_links.page = None if page.file.src_uri in NO_TERMS else page.file.src_uri
        of = stamp(path), self._data
        called = self._kept.get(("calls", path), of, partial(or_stop, partial(calls, path)))
        return [self._blocks.fill(or_stop(partial(self._give, call))) for call in called]

    def _give(self, call: Call) -> str:
        if call.name in TRUTH:
            self._tables.update(call.arguments)
        key = self._key(call.name, call.arguments)
        if call.name not in BLOCKS:
            return str(getattr(self, call.name)(*call.arguments))
        if key not in self._ready:
            self._ready[key] = getattr(self, call.name)(*call.arguments)
        return self._ready[key]

    def ready(self, name: str) -> Callable[..., str]:
        """The macro of that name as pages call it: it gives the block that was made before the page."""
        return lambda *arguments: self._ready[self._key(name, arguments)]

    def finish(self) -> None:
        """Put the downloads, the parts of truth tables, and what the lab asks for, beside the built pages."""
        site = Path(self._env.conf["site_dir"])
        or_stop(partial(write_all, site, self._kept))
        for name in self._tables:
            self._kept.get(("parts", name), _stamp_of_table(name), partial(self._write_parts, site, name))
        if lab := self._built_lab:
            self._kept.get("lab examples", stamp(SNIPPETS, *LAB), partial(write_lab_examples, site, lab))

    def _write_parts(self, site: Path, name: str) -> None:
        path = site / parts_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(all_parts(self._cells_of(name)), encoding="utf-8")

    def count(self, what: str) -> str:
        """How many of macros.calls.COUNTS the site has."""
        return str(self._counts[what])

    def reference_engine(self) -> str:
        """The version of the engine that transcripts are recorded with."""
        return reference().engine

    def reference_plugin(self, name: str) -> str:
        """The version of `buildx` or `compose` that transcripts are recorded with."""
        return plugin(name)

    def zip_link(self) -> str:
        """A link to the whole site as a zip, with its size."""
        return show_zip_link(self._env.conf["site_name"], self._url)

    def example(self, name: str) -> str:
        """One example: its files, its recorded run, its download."""
        of = stamp(SNIPPETS / name, *LAB)
        show = partial(show_example, example(name), self._url, self._built_lab)
        return self._shown(("example", name), of, show)

    def examples(self, *names: str) -> str:
        """Several examples in one set of tabs, for comparison."""
        of = stamp(*(SNIPPETS / name for name in names), *LAB)
        chosen = [example(name) for name in names]
        show = partial(show_examples, chosen, self._url, self._built_lab)
        return self._shown(("examples", *names), of, show)

    def _shown(self, call: tuple[str, ...], of: Hashable, show: Callable[[], str]) -> str:
        """Hold what is shown for a call of this page, which is kept while what it is made of stays the same."""
        return self._hold(self._kept.get((self._url, *call), of, show))

    def all_examples(self) -> str:
        """Every example, by chapter, with what it teaches and where it is shown."""
        chapters: dict[str, list[Example]] = {page: [] for page in pages_of(self._env.conf["nav"])}
        for each in examples():
            chapters.setdefault(self._shown_on.get(each.name, ""), []).append(each)
        parts = [
            f"## {_title(page)}\n\n{self._hold(show_index(chosen, self._where, self._url))}"
            for page, chosen in chapters.items()
            if chosen
        ]
        return "\n\n".join(parts)

    def table(self, name: str) -> str:
        """A table of docs/_data/tables, with the source of each row."""
        path = tables()[name]
        of = stamp(path), tuple(self._where.items())
        return self._shown(("table", name), of, lambda: show_table(path, self._relative(self._where)))

    def _relative(self, places: Mapping[str, str]) -> dict[str, str]:
        return {name: str(get_relative_url(url, self._url)) for name, url in places.items()}

    def corrections(self) -> str:
        """The claims of the notes whose mistake costs a reader most."""
        return self._hold(show_corrections(self._ledger, self._links))

    def claims(self) -> str:
        """Every claim of the notes, by topic, to be filtered by verdict."""
        parts = [
            f"### {topic}\n\n{self._hold(show_topic(chosen, self._links))}"
            for topic, chosen in by_topic(self._ledger).items()
        ]
        return "\n\n".join([self._hold(show_filter(self._ledger)), *parts])

    def glossary(self) -> str:
        """The words of the field, with what they mean."""
        if problems := unplaced_terms(self._titles[1]):
            raise ProblemError(*problems)
        # Not held back: MkDocs has to see the ids that words on other pages link to.
        return show_glossary(self._term_links.terms, self._links)

    def chapter(self) -> str:
        """The pages of the chapter that this page opens, each with what one can do after it."""
        return self._hold(show_chapter(entries(self._env.conf["nav"], self._page.file.src_uri), self._url))

    def chapter_pages(self, chapter: str) -> str:
        """The titles of the pages of a chapter, which is a folder below docs/."""
        return self._hold(show_titles(entries(self._env.conf["nav"], f"{chapter}/{INDEX}"), self._url))

    def report(self) -> str:
        """What is asked of the site, and what was measured."""
        return self._hold(show_asked(read_report()))

    def report_of_pages(self) -> str:
        """Every page with what was measured of it."""
        titles = {address(page): _title(page) for page in pages_of(self._env.conf["nav"])} | {"": "Home"}
        return self._hold(show_pages(read_report(), titles, self._url))

    def lab(self) -> str:
        """What the lab weighs, and the button that opens it."""
        return self._hold(show_lab(self._built_lab, self._url))

    def truth_table(self, name: str) -> str:
        """A truth table on its own page: the explorer and all cells."""
        return self._told(("truth_table", name), lambda cells: show_truth_table(cells, self._url))

    def truth_explorer(self, name: str) -> str:
        """The explorer of a truth table and a few of its cells."""
        page = self._table_page(name)
        call = ("truth_explorer", name, page)
        return self._told(call, lambda cells: show_truth_explorer(cells, self._url, page))

    def truth_rules(self, name: str) -> str:
        """The rules that explain the cells of a truth table."""
        return self._told(("truth_rules", name), show_truth_rules)

    def truth_disputes(self, name: str) -> str:
        """Where a reference says otherwise than the cells of a truth table."""
        return self._told(("truth_disputes", name), show_truth_disputes)

    def _told(self, call: tuple[str, ...], show: Callable[[Cells], str]) -> str:
        name = call[1]
        return self._shown(call, _stamp_of_table(name), lambda: show(self._cells_of(name)))

    def _cells_of(self, name: str) -> Cells:
        if name not in self._cells:
            self._cells[name] = whole_cells(read_truth_table(truth_tables()[name]))
        return self._cells[name]

    def _table_page(self, name: str) -> str:
        """The address of the page that shows all cells of a table."""
        if name not in self._table_pages:
            path = truth_tables()[name] / TABLE_FILE
            mend = f'Write `truth_table("{name}")` on a page of its own.'
            raise ProblemError(Problem(relative(path), 1, "No page shows all cells of the table.", mend))
        return address(self._table_pages[name].relative_to(DOCS).as_posix())

    def _key(self, name: str, arguments: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
        return self._url, name, arguments

    @property
    def _url(self) -> str:
        return self._page.url

    @cached_property
    def _data(self) -> Stamp:
        """Of all that calls can name."""
        return stamp(SNIPPETS, DATA)

    @cached_property
    def _built_lab(self) -> Lab | None:
        return or_stop(lambda: self._kept.get("lab", stamp(*LAB), built_lab))

    @cached_property
    def _table_pages(self) -> dict[str, Path]:
        return table_pages()

    @cached_property
    def _counts(self) -> dict[str, int]:
        return counts(self._kept.get("runs", stamp(SNIPPETS), of_runs), self._ledger)

    @cached_property
    def _ledger(self) -> list[Claim]:
        claims = self._kept.get("claims", stamp(CLAIMS), lambda: Ledger().claims)
        examples, pages = self._titles
        if problems := [*unproved(claims, examples), *unplaced(claims, pages)]:
            raise ProblemError(*problems)
        return claims

    @property
    def _links(self) -> Links:
        return Links(self._url, *self._titles)

    @cached_property
    def _titles(self) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
        """Address and title of every example that is shown, and of every page."""
        shown = {name: (url, example(name).title) for name, url in self._where.items()}
        pages = [path.relative_to(DOCS).as_posix() for path in every_page()]
        return shown, {page: (address(page), _title(page)) for page in pages}

    @cached_property
    def _shown_on(self) -> dict[str, str]:
        """Example -> the page that shows it first, home page last, relative to docs/."""
        pages: dict[str, str] = {}
        for name, shown in shown_at().items():
            places = [place.removeprefix("docs/").rpartition(":")[0] for place in shown]
            pages[name] = next((page for page in places if page != "index.md"), places[0])
        return pages

    @cached_property
    def _where(self) -> dict[str, str]:
        """Example -> address of its place on that page."""
        known = {each.name: each for each in examples()}
        shown = self._shown_on.items()
        return {name: f"{address(page)}#{known[name].anchor}" for name, page in shown if name in known}


def _stamp_of_table(name: str) -> Stamp:
    return stamp(truth_tables()[name])


def _title(page: str) -> str:
    return str(fields(DOCS / page).get("title", page)) if page else "Not on a page"
