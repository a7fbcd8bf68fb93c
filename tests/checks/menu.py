"""The menu of the site: every page is in it, and it leads to pages that are there."""

from collections.abc import Iterator

import yaml

from macros import pages as model
from macros.nodes import entries, line_of, read_nodes
from macros.pages import pages
from macros.problems import ROOT, Problem, relative

CONFIG = ROOT / "mkdocs.yml"


def problems() -> list[Problem]:
    """Pages that no menu leads to, and lines of the menu that lead to no page."""
    root = read_nodes(CONFIG)
    nav = entries(root).get("nav")
    if nav is None:
        return [Problem(relative(CONFIG), 1, "The site has no menu.", "Write `nav:` and the pages under it.")]
    leaves = list(_leaves(nav))
    listed = dict(reversed(leaves))  # each by its first line
    there = {page.relative_to(model.DOCS).as_posix() for page in pages()}
    found = [
        Problem(
            relative(CONFIG), line, f"There is no page `{page}`.", "Correct the path; it starts below docs/."
        )
        for page, line in listed.items()
        if page not in there
    ]
    found += [
        Problem(
            relative(CONFIG), line, f"`{page}` is in the menu already, on line {listed[page]}.", "Remove one."
        )
        for page, line in leaves
        if line != listed[page]
    ]
    line = line_of(root, "nav")
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
