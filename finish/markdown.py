"""The text of a page as Markdown: what is read, without what is operated.

A recorded run becomes a block `console` in the form of a transcript: `$` before a command, its output below it,
`[exit 1]` where the status is not 0. Of a drawing its title and its description are told.
"""

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, MarkdownConverter

# What is operated, what only the eye needs, and what stands on the page a second time.
_CLASSES = "edit headerlink contents sr tx-corner wr-near wr-bar claim-filter"
_NOT_READ = {*_CLASSES.split(), "button", "input", "nav", "svg"}
# A third of all elements, without which a page says the same: colors of code, what holds words together, icons. `sr` is
# as short as a color, and is not read.
_COLORS = re.compile(r'<span(?: class="(?!sr")\w{1,2}")?>([^<]*)</span>')
_ICONS = re.compile(r'<svg class="(?:icon|ran-mark)\b.*?</svg>', re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_\[\]<])")  # what Markdown would not take for text
_STARTS = re.compile(r"^(#+|[-+>]|\d+[.)])(?= )", re.MULTILINE)  # nor this at the start of a line
_FENCES = re.compile(r"^`{3,}", re.MULTILINE)
_BLANKS = re.compile(r"(?P<code>^(?P<fence>`{3,})[^\n]*\n.*?^(?P=fence)$)|\n{3,}", re.DOTALL | re.MULTILINE)


def markdown(article: str, address: str) -> str:
    """The Markdown of a page: `article` is its text as HTML, `address` is what its links start from."""
    soup = BeautifulSoup(
        _ICONS.sub("", _COLORS.sub(r"\1", article)),
        "html.parser",
        element_classes={Tag: _Tag},
        preserve_whitespace_tags={"pre", "code"},
    )
    text = _Converter(address).convert_soup(soup)
    return _BLANKS.sub(lambda match: match["code"] or "\n\n", text).strip() + "\n"


class _Tag(Tag):
    """Answers at once whether a `<pre>` is around it, as Markdownify asks of each element: `_code` takes all of one."""

    def find_parent(self, name: Any = None, *args: Any, **more: Any) -> Tag | None:
        return None if name == "pre" else super().find_parent(name, *args, **more)


