"""Every link in a page leads somewhere, to the very heading; what MkDocs complains of gets its line."""

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from macros import pages as model
from macros.claims import Ledger
from macros.data import read_data
from macros.glossary import GLOSSARY, SCHEMA
from macros.nodes import line_of, read_nodes
from macros.pages import address, pages
from macros.problems import Problem, did_you_mean, relative, sentence
from macros.text import read_text
from tests.checks import menu
from tests.checks.built import Built, built
from tests.checks.source import Link, Source

_HERE = ("localhost", "127.0.0.1")
_PAGE = re.compile(r"'([^']+\.md)'")
_READING = re.compile(r"^Error (?:reading|building) page '[^']+': ")
# A footnote that nothing leads to is told by markup.py, a page that is in no menu, and the reverse, by menu.py.
_TOLD_ELSEWHERE = re.compile(r"#fnref:|the \"nav\" configuration")
_MEND = "Correct the link."
Ids = Callable[[str], list[str]]


def problems() -> list[Problem]:
    """Links that lead nowhere, ids that a page has twice, and what else MkDocs says."""
    read_nodes(menu.CONFIG)  # raises where it is no YAML, which MkDocs would say in other words
    with built() as site:
        if site.problems:
            return [Problem(path, line, text, "") for path, line, text in site.problems]
        sources = [Source(page) for page in pages()]
        if not site.is_whole:  # there are no ids to be looked for
            return list(_complaints(site, sources, []))
        ids = cache(site.ids)
        found = [problem for source in sources for problem in of_page(source, ids, site.folder)]
        found += list(_of_data(ids))
        return found + list(_complaints(site, sources, found))


def of_page(source: Source, ids: Ids, site: Path) -> list[Problem]:
    """What is wrong with the links of one page; `ids` gives those of a page by its path below docs/."""
    where = relative(source.path)
    found = [
        Problem(where, line, f"No line defines the link `[{name}]`.", f"Add a line `[{name}]: address`.")
        for line, name in source.undefined
    ]
    found += [problem for link in source.links for problem in _of_link(source, link, ids, site)]
    return found + list(_twice(source, ids))


def _of_data(ids: Ids) -> Iterator[Problem]:
    """Places that the ledger and the glossary name and no page has; their pages are looked for elsewhere."""
    places = [(claim.problem, str(claim.about["at"])) for claim in Ledger().claims]
    glossary = read_data(GLOSSARY, SCHEMA)
    for number, entry in enumerate(glossary.value):
        places.append((partial(glossary.problem, [number, "at"]), entry["at"]))
    for problem, place in places:
        page, _, anchor = place.partition("#")
        if anchor and page in _pages() and anchor not in (known := ids(page)):
            yield problem(f"`{page}` has no `#{anchor}`.", _nearest_id(anchor, known))


def _of_link(source: Source, link: Link, ids: Ids, site: Path) -> Iterator[Problem]:
    where = relative(source.path)
    parts = urlsplit(link.target)
    if parts.scheme in ("mailto", "data"):
        return
    if parts.scheme:
        if parts.scheme != "https" and parts.hostname not in _HERE:
            yield Problem(where, link.line, f"`{link.target}` is not an https address.", "Use https.")
        return
    if parts.netloc or parts.path.startswith("/"):
        what = f"`{link.target}` starts at the root of the host, where the site may not be."
        yield Problem(where, link.line, what, "Write it relative to this page.")
        return
    page = source.path.relative_to(model.DOCS).as_posix()
    target = _target(page, unquote(parts.path), link)
    if target.endswith(".md"):
        yield from _to_page(where, link, target, parts.fragment, ids)
    elif not (model.DOCS / target).exists() and not (site / target).exists():
        yield Problem(where, link.line, f"There is no file `{target}`.", _nearest(target, _files()))
    elif link.kind == "link" and not posixpath.splitext(target)[1]:
        what = f"`{link.target}` leads to a folder."
        yield Problem(where, link.line, what, "Link to the page's file, which ends in `.md`.")


