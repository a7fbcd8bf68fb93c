"""A Dockerfile, read by BuildKit's own parser."""

from pathlib import Path

import e2b_dockerfile_utils as buildkit

from macros.problems import Problem, ProblemError, relative
from macros.text import read_text


def instructions(path: Path) -> list[buildkit.DockerfileInstruction]:
    """The instructions of a Dockerfile, in order. Raises ProblemError where Docker could not read it."""
    try:
        steps = buildkit.parse_dockerfile_ast(read_text(path)).instructions
    except buildkit.DockerfileSyntaxError as error:
        what = " ".join(str(error).partition(": ")[2].split()).rstrip(".")
        mend = "Correct the line; the Dockerfile reference lists every instruction and its form."
        problem = Problem(relative(path), error.line or 1, f"Not a Dockerfile: {what}.", mend)
        raise ProblemError(problem) from None
    if not any(step.name == "FROM" for step in steps):
        mend = "Start a stage with `FROM image:tag`."
        raise ProblemError(Problem(relative(path), 1, "The Dockerfile has no FROM.", mend))
    return list(steps)
