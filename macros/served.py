"""`make serve`: a file of the site is made again when something that it is made of has changed, and only then.

MkDocs is started with `--dirty`, so it makes what is not there, or older than its source. What is outdated in any
other way is removed here before. A page is made of its file, of what its macro calls give, of the front matter of the
pages before and after it, and of what all pages have in common; when that changes, all is made anew.

What a build makes counts as made when the build has ended well. So a problem is told again until it is mended.
"""

import logging
import os
import shutil
import sys
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import clean_directory
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingEmitter, PollingObserver

from macros.examples import SNIPPETS
from macros.glossary import GLOSSARY
from macros.kept import Kept, Stamp, stamp
from macros.nodes import read_nodes
from macros.problems import ROOT, Problem, ProblemError, relative
from macros.site import Site
from macros.stop import or_stop

_LOG = logging.getLogger("mkdocs")
_SECONDS = 0.2  # from one look for changed files to the next
_CONFIG = ROOT / "mkdocs.yml"
_COMMON = (_CONFIG, ROOT / "overrides", GLOSSARY)
# Those of a page, and its links to those of others, by their paths below docs/.
_Anchors = tuple[set[str] | None, dict[str, dict[str, str]]]


class _Looks(PollingEmitter):
    """Looks for changed files, but not while a build runs, which that would slow down."""

    may = Event()

    def queue_events(self, timeout: float) -> None:
        """Wait until no build runs, and as MkDocs does; then tell what has changed since the last look."""
        self.may.wait()
        super().queue_events(timeout)


class _Observer(PollingObserver):
    def __init__(self) -> None:
        BaseObserver.__init__(self, _Looks, timeout=_SECONDS)


class Served:
    """Events of MkDocs, for all builds while the site is served."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.site: Site
        self._code = _code()
        self._common: Hashable = None
        self._made_of: dict[str, Any] = {}  # by the path of a file below docs/
        self._anchors: dict[str, _Anchors] = {}
        # Of this build: what it makes, and of what; all pages.
        self._new: dict[str, Any] = {}
        self._seen: list[Page] = []

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None], **_: Any
    ) -> None:
        """Look for changes more often than MkDocs does by itself, and not while it builds."""
        watched = (config.docs_dir, str(config.config_file_path))
        for path in watched:
            server.unwatch(path)
        server.observer = _Observer()
        server.builder = partial(_build, builder)
        _Looks.may.set()
        for path in watched:
            server.watch(path)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Start anew where our code has changed, since Python reads it once."""
        if _code() == self._code:
            return
        or_stop(_check_code)
        _LOG.info("The code of the macros has changed: starting anew")
        shutil.rmtree(config.site_dir)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  as it was started

    def on_nav(self, _nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Remove what is outdated, and tell the pages that stay what they would learn when they are made."""
        self._new = {}
        self._clear_if_common_parts_changed(config, files)
        pages = [file.page for file in files if file.page]
        for page in pages:
            of = _stamp(page.file)
            page.meta = self.kept.get(("meta", page.file.src_uri), of, partial(_meta, page, config))
        made_of = {file.src_uri: self._parts(file) for file in files}
        for file in files:
            if self._made_of.get(file.src_uri) != made_of[file.src_uri]:
                self._new[file.src_uri] = made_of[file.src_uri]
                Path(file.abs_dest_path).unlink(missing_ok=True)
        for page in pages:
            if page.file.src_uri not in self._new:
                self._recall(page, files)
        self._seen = pages

    def on_post_build(self, **_: Any) -> None:
        """Remember what was made."""
        self._made_of |= self._new
        for page in self._seen:
            links = {to.src_uri: found for to, found in (page.links_to_anchors or {}).items()}
            self._anchors[page.file.src_uri] = page.present_anchor_ids, links

    def on_build_error(self, **_: Any) -> None:
        """Forget it again; a warning ends a build after all was made."""
        for name in self._new:
            self._made_of.pop(name, None)

    def _clear_if_common_parts_changed(self, config: MkDocsConfig, files: Files) -> None:
        """Make all anew, also where MkDocs was started without `--dirty` and has emptied the folder."""
        common = stamp(*_COMMON, *SNIPPETS.glob("*.yml")), frozenset(files.src_uris)
        if common != self._common or not any(Path(config.site_dir).iterdir()):
            clean_directory(config.site_dir)
            self.kept.clear()
            self._made_of.clear()
            self._common = common

    def _parts(self, file: File) -> Any:
        """What a file of the site is made of, to be compared."""
        page = file.page
        if not page:
            return _stamp(file)
        beside = [each.meta for each in (page.previous_page, page.next_page) if each]
        return _stamp(file), beside, self.site.prepare(page)

    def _recall(self, page: Page, files: Files) -> None:
        """Let MkDocs check the links between pages that are made and those that are not."""
        page.present_anchor_ids, links = self._anchors[page.file.src_uri]
        page.links_to_anchors = {files.src_uris[name]: found for name, found in links.items()}


def _build(builder: Callable[[], None]) -> None:
    _Looks.may.clear()
    try:
        or_stop(partial(read_nodes, _CONFIG))  # MkDocs would end in a traceback
        builder()
    finally:
        _Looks.may.set()


def tell_nothing_of_dirt() -> None:
    """Keep MkDocs from warning that `--dirty` leaves outdated pages, which would end a strict build."""
    logging.getLogger("mkdocs.commands.build").addFilter(_is_of_no_dirt)


def _is_of_no_dirt(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("A 'dirty' build")


def _stamp(file: File) -> Stamp:
    return stamp(Path(str(file.abs_src_path)))


def _meta(page: Page, config: MkDocsConfig) -> Any:
    page.read_source(config)
    return page.meta


def _code() -> Stamp:
    return stamp(*_code_files())


def _code_files() -> list[Path]:
    return [path for folder in ("macros", "finish") for path in sorted((ROOT / folder).glob("*.py"))]


def _check_code() -> None:
    for path in _code_files():
        try:
            compile(path.read_bytes(), path, "exec")
        except SyntaxError as error:
            what = f"Python can't read the line: {error.msg}."
            raise ProblemError(Problem(relative(path), error.lineno or 1, what, "Mend it.")) from error


SERVED = Served()
