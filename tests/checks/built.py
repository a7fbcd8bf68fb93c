"""The site as MkDocs builds it, for what only the built pages tell: ids, files, and MkDocs' own complaints."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros import pages
from macros import problems as place
from tests.building import built_once

_ID = re.compile(r"<[^>]*?\sid=\"?([^\s\">]+)")
_SAID = re.compile(r"^(WARNING|ERROR)\s+-\s+(?P<text>.*)$")
_PROBLEM = re.compile(r"^(?P<path>(?:docs|lab|overrides|snippets)/[^:]+):(?P<line>\d+): (?P<text>.+)$")


@dataclass(frozen=True)
class Built:
    """A build: the folder of the site, the status of MkDocs, what it printed."""

    folder: Path
    status: int
    said: str

    @cached_property
    def complaints(self) -> list[str]:
        """MkDocs' own warnings and errors."""
        return [match["text"] for line in self.said.splitlines() if (match := _SAID.match(line))]

    @property
    def last_words(self) -> str:
        """What it printed last, without the folder of this machine."""
        lines = self.said.strip().splitlines() or ["nothing"]
        return lines[-1].strip().replace(f"{place.ROOT}/", "")

    @property
    def is_whole(self) -> bool:
        """Whether every page was built; MkDocs ends with status 1 for a warning, too, but builds all of them."""
        names = (page.relative_to(pages.DOCS).as_posix() for page in pages.pages())
        return all((self.folder / pages.address(name) / "index.html").is_file() for name in names)

    @cached_property
    def problems(self) -> list[tuple[str, int, str]]:
        """What ended the build with a place of its own: path, line, and the rest."""
        found = [match for line in self.said.splitlines() if (match := _PROBLEM.match(line))]
        return [(match["path"], int(match["line"]), match["text"]) for match in found]

    def ids(self, page: str) -> list[str]:
        """The ids on a page, by its path below docs/, in order, as often as they are there."""
        html = self.folder / pages.address(page) / "index.html"
        return _ID.findall(html.read_text(encoding="utf-8")) if html.is_file() else []


@contextmanager
def built() -> Iterator[Built]:
    """The site, in a folder that is there for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="field-notes-") as own:
        yield Built(*built_once(place.ROOT, Path(own)))
