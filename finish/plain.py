"""Every page as plain Markdown beside it, and `llms.txt`, which lists them: for programs that read.

`llms.txt` is as https://llmstxt.org/ describes it. The Markdown is made of the built pages, so it says what they say.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from mkdocs.config.defaults import MkDocsConfig

from finish.markdown import markdown
from macros.pages import address, pages_of

NAME = "index.md"  # beside each index.html
_ABOUT = """\
In a block marked `console`, a line after `$` is a command that was run, and the lines below it are what it printed.
`[exit 1]` is an exit status other than 0. What could not be run is cited."""


def write(config: MkDocsConfig) -> None:
    """Write both into the built site."""
    site, root = Path(config.site_dir), config.site_url or ""
    told = {}
    for file in sorted(site.rglob("index.html")):
        place = file.parent.relative_to(site).as_posix()
        page = "" if place == "." else f"{place}/"
        told[page] = _write_page(file, f"{root}{page}" if root else "")
    (site / "llms.txt").write_text("".join(f"{line}\n" for line in _llms(config, told)), encoding="utf-8")


def _write_page(file: Path, url: str) -> tuple[str, str]:
    """Write the Markdown of a page; gives its title and its description."""
    text = file.read_text(encoding="utf-8")
    head, _, body = text.partition("</head>")
    written = markdown(body[body.index("<article") : body.index("</article>")], url)
    file.with_name(NAME).write_text(written + (f"\n---\n\nFrom <{url}>\n" if url else ""), encoding="utf-8")
    title = written.partition("\n")[0].removeprefix("# ")
    return title, _description(head)


def _description(head: str) -> str:
    found = BeautifulSoup(head, "html.parser").find("meta", attrs={"name": "description"})
    return str(found["content"]) if found else ""


def _llms(config: MkDocsConfig, told: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield from (f"# {config.site_name}", "", f"> {config.site_description}", "", _ABOUT)
    for chapter, pages in _chapters(config.nav):
        yield from ("", f"## {chapter}", "")
        for page in filter(told.__contains__, map(address, pages)):
            title, description = told[page]
            yield f"- [{title}]({config.site_url or ''}{page}{NAME}): {description}"


def _chapters(nav: Any) -> Iterator[tuple[str, list[str]]]:
    for part in nav or ():
        for title, inside in part.items() if isinstance(part, dict) else ():
            yield title, list(pages_of(inside))
