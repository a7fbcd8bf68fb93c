"""A page's HTML as a small tree, with what the tests ask of it: elements, attributes, text."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element: its tag, its attributes, and its children in order (elements and text)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, exactly as a browser's `textContent` gives it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.children)

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """The elements inside that have the tag and the attributes; `class_` and `id` name one word of theirs."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [each for each in self.inside if (not tag or each.tag == tag) and each.has(wanted)]

    def first(self, tag: str = "", **attributes: str) -> "Element":
        """The first of all(). Raises LookupError where there is none."""
        found = self.all(tag, **attributes)
        if not found:
            raise LookupError(f"no <{tag or '*'}> with {attributes} in <{self.tag}>")
        return found[0]

    def has(self, wanted: dict[str, str]) -> bool:
        return all(value in self.attributes.get(name, "").split() for name, value in wanted.items())

    @cached_property
    def inside(self) -> list["Element"]:
        """Every element inside, in the order of the page; no element is added or taken away later."""
        found: list[Element] = []
        for each in self.children:
            if isinstance(each, Element):
                found += [each, *each.inside]
        return found


def parse(text: str) -> Element:
    """Parse HTML. Raises ValueError where an end tag closes nothing, or an element is left open."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    if len(parser.open) > 1:
        raise ValueError(f"<{parser.open[-1].tag}> is not closed")
    return parser.open[0]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            self.open.append(self.last)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.last = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(self.last)

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        while (
            closed.tag != tag and closed.tag in {"p", "li", "option", "td", "th", "tr"} and len(self.open) > 1
        ):
            closed = self.open.pop()  # elements whose end tag HTML lets out
        if closed.tag != tag:
            raise ValueError(f"</{tag}> closes <{closed.tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
