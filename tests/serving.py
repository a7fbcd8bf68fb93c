"""A project that is served while it is edited, as `make serve` does it."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.building import SUB_PATH
from tests.patience import patient

SECONDS = 120
_ANSWER = 5
_MOMENT = 0.02  # seconds


@dataclass(frozen=True)
class Serving:
    """A site that is served: the address of its home page, and a folder of what MkDocs writes and says meanwhile."""

    address: str
    folder: Path

    @property
    def site(self) -> Path:
        """The folder of the site; a server that starts anew has another one."""
        return max(self.folder.glob("mkdocs_*"), key=lambda each: each.stat().st_mtime_ns)

    @property
    def said(self) -> str:
        """All that MkDocs has said so far."""
        return (self.folder / "said").read_text(encoding="utf-8")

    def text(self, path: str) -> str:
        """What stands at an address below that of the home page."""
        with urllib.request.urlopen(self.address + path, timeout=patient(_ANSWER)) as answer:  # noqa: S310  it is ours
            return str(answer.read().decode())

    def wait_for(self, path: str, word: str) -> None:
        """Wait until a word stands there. Raises TimeoutError, with what MkDocs said, where it does not come."""
        end = time.monotonic() + patient(SECONDS)
        while time.monotonic() < end:
            try:
                if word in self.text(path):
                    return
            except OSError:  # not there yet, or a build that has failed, after which MkDocs gives no answer
                pass
            time.sleep(_MOMENT)
        raise TimeoutError(f"{self.address}{path} does not show `{word}`.\n{self.said}")

    def wait_until_said(self, word: str, after: int = 0) -> None:
        """Wait until MkDocs says a word, after as many characters. Raises TimeoutError, as wait_for()."""
        end = time.monotonic() + patient(SECONDS)
        while word not in self.said[after:]:
            if time.monotonic() > end:
                raise TimeoutError(f"MkDocs does not say `{word}`.\n{self.said}")
            time.sleep(_MOMENT)


@contextmanager
def served(project: Path, folder: Path, command: str) -> Iterator[Serving]:
    """Serve a project while the block runs, by a command with `{port}` in it; `folder` is for what that writes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"TMPDIR": str(folder), "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    serving = Serving(f"http://127.0.0.1:{port}{SUB_PATH}", folder)
    with (folder / "said").open("w") as said:
        server = subprocess.Popen(
            command.format(port=port).split(),
            cwd=project,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        serving.wait_for("", "</html>")
        yield serving
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait()