def _target(page: str, path: str, link: Link) -> str:
    """What a link leads to, below docs/; in raw HTML, below the site, to the page that the address is of."""
    if not path:
        return page
    folder = address(page) if link.kind == "html" else posixpath.dirname(page)
    target = posixpath.normpath(posixpath.join(folder, path))
    if link.kind != "html":
        return target
    return next((each for each in _pages() if address(each).rstrip("/") == target.removeprefix(".")), target)


def _to_page(where: str, link: Link, target: str, anchor: str, ids: Ids) -> Iterator[Problem]:
    if target not in _pages():
        yield Problem(where, link.line, f"There is no page `{target}`.", _nearest(target, _pages()))
    elif anchor and unquote(anchor) not in (known := ids(target)):
        yield Problem(where, link.line, f"`{target}` has no `#{anchor}`.", _nearest_id(anchor, known))


def _twice(source: Source, ids: Ids) -> Iterator[Problem]:
    """Headings that are equal, and ids that stand twice."""
    where = relative(source.path)
    first: dict[str, int] = {}
    for heading in source.headings:
        if (line := first.setdefault(heading.title, heading.line)) != heading.line:
            what = f"The heading `{heading.title}` stands on line {line} already."
            yield Problem(where, heading.line, what, "Say what is special about this one.")
    for name, times in Counter(ids(source.path.relative_to(model.DOCS).as_posix())).items():
        if times > 1 and not name.startswith("__"):  # the theme's own, where a page is in the menu twice
            line = source.line_of(f"#{name}") if f"#{name}" in source.text else source.line_of(f'"{name}"')
            yield Problem(where, line, f"The id `{name}` stands {times} times on the page.", "Rename one.")


def _complaints(site: Built, sources: list[Source], found: list[Problem]) -> Iterator[Problem]:
    """What MkDocs says beyond that."""
    known = {(problem.path, problem.line) for problem in found}
    by_name = {source.path.relative_to(model.DOCS).as_posix(): source for source in sources}
    for text in site.complaints:
        if _TOLD_ELSEWHERE.search(text):
            continue
        source = next((by_name[name] for name in _PAGE.findall(text) if name in by_name), None)
        path, line = (source.path, _line_in(source, text)) if source else _place_in_settings(text)
        if (relative(path), line) not in known:
            what = f"MkDocs says: {sentence(_READING.sub('', text))}"
            yield Problem(relative(path), line, what, "Mend the line.")
    if site.status and not site.complaints:
        what = f"The site can't be built: {sentence(site.last_words)}"
        yield Problem(relative(menu.CONFIG), 1, what, "See `make build`.")


def _line_in(source: Source, complaint: str) -> int:
    """The line of a page that MkDocs complains of: of the link that it names, or else of other words that it quotes."""
    quoted = re.findall(r"'([^']+)'", complaint)
    links = [link.line for link in source.links if link.target in quoted]
    return next(iter([*links, *(source.line_of(words) for words in quoted if words in source.text)]), 1)


def _place_in_settings(complaint: str) -> tuple[Path, int]:
    """The line of mkdocs.yml that a complaint is about: of the setting, or of the words that it quotes."""
    words = re.findall(r"'([^']+)'", complaint)
    line = line_of(read_nodes(menu.CONFIG), *words[:1])
    text = read_text(menu.CONFIG)
    places = [text.find(each) for each in words[1:] if each in text]
    return menu.CONFIG, text.count("\n", 0, places[0]) + 1 if places else line


def _pages() -> list[str]:
    return [page.relative_to(model.DOCS).as_posix() for page in pages()]


def _files() -> list[str]:
    return [path.relative_to(model.DOCS).as_posix() for path in model.DOCS.rglob("*") if path.is_file()]


def _nearest(target: str, known: list[str]) -> str:
    """How to mend a path: by one that ends alike, in whatever folder."""
    names = {posixpath.basename(path): path for path in known}
    near = difflib.get_close_matches(posixpath.basename(target), names, n=1, cutoff=0.75)
    return f"Did you mean `{names[near[0]]}`?" if near else _MEND


def _nearest_id(anchor: str, known: list[str]) -> str:
    return did_you_mean(f"#{anchor}", (f"#{each}" for each in known), _MEND)
