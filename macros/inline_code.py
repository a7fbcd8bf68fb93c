"""A Markdown extension: code breaks at its spaces if it is long, and never inside a word such as `--flag`."""

from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.prose import LONGEST, SHORT, keep_flags


class _WholeWords(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for code in root.iter("code"):
            text = code.text or ""
            if " " in text and len(text) <= SHORT and "\n" not in text:
                code.set("class", "w")
            elif "-" in text and "\n" not in text and not len(code):
                _wrap(code, text.split(" "))
        for link in root.iter("a"):
            parts = keep_flags(link.text or "")
            if len(parts) > 1 and not len(link):
                _wrap_flags(link, parts)


def _wrap(code: ET.Element, words: list[str]) -> None:
    code.text = ""
    for place, word in enumerate(words):
        span = ET.SubElement(code, "span", {"class": "w"} if len(word) <= LONGEST else {})
        span.text = AtomicString(word)
        span.tail = AtomicString(" ") if place < len(words) - 1 else None


def _wrap_flags(link: ET.Element, parts: list[str]) -> None:
    link.text = parts[0]
    for flag, tail in zip(parts[1::2], parts[2::2], strict=True):
        span = ET.SubElement(link, "span", {"class": "w"})
        span.text, span.tail = flag, tail


class InlineCode(Extension):
    """Registers the tree processor, after Markdown's inline patterns have run."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Markdown's
        """Called by Markdown."""
        md.treeprocessors.register(_WholeWords(md), "whole-words", 5)
