"""The glossary as HTML: on its own page, and as links where another page uses a term first."""

import html
import posixpath
import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from macros.glossary import PAGE, Term
from macros.links import Links
from macros.prose import prose, unmarked
from macros.show_run import UNSEARCHED

SOURCES = "Sources"  # the last section of a page: titles, and no sentences
AFTER_INLINE = 4  # priority of the tree processor: when links and code in the text are known
# Where no word becomes a link: it is one already, or it is no sentence.
_CLOSED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "th", "dt", "figcaption", "kbd"}


def show_glossary(chosen: Sequence[Term], links: Links) -> str:
    """The letters, and the sorted terms as definitions, each with a link to the place that explains it."""
    items = "\n".join(
        f'<dt id="{each.id}">{html.escape(each.term)}</dt><dd><p>{prose(each.means)}</p>'
        f"<p>{links.to_page(each.at)}</p></dd>"
        for each in chosen
    )
    return f'{_letters(chosen)}\n<dl class="glossary">\n{items}\n</dl>'


def _letters(chosen: Sequence[Term]) -> str:
    """Each letter that a term begins with, as a link to the first of its terms."""
    firsts = [
        (letter, next(group).id) for letter, group in groupby(chosen, lambda each: each.term[0].upper())
    ]
    links = "".join(f'<a class="btn btn--line" href="#{first}">{letter}</a>' for letter, first in firsts)
    return f'<nav class="opts" aria-label="Terms by letter" {UNSEARCHED}>{links}</nav>'


class TermLinks(Extension):
    """A Markdown extension: on a page, the first use of each term links to the glossary.

    `page` is the page that is converted next, below docs/; None for one without such links.
    """

    def __init__(self, chosen: Sequence[Term]) -> None:
        super().__init__()
        self.terms = chosen
        self.page: str | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Markdown's
        """Called by Markdown."""
        md.treeprocessors.register(_FirstUses(self), "glossary", AFTER_INLINE)


class _FirstUses(Treeprocessor):
    """Links the first use of each term, in the order of the text, up to the sources."""

    def __init__(self, links: TermLinks) -> None:
        super().__init__()
        self._links = links
        self._terms = {form.lower(): each for each in links.terms for form in (each.term, *each.forms)}
        # Forms of terms that were used already count too: a part of one is not a word of its own.
        forms = "|".join(
            r"\s+".join(map(re.escape, form.split())) for form in sorted(self._terms, key=len, reverse=True)
        )
        self._form = re.compile(rf"(?<![\w/.-])(?:{forms})(?![\w/-])", re.IGNORECASE)
        self._left: set[str] = set()  # the terms that the page has not used yet
        self._target = ""

    def run(self, root: ET.Element) -> None:
        """Called by Markdown."""
        if self._links.page is None:
            return
        self._left = {each.term for each in self._links.terms}
        # As an author would write it: MkDocs makes the address of it.
        self._target = posixpath.relpath(PAGE, posixpath.dirname(self._links.page))
        self._inside(root)
        self._links.page = None

    def _inside(self, parent: ET.Element) -> None:
        if parent.tag == "h2" and parent.text == SOURCES:
            self._left = set()
        if parent.tag in _CLOSED:
            return
        place = self._in_text(parent, 0, parent.text)
        while place < len(parent):
            self._inside(parent[place])
            place = self._in_text(parent, place + 1, parent[place].tail)

    def _in_text(self, parent: ET.Element, place: int, text: str | None) -> int:
        """Put links into the text that stands before `parent[place]`; returns the place after it."""
        done = 0  # how much of `text` needs no further look
        while text and self._left and (match := self._form.search(text, done)):
            term = self._terms[" ".join(match[0].lower().split())]
            done = match.end()
            if term.term not in self._left:
                continue
            self._left.remove(term.term)
            link = ET.Element("a", {"class": "term", "href": f"{self._target}#{term.id}"})
            link.set("title", unmarked(term.means))
            link.text, link.tail = match[0], text[done:]
            if place:
                parent[place - 1].tail = text[: match.start()]
            else:
                parent.text = text[: match.start()]
            parent.insert(place, link)
            place, text, done = place + 1, link.tail, 0
        return place
