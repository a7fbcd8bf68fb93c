"""A Markdown extension: long code breaks at its spaces, never inside a word such as `--flag`; and dates stay whole."""

import re
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros.prose import LONGEST, SHORT, keep_flags


class _WholeWords(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        blocks = [code for block in root.iter("pre") for code in block]
        for code in root.iter("code"):
            if code in blocks:
                continue
            text = (code.text or "").replace("\n", " ")  # where the line of its source ends
            if " " in text and len(text) <= SHORT:
                code.set("class", "w")
            elif "-" in text and not len(code):
                _wrap(code, text.split(" "))
        for title in (*root.iter("a"), *root.iter("summary")):
            parts = keep_flags(title.text or "")
            if len(parts) > 1 and not len(title):
                _wrap_flags(title, parts)


def _wrap(code: ET.Element, words: list[str]) -> None:
    code.text = ""
    for place, word in enumerate(words):
        span = ET.SubElement(code, "span", {"class": "w"} if len(word) <= LONGEST else {})
        span.text = AtomicString(word)
        span.tail = AtomicString(" ") if place < len(words) - 1 else None


def _wrap_flags(title: ET.Element, parts: list[str]) -> None:
    title.text = parts[0]
    for flag, tail in zip(parts[1::2], parts[2::2], strict=True):
        span = ET.SubElement(title, "span", {"class": "w"})
        span.text, span.tail = flag, tail


class _Dates(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        date = ET.Element("span", {"class": "w"})
        date.text = AtomicString(m[0])
        return date, m.start(), m.end()


class InlineCode(Extension):
    """Registers what finds dates, after code and links, and the tree processor, after all inline patterns."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Markdown's
        """Called by Markdown."""
        md.inlinePatterns.register(_Dates(r"\b\d{4}-\d\d-\d\d\b", md), "dates", 50)
        md.treeprocessors.register(_WholeWords(md), "whole-words", 5)
