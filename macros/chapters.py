"""The chapters of the menu: which pages each has, and what a reader can do after each of them."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mkdocs.utils import get_relative_url

from macros import pages as model
from macros.pages import address, fields, pages_of
from macros.prose import prose

INDEX = "index.md"  # the page that opens a chapter


@dataclass(frozen=True)
class Entry:
    """A page of a chapter: its address below the site's root, its title, and what one can do after it."""

    address: str
    title: str
    after: str


def chapters(nav: Any) -> Iterator[list[str]]:
    """The pages of each chapter of a navigation as mkdocs.yml writes it, in order: paths below docs/."""
    for part in nav:
        for inside in part.values() if isinstance(part, dict) else ():
            if isinstance(inside, list):
                yield list(pages_of(inside))


def entries(nav: Any, index: str) -> list[Entry]:
    """What the chapter that `index` opens holds besides it."""
    mates = next((pages for pages in chapters(nav) if index in pages), [])
    return [entry(page) for page in mates if page != index]


def entry(page: str) -> Entry:
    """A page by its path below docs/; what its front matter does not say is its path, or nothing."""
    told = fields(model.DOCS / page)
    return Entry(address(page), str(told.get("title", page)), str(told.get("after", "")))


def show_titles(pages: Sequence[Entry], page_url: str) -> str:
    """The pages as a list of their titles alone."""
    items = "".join(f"<li>{_link(each, page_url)}</li>" for each in pages)
    return f"<ul>{items}</ul>"


def show_chapter(pages: Sequence[Entry], page_url: str) -> str:
    """The pages as a list: the title, which leads there, and what one can do after it."""
    items = "\n".join(f"<li>{_link(each, page_url)} <span>{prose(each.after)}</span></li>" for each in pages)
    return f'<ul class="after">\n{items}\n</ul>'


def _link(page: Entry, page_url: str) -> str:
    return f'<a href="{html.escape(get_relative_url(page.address, page_url))}">{prose(page.title)}</a>'
