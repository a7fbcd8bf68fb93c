"""Links to pages and examples, as seen from one page."""

import html
from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs.utils import get_relative_url

from macros.prose import prose


@dataclass(frozen=True)
class Links:
    """Where things are.

    `page_url` is the address of the page below the site's root; `examples` maps an example's name to the address
    that shows it and its title, `pages` a page's path below docs/ to its address and title.
    """

    page_url: str
    examples: Mapping[str, tuple[str, str]]
    pages: Mapping[str, tuple[str, str]]

    def to_example(self, name: str) -> str:
        """A link to the place that shows an example."""
        return self._to(*self.examples[name])

    def to_page(self, at: str) -> str:
        """A link to a page, or to a place on it: `build/copy-add.md#id`."""
        page, sign, anchor = at.partition("#")
        address, title = self.pages[page]
        return self._to(f"{address}{sign}{anchor}", title)

    def _to(self, address: str, title: str) -> str:
        return f'<a href="{html.escape(get_relative_url(address, self.page_url))}">{prose(title)}</a>'
