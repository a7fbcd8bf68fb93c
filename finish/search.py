"""What readers search, as one script beside the pages: the engine, our code for finding and listing, and all texts.

A page names it `assets/search.js`, and loads it when somebody first searches. It asks for nothing else, so that a copy
of the site in a folder can be searched too.
"""

import html
import json
import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import rjsmin
from markdown.extensions.toc import slugify

from finish.assets import publish
from finish.search_parts import Part, article, parts
from macros.problems import ROOT, Problem, ProblemError, relative

SCRIPT = "assets/search.js"
ENGINE = ROOT / "node_modules/minisearch/dist/umd/index.js"
_FOLDER = "assets/search"
_MARKED = re.compile(r"(<\w[^<>]*) data-search-exclude\b(?:=\"\")?")
_OURS = ("find.js", "list.js")  # in this order
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_CHAPTER = re.compile(r'<nav class="chapters-bar".*?aria-current="\w+">([^<]*)<', re.DOTALL)
# What a chapter weighs that collects what other pages say, or is for those who change this site; others weigh 1.
_WEIGHTS = {"Home": 0.6, "Reference": 0.6, "Contribute": 0.4}
_SHORT: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


def write(site: Path, engine: Path = ENGINE) -> None:
    """Write the script for the built pages of a site, and let them name it. Raises ProblemError without the engine.

    The pages lose the marks of what is not searched, which told nobody else.
    """
    pages = _pages(site)
    script = _script(site, pages, engine)
    shutil.rmtree(site / _FOLDER)
    publish(site, {SCRIPT: script}, {path: _MARKED.sub(r"\1", page) for path, page in pages.items()})


def put(site: Path, engine: Path = ENGINE) -> None:
    """Write the script of a site that is only served, under the name that pages use. Raises ProblemError as write()."""
    (site / SCRIPT).write_text(_script(site, _pages(site), engine), encoding="utf-8")


def _pages(site: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


def _script(site: Path, pages: Mapping[Path, str], engine: Path) -> str:
    if not engine.is_file():
        what = "The engine of the search is not there."
        raise ProblemError(Problem(relative(engine), 1, what, "Run `make build`."))
    searched = {_address(site, path): page for path, page in pages.items() if path.name == "index.html"}
    texts = json.dumps(index(searched), **_SHORT)
    code = [engine, *(site / _FOLDER / name for name in _OURS)]
    lines = [rjsmin.jsmin(path.read_text(encoding="utf-8")) for path in code]
    # A browser reads a text of JSON faster than the same as code.
    return "\n".join((*lines, f"start(JSON.parse({json.dumps(texts, **_SHORT)}));\n"))


def index(pages: Mapping[str, str]) -> list[Any]:
    """What is searched, from the HTML of pages by their addresses.

    The first item tells of each page its address, title, chapter, weight, description, and how many places it has. The
    others tell of all places in a row their anchors, headings and so on (`_row`): like beside like packs better.
    """
    places: dict[str, list[Part]] = {address: [] for address in pages}
    for address, page in pages.items():
        for part in _parts(article(page), address):
            places[part.address.partition("#")[0]].append(part)
    found = {address: _without_echoes(own) for address, own in places.items() if own}
    told = [(address, *_about(pages[address], own), len(own)) for address, own in found.items()]
    return [told, *zip(*(_row(part) for own in found.values() for part in own), strict=True)]


# Kept while the site is served: an edit changes one article.
_parts = cache(parts)


def _address(site: Path, file: Path) -> str:
    """Where a page is below the site's root; that of the home page is ""."""
    return file.relative_to(site).as_posix().removesuffix("index.html")


def _without_echoes(own: list[Part]) -> list[Part]:
    """The places of a page, less the examples whose lesson stands in a section, too."""
    sections = "\n".join(" ".join(part.prose) for part in own if not part.is_example)
    return [part for part in own if not (part.is_example and " ".join(part.prose) in sections)]


def _about(page: str, own: list[Part]) -> tuple[str, str, float, str]:
    title = next(part.heading for part in own if "#" not in part.address)
    chapter, description = (
        html.unescape(match[1]) if (match := pattern.search(page)) else ""
        for pattern in (_CHAPTER, _DESCRIPTION)
    )
    return title, chapter, _WEIGHTS.get(chapter, 1), description


def _row(part: Part) -> tuple[str | int, ...]:
    """A place: its anchor, or 1 if that follows from the heading; the heading; whether that is an error; its texts."""
    anchor = part.address.partition("#")[2]
    follows = bool(anchor) and anchor == slugify(part.heading, "-")
    said = ("\n".join(lines) for lines in (part.prose, part.typed, part.printed, part.failed))
    return 1 if follows else anchor, part.heading, int(part.is_error), *said
