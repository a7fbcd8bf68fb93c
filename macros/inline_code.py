"""A Markdown extension: inline code breaks at spaces, never inside a word such as `--flag`."""

from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.prose import LONGEST


class _WholeWords(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for code in root.iter("code"):
            text = code.text or ""
            if "-" in text and "\n" not in text and not len(code):
                _wrap(code, text.split(" "))


def _wrap(code: ET.Element, words: list[str]) -> None:
    code.text = ""
    for place, word in enumerate(words):
        span = ET.SubElement(code, "span", {"class": "w"} if len(word) <= LONGEST else {})
        span.text = AtomicString(word)
        span.tail = AtomicString(" ") if place < len(words) - 1 else None


class InlineCode(Extension):
    """Registers the tree processor, after Markdown's inline patterns have run."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Markdown's
        """Called by Markdown."""
        md.treeprocessors.register(_WholeWords(md), "whole-words", 5)
