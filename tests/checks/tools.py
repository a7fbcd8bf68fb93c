"""Runs the tools that the checks are made of, and finds the files to give to them."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros import problems as place
from macros.problems import Problem, ProblemError, relative
from tests.patience import patient

BIN = Path(__file__).resolve().parents[2] / ".venv" / "bin"
SECONDS = 300
# Folders that hold what was fetched or made, not what was written.
_NOT_OURS = {".git", ".venv", ".cache", "node_modules", "site", "__pycache__"}


def files(*patterns: str, under: str = ".") -> list[Path]:
    """The project's own files whose names match one of the patterns, sorted."""
    return sorted(
        path for path in _walk(place.ROOT / under) if any(path.match(pattern) for pattern in patterns)
    )


def run(*command: str | Path, good: tuple[int, ...] = (0, 1), stdin: str | None = None) -> str:
    """Run a tool of the virtual environment in the project's folder and return what it printed.

    Raises ProblemError if it is missing, hangs, or ends with a status that isn't among the `good` ones, so
    that a tool that broke is never taken for a tool that found nothing.
    """
    words = [str(word) for word in command]
    program = BIN / words[0] if (BIN / words[0]).exists() else words[0]
    try:
        done = subprocess.run(
            [program, *words[1:]],
            cwd=place.ROOT,
            env=os.environ | {"NO_COLOR": "1"},
            capture_output=True,
            text=True,
            timeout=patient(SECONDS),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
        )
    except FileNotFoundError:
        raise broken(words[0], "it isn't installed") from None
    except subprocess.TimeoutExpired:
        raise broken(words[0], f"it didn't end within {patient(SECONDS):.0f} s") from None
    if done.returncode not in good:
        raise broken(words[0], f"status {done.returncode}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def run_json(*command: str | Path, good: tuple[int, ...] = (0, 1)) -> Any:
    """Run a tool that prints JSON and return it parsed; errors as run()."""
    text = run(*command, good=good)
    try:
        return json.loads(text or "[]")
    except json.JSONDecodeError:
        raise broken(str(command[0]), f"its answer isn't JSON: {text[:200]}") from None


def shown(path: str) -> str:
    """A path as a tool printed it, as problems show it."""
    return relative(place.ROOT / path)


def broken(tool: str, why: str, named_in: str = "requirements.txt") -> ProblemError:
    """A tool that can't be used, and the file that names its version."""
    return ProblemError(
        Problem(
            named_in,
            1,
            f"The tool {tool} can't be used: {why}.",
            "Run `make clean`, then try again.",
        )
    )


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()) if folder.is_dir() else []:
        if entry.is_dir() and not entry.is_symlink():
            if entry.name not in _NOT_OURS and not entry.name.endswith("_cache"):
                yield from _walk(entry)
        else:
            yield entry
