"""A problem has an address: `path:line: what is wrong. How to mend it.`"""

import difflib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and how to mend it.

    `path` is relative to the project, `line` counts from 1, `what` and `mend` are sentences.
    """

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} {self.mend}".rstrip()

    @property
    def annotation(self) -> str:
        """The problem as a GitHub Actions workflow command, which marks the line in a pull request."""
        message = f"{self.what} {self.mend}".replace("%", "%25").replace("\n", "%0A")
        return f"::error file={self.path},line={self.line}::{message}"


class ProblemError(Exception):
    """Raised where work can't go on; carries every problem found up to there."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in sorted(problems)))
        self.problems = sorted(problems)


def relative(path: Path) -> str:
    """A path as problems show it: relative to the project where it lies inside."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def did_you_mean(name: str, known: Iterable[str], otherwise: str, alike: float = 0.6) -> str:
    """How to mend a name that is none: by the one of `known` that is most like it, or as `otherwise` says.

    `alike` says how much, from 0 to 1.
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=alike)
    return f"Did you mean `{near[0]}`?" if near else otherwise


def sentence(text: str) -> str:
    """A program's message as one line that ends like a sentence."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."


def report(problems: Iterable[Problem]) -> int:
    """Print all problems, sorted, each once, and return the exit status: 1 if there are any, else 0."""
    found = sorted({str(problem): problem for problem in problems}.values())
    for problem in found:
        print(problem, file=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(problem.annotation)
    return 1 if found else 0
