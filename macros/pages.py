"""The pages of the site: their files under docs/, their addresses, their front matter."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from macros.nodes import load, not_yaml, parse_nodes
from macros.problems import ROOT
from macros.text import read_written

DOCS = ROOT / "docs"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """Every Markdown page of the site, sorted."""
    return sorted(DOCS.rglob("*.md"))


def address(page: str) -> str:
    """The address of a page below the site's root, by its path below docs/; that of the home page is ""."""
    folder = page.removesuffix(".md").removesuffix("index").rstrip("/")
    return f"{folder}/" if folder else ""


def front_matter(page: Path) -> str | None:
    """The lines between those of three dashes at the start of a page; None where there are none."""
    match = _FRONT_MATTER.match(read_written(page))
    return match[1] if match else None


def fields(page: Path) -> dict[str, Any]:
    """What the front matter of a page says. Raises ProblemError, with the line, where it is no YAML."""
    return _fields(page, front_matter(page) or "")


@cache
def _fields(page: Path, written: str) -> dict[str, Any]:
    """Kept while the text stays as it is, since many pages name others by their titles."""
    parse_nodes(page, written, above=1)
    try:
        said = load(written)
    except yaml.YAMLError as error:  # a tag that nobody knows
        raise not_yaml(page, error, written, above=1) from error
    return said if isinstance(said, dict) else {}


def pages_of(nav: Any) -> Iterator[str]:
    """The pages of a navigation as mkdocs.yml writes it, or of a part of one: paths below docs/, in order."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from pages_of(part)


def renders_macros(page: Path) -> bool:
    """Whether macro calls of a page are made; one that shows calls says that they are not."""
    return "render_macros: false" not in (front_matter(page) or "").splitlines()
