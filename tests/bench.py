"""`python -m tests.bench`: what our macros add to a build, and how long an edit takes to be seen. Prints ratios.

Where the lab is built, what it takes in a browser follows.

The pages without macros are the same pages, in which the HTML that macros give stands instead of their calls.
"""

import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from macros.blocks import Blocks
from macros.lab import is_built
from macros.pages import front_matter
from macros.problems import ROOT
from tests import figures
from tests.building import build
from tests.examples.project import copy_project
from tests.serving import served
from tests.site.lab import bench as lab

TIMES = 5
PAGE = "build/copy-add"  # a long one
# A file of each kind, where it is seen, what stands in it, and what is written instead.
EDITS = {
    "page": (f"docs/{PAGE}.md", f"{PAGE}/", 'class="idea">', 'class="idea">{} '),
    "example": ("snippets/copy-add/copy-of-run-file/Dockerfile", f"{PAGE}/", "FROM", "# {}\nFROM"),
    "table": ("docs/_data/tables/copy-add-compare.yml", f"{PAGE}/", "caption: ", "caption: {} "),
    "style": ("docs/assets/stylesheets/tokens.css", "assets/site.css", "/*", "/* {} */\n/*"),
}


class _NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs lacks types there
    """A plugin of MkDocs has a class for its options."""


class _Given(BasePlugin[_NoOptions]):  # type: ignore[no-untyped-call]  # MkDocs lacks types there
    """Keeps the Markdown of each page as the macros leave it, by the path of the page below docs/."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    def on_page_markdown(self, markdown: str, /, *, page: Page, **_: Any) -> None:
        self.pages[page.file.src_uri] = markdown


def main() -> int:
    """Measure, and print a line for each measure."""
    with tempfile.TemporaryDirectory(prefix="field-notes-") as folder:
        with_macros, without = (copy_project(Path(folder, name)) for name in ("with", "without"))
        _write_out(without)
        ours, theirs = _cpu_seconds([with_macros, without])
        print(f"a build with macros, in builds of the same pages without: {ours / theirs:.2f}")
        seen = _seconds_to_see(with_macros, Path(folder))
        told = ", ".join(f"{seconds / ours:.2f} ({what})" for what, seconds in seen.items())
        print(f"an edit of a site that is served, in builds: {told}")
        figures.note(
            "bench",
            f"MkDocs {mkdocs.__version__}",
            "",
            macros=round(ours / theirs, 2),
            edit=round(seen["page"], 2),
        )
        figures.leave()
        told = ", ".join(f"{seconds:.2f} s ({what})" for what, seconds in seen.items())
        print(f"(a build takes {ours:.1f} s of a processor; an edit is seen after {told})")
    return lab.main() if is_built() else 0


def _write_out(project: Path) -> None:
    """Replace the macro calls of a project's pages by what they give, and examples by the files made of them."""
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(project / "site"))
    config.plugins["given"] = given = _Given()
    build_site(config)
    held = _held(config)
    for name, text in given.pages.items():
        page = project / "docs" / name
        filled = re.sub(
            r"<!-- macro block (\d+) -->", lambda match: f"<div>{held[int(match[1])]}</div>", text
        )
        page.write_text(f"---\n{front_matter(page)}render_macros: false\n---\n{filled}", encoding="utf-8")
    for made in ("downloads", "truth"):
        shutil.copytree(project / "site" / made, project / "docs" / made)
    shutil.rmtree(project / "snippets")
    (project / "snippets").mkdir()


def _held(config: MkDocsConfig) -> list[str]:
    extensions: list[object] = [*config.markdown_extensions]
    return next(each for each in extensions if isinstance(each, Blocks)).held


def _cpu_seconds(projects: list[Path]) -> list[float]:
    """What a build of each project takes of a processor, by turns; the median."""
    taken: dict[Path, list[float]] = {project: [] for project in projects}
    for _ in range(TIMES):
        for project in projects:
            before = _of_children()
            done = build(project, project / "site")
            if done.returncode:
                raise SystemExit(done.stdout)
            taken[project].append(_of_children() - before)
    return [statistics.median(each) for each in taken.values()]


def _of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _seconds_to_see(project: Path, folder: Path) -> dict[str, float]:
    """How long after a file was saved a reader sees what was written, for each of EDITS; the medians."""
    taken: dict[str, list[float]] = {what: [] for what in EDITS}
    with served(project, folder, "make serve PORT={port}") as serving:
        for number in range(TIMES):
            for what, (path, place, old, new) in EDITS.items():
                file, word = project / path, f"Edit {number}, {what}."
                text = file.read_text(encoding="utf-8").replace(old, new.format(word), 1)
                start = time.monotonic()
                file.write_text(text, encoding="utf-8")
                serving.wait_for(place, word)
                taken[what].append(time.monotonic() - start)
    return {what: statistics.median(each) for what, each in taken.items()}


if __name__ == "__main__":
    sys.exit(main())
