"""Whether an engine has what an example needs; where it hasn't, the example is not run, and the reason is said."""

import os
import socket
import sys
from collections.abc import Callable, Iterable

from macros.examples import Example
from macros.needs import in_words
from tests.engine import Engine


def unmet(engine: Engine, example: Example) -> str:
    """Why the example can't be run on this engine, or ""."""
    return unmet_needs(engine, example.needs)


def unmet_needs(engine: Engine, needs: Iterable[str]) -> str:
    """Why what has these needs can't be run on this engine, or ""."""
    lacking = [need for need in needs if not _CHECKS[need](engine)]
    return f"Not run here: needs {in_words(lacking)}." if lacking else ""


def _on_host(engine: Engine) -> bool:
    """Whether this process is root on the engine's own machine; Docker Desktop's is a virtual one."""
    if engine.kind == "private":
        return True
    local = engine.env.get("DOCKER_HOST", "").startswith("unix://")
    if not (local and sys.platform == "linux" and os.geteuid() == 0):
        return False
    name = engine.docker("info", "--format", "{{.Name}}", check=False).stdout.strip()
    return name == socket.gethostname()


def _is_private(engine: Engine) -> bool:
    return engine.kind == "private"


def _emulates(engine: Engine) -> bool:
    if engine.kind == "private":
        return True  # tests/engine/emulation.py gives it what it needs
    platforms = engine.docker("buildx", "inspect", check=False).stdout
    return "linux/arm64" in platforms and "linux/amd64" in platforms


_CHECKS: dict[str, Callable[[Engine], bool]] = {
    "host": _on_host,
    "private": _is_private,
    "emulation": _emulates,
    "project": lambda _engine: True,  # the tests are a part of it
}
