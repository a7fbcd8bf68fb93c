"""A Markdown extension: HTML that no Markdown may touch.

A page gets a comment where a macro stands, and the HTML itself once Markdown is done with the page. So files and
recordings reach the reader as they are, and so does the structure around them, wherever the comment stands.
"""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

_HELD = re.compile(r"<!-- macro block (\d+) -->")
_LAST = 0  # priority: after all others


class Blocks(Extension):
    """Holds HTML for the pages of one build."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[str] = []

    def hold(self, html: str) -> str:
        """Keep the HTML; gives the comment that stands for it in Markdown."""
        self.held.append(html)
        return f"<!-- macro block {len(self.held) - 1} -->"

    def fill(self, text: str) -> str:
        """A text with the HTML itself in the place of the comments."""
        return _HELD.sub(lambda match: self.held[int(match[1])], text)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Markdown's
        """Called by Markdown."""
        md.postprocessors.register(_Fill(self), "macro-blocks", _LAST)


class _Fill(Postprocessor):
    def __init__(self, blocks: Blocks) -> None:
        super().__init__()
        self._blocks = blocks

    def run(self, text: str) -> str:
        return self._blocks.fill(text)
