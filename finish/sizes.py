"""Sizes in pages: `<span data-size="zip"></span>` gets the size of what it names, once it is made."""

import re
from collections.abc import Mapping
from pathlib import Path

_PLACE = re.compile(r'(<span data-size="(\w+)">)(?=</span>)')
_MEGABYTE = 1_000_000


def fill_in(site: Path, sizes: Mapping[str, int]) -> None:
    """Write sizes, in bytes, into the pages that have a place for them; places of other sizes stay empty."""
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        filled = _PLACE.sub(
            lambda place: place[1] + (megabytes(sizes[place[2]]) if place[2] in sizes else ""), page
        )
        if filled != page:
            path.write_text(filled, encoding="utf-8")


def megabytes(size: int) -> str:
    """A size as people read it: `2.1 MB`."""
    return f"{size / _MEGABYTE:.1f} MB"
