"""The pages of the site: their files under docs/, their addresses, their front matter."""

import re
from pathlib import Path

from macros.problems import ROOT
from macros.text import read_text

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
    match = _FRONT_MATTER.match(read_text(page))
    return match[1] if match else None


def renders_macros(page: Path) -> bool:
    """Whether macro calls of a page are made; one that shows calls says that they are not."""
    return "render_macros: false" not in (front_matter(page) or "").splitlines()
