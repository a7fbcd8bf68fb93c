"""The macros themselves: from a name in a page to HTML that fits the place of the page in the site."""

from functools import cached_property, partial
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url

from macros.blocks import Blocks
from macros.calls import BLOCKS, calls, shown_at, table_pages
from macros.cells import Cells, whole_cells
from macros.chapters import entries, show_chapter
from macros.claims import Claim, Ledger, by_topic, unplaced, unproved
from macros.counts import counts
from macros.downloads import write_all
from macros.examples import Example, example, examples
from macros.glossary import PAGE
from macros.glossary import unplaced as unplaced_terms
from macros.links import Links
from macros.pages import DOCS, address, fields, pages_of
from macros.pages import pages as every_page
from macros.problems import Problem, ProblemError, relative
from macros.reference import plugin, reference
from macros.report import read_report
from macros.show_claims import show_corrections, show_filter, show_topic
from macros.show_examples import show_example, show_examples, show_index
from macros.show_glossary import TermLinks, show_glossary
from macros.show_report import show_asked, show_pages
from macros.show_rules import show_truth_disputes, show_truth_rules
from macros.show_tables import show_table
from macros.show_truth import parts_path, show_truth_explorer, show_truth_table
from macros.show_zip import show_zip_link
from macros.stop import or_stop
from macros.tables import tables
from macros.truth import TABLE_FILE, read_truth_table, truth_tables
from macros.truth_parts import all_parts

NO_TERMS = ("index.md", PAGE)  # pages on which no word links to the glossary


class Site:
    """Macros that know which page they are called from; made anew for each build."""

    def __init__(self, env: Any, blocks: Blocks, term_links: TermLinks) -> None:
        self._env = env
        self._hold = blocks.hold
        self._term_links = term_links
        self._ready: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._cells: dict[str, Cells] = {}  # of the tables that pages show

    def prepare(self) -> None:
        """Make every block of the page, before the page itself is made.

        A problem ends the build here, as one message, and not as an error inside of a template.
        """
        for call in or_stop(partial(calls, Path(self._env.page.file.abs_src_path))):
            if call.name in BLOCKS:
                make = partial(getattr(self, f"_{call.name}"), *call.arguments)
                self._ready[self._key(call.name, call.arguments)] = or_stop(make)
            else:
                or_stop(partial(getattr(self, call.name), *call.arguments))
        page = str(self._env.page.file.src_uri)
        self._term_links.page = None if page in NO_TERMS else page

    def finish(self) -> None:
        """Put the downloads, and the parts of truth tables, beside the built pages."""
        site = Path(self._env.conf["site_dir"])
        or_stop(partial(write_all, site))
        for cells in self._cells.values():
            path = site / parts_path(cells.table)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(all_parts(cells), encoding="utf-8")

    def example(self, name: str) -> str:
        """One example: its files, its recorded run, its download."""
        return self._ready[self._key("example", (name,))]

    def examples(self, *names: str) -> str:
        """Several examples in one set of tabs, for comparison."""
        return self._ready[self._key("examples", names)]

    def all_examples(self) -> str:
        """Every example, by chapter, with what it teaches and where it is shown."""
        return self._ready[self._key("all_examples", ())]

    def table(self, name: str) -> str:
        """A table of docs/_data/tables, with the source of each row."""
        return self._ready[self._key("table", (name,))]

    def corrections(self) -> str:
        """The claims of the notes whose mistake costs a reader most."""
        return self._ready[self._key("corrections", ())]

    def claims(self) -> str:
        """Every claim of the notes, by topic, to be filtered by verdict."""
        return self._ready[self._key("claims", ())]

    def glossary(self) -> str:
        """The words of the field, with what they mean."""
        return self._ready[self._key("glossary", ())]

    def chapter(self) -> str:
        """The pages of the chapter that this page opens, each with what one can do after it."""
        return self._ready[self._key("chapter", ())]

    def report(self) -> str:
        """What is asked of the site, and what was measured."""
        return self._ready[self._key("report", ())]

    def report_of_pages(self) -> str:
        """Every page with what was measured of it."""
        return self._ready[self._key("report_of_pages", ())]

    def truth_table(self, name: str) -> str:
        """A truth table on its own page: the explorer and all cells."""
        return self._ready[self._key("truth_table", (name,))]

    def truth_explorer(self, name: str) -> str:
        """The explorer of a truth table and a few of its cells."""
        return self._ready[self._key("truth_explorer", (name,))]

    def truth_rules(self, name: str) -> str:
        """The rules that explain the cells of a truth table."""
        return self._ready[self._key("truth_rules", (name,))]

    def truth_disputes(self, name: str) -> str:
        """Where a reference says otherwise than the cells of a truth table."""
        return self._ready[self._key("truth_disputes", (name,))]

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

    def _example(self, name: str) -> str:
        return self._hold(show_example(example(name), self._url))

    def _examples(self, *names: str) -> str:
        return self._hold(show_examples([example(name) for name in names], self._url))

    def _all_examples(self) -> str:
        chapters: dict[str, list[Example]] = {page: [] for page in pages_of(self._env.conf["nav"])}
        for each in examples():
            chapters.setdefault(self._shown_on.get(each.name, ""), []).append(each)
        parts = [
            f"## {_title(page)}\n\n{self._hold(show_index(chosen, self._where, self._url))}"
            for page, chosen in chapters.items()
            if chosen
        ]
        return "\n\n".join(parts)

    def _table(self, name: str) -> str:
        urls = {name: str(get_relative_url(url, self._url)) for name, url in self._where.items()}
        return self._hold(show_table(tables()[name], urls))

    def _corrections(self) -> str:
        return self._hold(show_corrections(self._ledger, self._links))

    def _claims(self) -> str:
        parts = [
            f"### {topic}\n\n{self._hold(show_topic(chosen, self._links))}"
            for topic, chosen in by_topic(self._ledger).items()
        ]
        return "\n\n".join([self._hold(show_filter(self._ledger)), *parts])

    def _glossary(self) -> str:
        if problems := unplaced_terms(self._titles[1]):
            raise ProblemError(*problems)
        # Not held back: MkDocs has to see the ids that words on other pages link to.
        return show_glossary(self._term_links.terms, self._links)

    def _chapter(self) -> str:
        return self._hold(
            show_chapter(entries(self._env.conf["nav"], self._env.page.file.src_uri), self._url)
        )

    def _report(self) -> str:
        return self._hold(show_asked(read_report()))

    def _report_of_pages(self) -> str:
        titles = {address(page): _title(page) for page in pages_of(self._env.conf["nav"])}
        return self._hold(show_pages(read_report(), titles, self._url))

    def _truth_table(self, name: str) -> str:
        return self._hold(show_truth_table(self._cells_of(name), self._url))

    def _truth_explorer(self, name: str) -> str:
        page = self._table_page(name)
        return self._hold(show_truth_explorer(self._cells_of(name), self._url, page))

    def _truth_rules(self, name: str) -> str:
        return self._hold(show_truth_rules(self._cells_of(name)))

    def _truth_disputes(self, name: str) -> str:
        return self._hold(show_truth_disputes(self._cells_of(name)))

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
        return str(self._env.page.url)

    @cached_property
    def _table_pages(self) -> dict[str, Path]:
        return table_pages()

    @cached_property
    def _counts(self) -> dict[str, int]:
        return counts(self._ledger)

    @cached_property
    def _ledger(self) -> list[Claim]:
        claims = Ledger().claims
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


def _title(page: str) -> str:
    return str(fields(DOCS / page).get("title", page)) if page else "Not on a page"
