"""Serves a built site as GitHub Pages does: under a sub-path, compressed, with its own page for what isn't there."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.building import SUB_PATH

_COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve the folder on a free port of this machine while the block runs; gives the address of its home page."""

    class Handler(_Handler):
        folder = site.resolve()

    with _Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: a browser may leave in the middle of an answer."""


_compressed = cache(gzip.compress)


class _Handler(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:
        """Answer with a file of the site, or with its page for addresses that don't exist."""
        path = unquote(urlsplit(self.path).path)
        file = self._file(path)
        if file.is_dir() and not path.endswith("/"):
            self.send_response(301)
            self.send_header("Location", f"{path}/")
            self.end_headers()
            return
        file = file / "index.html" if file.is_dir() else file
        status = 200 if file.is_file() else 404
        self._send(status, file if file.is_file() else self.folder / "404.html")

    def log_message(self, *_: Any) -> None:
        """Say nothing; a test that fails says what it asked for."""

    def _file(self, path: str) -> Path:
        if not path.startswith(SUB_PATH):
            return self.folder / "is-not-there"
        file = (self.folder / path.removeprefix(SUB_PATH)).resolve()
        return file if file.is_relative_to(self.folder) else self.folder / "is-not-there"

    def _send(self, status: int, file: Path) -> None:
        content = file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        if file.suffix in _COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = _compressed(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
