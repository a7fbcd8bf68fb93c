"""The built site, and a small project that is built with the site's own configuration."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from finish.lab import is_of_lab
from macros.pages import DOCS, address
from macros.pages import pages as every_page
from macros.problems import ROOT
from tests.building import SITE_URL, build
from tests.site.dom import Element, parse

# The address of every page below the site's root; tests of all pages have one for each.
PAGES = tuple(address(path.relative_to(DOCS).as_posix()) for path in every_page())
_LOCATION = re.compile("<loc>(.*?)</loc>")


@dataclass(frozen=True)
class Built:
    """The built site: a folder that is named like the sub-path it is served under."""

    folder: Path

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The address of every page below the site's root, as the sitemap lists it; the home page is ""."""
        locations = _LOCATION.findall((self.folder / "sitemap.xml").read_text(encoding="utf-8"))
        return tuple(each.removeprefix(SITE_URL) for each in locations)

    @cached_property
    def all_trees(self) -> dict[str, Element]:
        """Every HTML file as a tree, by its path below the site's root; test_lab_site.py looks at those of the lab."""
        return {
            path.relative_to(self.folder).as_posix(): parse(path.read_text(encoding="utf-8"))
            for path in self.folder.rglob("*.html")
            if not is_of_lab(path, self.folder)
        }

    @cached_property
    def trees(self) -> dict[str, Element]:
        """Every page as a tree, by its address."""
        return {page: self.all_trees[f"{page}index.html"] for page in self.pages}

    def file(self, page: str) -> Path:
        """The file of a page."""
        return self.folder / page / "index.html"


def file_text(frame: Element) -> str:
    """The text of the file in a frame of a page, as it is once the page's script has put in its carriage returns."""
    code = frame.first("code")
    for place in code.all("span", class_="cr"):
        place.children = ["\r"]
    return code.text


EXAMPLE = {
    "Dockerfile": 'FROM busybox:1.37\nCMD ["echo", "Hello"]\n',
    "example.yml": "title: Greet\nlesson: The image says hello.\n",
    "transcript.console": (
        "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
        "$ docker build --quiet --tag greet .\n"
        "$ docker run --rm greet\n"
        "Hello\n"
    ),
}
PAGE = """\
---
title: Home
description: A page that is here to be built by a test, and long enough for a description.
---

# Home

{text}
"""
LINE = 8  # where {text} stands


class SmallProject:
    """One page and one example, built with the site's own configuration, macros, theme and styles."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("finish", "macros", "overrides", "docs/assets"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        for name in ("mkdocs.yml", "snippets/images.yml", "snippets/reference.yml"):
            self.write(name, (ROOT / name).read_text(encoding="utf-8"))
        self.write(
            "small.yml",
            "INHERIT: mkdocs.yml\nwatch: [finish, macros, overrides, snippets]\n"
            "nav:\n  - Home: index.md\n  - Checked: reference/how-checked.md\n"
            "  - Offline: reference/offline.md\n",
        )
        self.write("docs/reference/how-checked.md", PAGE.format(text="Examples link to this page."))
        offline = (ROOT / "docs/reference/offline.md").read_text(encoding="utf-8")
        self.write("docs/reference/offline.md", offline)  # all pages link to it
        self.write("docs/_data/glossary.yml", "[]\n")
        self.example(EXAMPLE)
        self.page('{@ example("demo/greet") @}')

    def write(self, path: str, text: str) -> None:
        """Write a file, keeping its line ends."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def page(self, text: str) -> None:
        """Let the home page say this, from line LINE on."""
        self.write("docs/index.md", PAGE.format(text=text))

    def example(self, files: dict[str, str], name: str = "demo/greet") -> None:
        """Write files of an example."""
        for path, text in files.items():
            self.write(f"snippets/{name}/{path}", text)

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build it into `site/` of its folder."""
        return build(self.root, self.root / "site", "small.yml")

    @property
    def home(self) -> Element:
        """The built home page."""
        return parse((self.root / "site" / "index.html").read_text(encoding="utf-8"))
