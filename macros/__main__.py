"""`python -m macros build` and `python -m macros serve PORT`: MkDocs, and in our words what keeps it from starting."""

import socket
import sys

from mkdocs.__main__ import cli

from macros.nodes import read_nodes
from macros.problems import ROOT, ProblemError, report, sentence

_SERVE = ("serve", "--livereload", "--dirty", "--dev-addr")
_PORTS = range(1, 65536)


def main(words: list[str]) -> int:
    """Build the site, or serve it on this machine. The status is not 0 where that can't be done."""
    try:
        read_nodes(ROOT / "mkdocs.yml")
    except ProblemError as error:
        return report(error.problems)
    if words == ["build"]:
        return _mkdocs("build", "--strict")
    _, port = words
    if refusal := _refusal(port):
        print(refusal, file=sys.stderr)
        return 1
    return _mkdocs(*_SERVE, f"127.0.0.1:{port}")


def _mkdocs(*words: str) -> int:
    cli(words, prog_name="mkdocs")
    return 0


def _refusal(port: str) -> str:
    """Why nothing can be served on a port, and how to choose another one; "" if it can."""
    if not port.isascii() or not port.isdecimal() or int(port) not in _PORTS:
        return f"`{port}` is no port. Choose one from {_PORTS[0]} to {_PORTS[-1]}: make serve PORT=8001"
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", int(port)))
        except OSError as error:
            why = sentence(error.strerror or str(error))
            return f"Port {port} can't be used: {why} Choose another one: make serve PORT=8001"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
