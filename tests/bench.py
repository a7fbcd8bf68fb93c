"""`python -m tests.bench`: what our macros add to a build, and how long an edit takes to be seen. Prints ratios.

The pages without macros are the same pages, in which the HTML that macros give stands instead of their calls.
"""

import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

import mkdocs
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from macros.blocks import Blocks
from macros.pages import front_matter
from macros.problems import ROOT
from tests import figures
from tests.building import build
from tests.examples.project import copy_project

TIMES = 5
PAGE = "build/copy-add"  # a long one
SECONDS = 120
_MOMENT = 0.02  # seconds


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
        clean, dirty = (_seconds_to_see(with_macros, *flags) for flags in ((), ("--dirty", "--no-strict")))
        print(
            f"an edit of a page that is served, in builds: {clean / ours:.2f}, with FAST=1 {dirty / ours:.2f}"
        )
        figures.note(
            "bench", f"MkDocs {mkdocs.__version__}", "", macros=round(ours / theirs, 2), edit=round(dirty, 2)
        )
        figures.leave()
        print(
            f"(a build takes {ours:.1f} s of a processor; the edit is seen after {clean:.1f} and {dirty:.1f} s)"
        )
    return 0


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


def _seconds_to_see(project: Path, *flags: str) -> float:
    """How long after a page was saved a reader sees what was written; the median."""
    page, taken = project / "docs" / f"{PAGE}.md", []
    with _served(project, *flags) as address:
        for number in range(TIMES):
            word = f"Edit number {number} of {len(flags)}."
            start = time.monotonic()
            page.write_text(f"{page.read_text(encoding='utf-8')}\n{word}\n", encoding="utf-8")
            _wait_for(f"{address}{PAGE}/", word)
            taken.append(time.monotonic() - start)
    return statistics.median(taken)


@contextmanager
def _served(project: Path, *flags: str) -> Iterator[str]:
    """Serve a project while the block runs; gives the address of its home page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", host, *flags]
    server = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://{host}/docker-field-notes/"
    try:
        _wait_for(address, "</html>")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, word: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  it is ours
                if word in answer.read().decode():
                    return
        except URLError:
            pass
        time.sleep(_MOMENT)
    raise SystemExit(f"{url} does not show `{word}`.")


if __name__ == "__main__":
    sys.exit(main())