class _Converter(MarkdownConverter):
    """Markdownify, which knows elements, with the parts of our pages, which are known by their classes."""

    def __init__(self, address: str) -> None:
        super().__init__(heading_style=ATX, bullets="-")
        self._address = address

    def process_tag(self, tag: Tag, parent_tags: AbstractSet[str] | None = None) -> str:
        names = [*_classes(tag), tag.name]
        if not _NOT_READ.isdisjoint(names):
            return ""
        rewrite = next((_REWRITES[name] for name in names if name in _REWRITES), None)
        return rewrite(self, tag, parent_tags or set()) if rewrite else self.inside(tag, parent_tags or set())

    def inside(self, tag: Tag, parents: AbstractSet[str]) -> str:
        """The element as Markdownify has it."""
        return str(super().process_tag(tag, parents))  # type: ignore[misc]  # its types leave it out

    def escape(self, text: str, _parents: AbstractSet[str]) -> str:
        return _STARTS.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))

    def convert_a(self, link: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        if "term" in _classes(link) or "_noformat" in parent_tags or not text.strip():
            return text
        return f"[{text.strip()}]({urljoin(self._address, str(link['href']))})"

    def convert_td(self, _cell: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002  named by the caller
        bar = r"\|"
        return f" {' '.join(text.split()).replace('|', bar)} |"

    convert_th = convert_td

    def convert_dt(self, _term: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002
        return f"\n\n**{text.strip()}**\n\n"

    def convert_dd(self, _meaning: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002
        return f"\n\n{text.strip()}\n\n"


def _run(_: _Converter, run: Tag, _parents: AbstractSet[str]) -> str:
    return _fence("console", "".join(f"{line}\n" for line in _lines(run)))


def _lines(run: Tag) -> Iterator[str]:
    """The lines of a recorded run. The status of a command stands beside it, and is told below its output."""
    status: list[str] = []
    for row in run.find_all(["p", "div"], recursive=False):
        if "tx-out" in _classes(row):
            for left in row.find_all(class_="tx-left-out"):
                left.string = "..."
            yield row.get_text()
            continue
        yield from status
        status = [f"[{bad.get_text()}]" for bad in row.find_all(class_="tx-exit--bad")]
        line = row.find(class_="tx-line")
        yield f"$ {line.get_text()}".replace("\n", "\n> ") if line else f"# {row.get_text()}"
    yield from status


def _code(_: _Converter, block: Tag, _parents: AbstractSet[str]) -> str:
    names = [name for part in (block, *block.find_all("code")) for name in _classes(part)]
    language = next((name for name in names if name.startswith("language-")), "language-text")
    return _fence(language.removeprefix("language-"), block.get_text())


def _fence(language: str, code: str) -> str:
    fence = "`" * (max([2, *map(len, _FENCES.findall(code))]) + 1)
    end = "" if code.endswith("\n") else "\n"
    return f"\n\n{fence}{language}\n{code}{end}{fence}\n\n"


def _tabs(to: _Converter, tabs: Tag, parents: AbstractSet[str]) -> str:
    """Tabs: one below the other, each under its label."""
    labels, blocks = tabs.find(class_="tabbed-labels"), tabs.find(class_="tabbed-content")
    if not isinstance(labels, Tag) or not isinstance(blocks, Tag):
        return ""
    pairs = zip(_elements(labels), _elements(blocks), strict=True)
    return "".join(_bold(to, label, parents) + to.process_tag(block, parents) for label, block in pairs)


def _bar(to: _Converter, bar: Tag, parents: AbstractSet[str]) -> str:
    """The bar above a file has its name; all in that above a run is operated."""
    name = bar.find(class_="tx-name")
    is_file = bar.parent and "tx-file" in _classes(bar.parent)
    return _bold(to, name, parents) if is_file and isinstance(name, Tag) else ""


def _foot(to: _Converter, foot: Tag, parents: AbstractSet[str]) -> str:
    """Where a run was recorded, and its download, which the page has above it."""
    told = to.inside(foot, parents).strip()
    download = foot.parent.find("a", href=re.compile(r"\.zip$")) if foot.parent else None
    return f"\n\n{told}. {to.inside(download, parents) if isinstance(download, Tag) else ''}\n\n"


def _drawing(_: _Converter, plate: Tag, _parents: AbstractSet[str]) -> str:
    title, told = plate.find("title"), plate.find("desc")
    return f"\n\nDrawing: {title.get_text()}. {told.get_text()}\n\n" if title and told else ""


def _chosen(to: _Converter, form: Tag, parents: AbstractSet[str]) -> str:
    """What a reader may choose in: what is chosen when the page opens, to which the run below belongs."""
    chosen = [
        f"{to.inside(legend, parents).strip()}: {to.inside(radio.parent, parents).strip()}"
        for radio in form.find_all("input", checked=True)
        if radio.parent and (axis := radio.find_parent("fieldset")) and (legend := axis.find("legend"))
    ]
    return f"\n\nFor example: {'; '.join(chosen)}.\n\n"


def _quote(to: _Converter, box: Tag, parents: AbstractSet[str]) -> str:
    lines = to.inside(box, parents).strip().split("\n")
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _bold(to: _Converter, tag: Tag, parents: AbstractSet[str]) -> str:
    return f"\n\n**{to.inside(tag, parents).strip()}**\n\n"


def _title(to: _Converter, tag: Tag, parents: AbstractSet[str]) -> str:
    """The bold words above the legend of a drawing are its title."""
    inside = to.inside(tag, parents)
    return f"\n\n{inside}\n\n" if tag.parent and tag.parent.name == "figcaption" else inside


def _emphasized(to: _Converter, tag: Tag, parents: AbstractSet[str]) -> str:
    return f"*{to.inside(tag, parents).strip()}*"


def _classes(tag: Tag) -> list[str]:
    return list(tag.get("class") or ())


def _elements(tag: Tag) -> list[Tag]:
    return [part for part in tag.children if isinstance(part, Tag)]


_REWRITES: dict[str, Callable[[_Converter, Tag, AbstractSet[str]], str]] = {
    "tx-run": _run,
    "highlight": _code,
    "pre": _code,
    "tabbed-set": _tabs,
    "tx-bar": _bar,
    "tx-foot": _foot,
    "dg-plate": _drawing,
    "wr-in": _chosen,
    "admonition": _quote,
    "admonition-title": _bold,
    "summary": _bold,
    "b": _title,
    "verdict": _emphasized,
}
