"""The menu of the site: every page is in it, and it leads to pages that are there."""

from collections.abc import Iterator

import yaml

from macros import calls as model
from macros.calls import pages
from macros.problems import ROOT, Problem, relative
from macros.text import read_text

CONFIG = ROOT / "mkdocs.yml"


def problems() -> list[Problem]:
    """Pages that no menu leads to, and lines of the menu that lead to no page."""
    root = yaml.compose(read_text(CONFIG), Loader=yaml.SafeLoader)
    fields = root.value if isinstance(root, yaml.MappingNode) else ()
    nav = next(((key, value) for key, value in fields if key.value == "nav"), None)
    if nav is None:
        return [Problem(relative(CONFIG), 1, "The site has no menu.", "Write `nav:` and the pages under it.")]
    listed = dict(_leaves(nav[1]))
    there = {page.relative_to(model.DOCS).as_posix() for page in pages()}
    found = [
        Problem(
            relative(CONFIG), line, f"There is no page `{page}`.", "Correct the path; it starts below docs/."
        )
        for page, line in listed.items()
        if page not in there
    ]
    line = nav[0].start_mark.line + 1
    return found + [
        Problem(
            relative(CONFIG), line, f"`{page}` is in no menu.", f"Add `- Its title: {page}` below `nav:`."
        )
        for page in sorted(there - listed.keys())
    ]


def _leaves(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """The pages of a menu, each with its line."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value, node.start_mark.line + 1
    for part in node.value if isinstance(node, yaml.SequenceNode | yaml.MappingNode) else ():
        yield from _leaves(part[1] if isinstance(part, tuple) else part)
