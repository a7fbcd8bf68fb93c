"""Builds an example's Dockerfiles, each on its own; tells which ones its transcript builds, or shows to fail."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.examples import Example
from macros.problems import Problem, relative, sentence
from macros.transcripts import Command
from tests.engine import Engine
from tests.examples.calls import calls
from tests.examples.runner import fresh_copy

BUILD_SECONDS = 600
_FAILED_AT = re.compile(r"^\S*ockerfile\S*:(\d+)$", re.MULTILINE)


def meant_to_fail(example: Example, dockerfile: Path) -> bool:
    """Whether the transcript records that a build of this Dockerfile fails."""
    return any(command.status for command in _builds(example, dockerfile))


def built_by_transcript(example: Example, dockerfile: Path) -> bool:
    """Whether a command of the transcript builds this Dockerfile; running the transcript then proves that it does."""
    return any(not command.status for command in _builds(example, dockerfile))


def build(engine: Engine, example: Example, dockerfile: Path) -> Problem | None:
    """Build a Dockerfile in a fresh copy of its example; the image is removed again.

    Returns the problem with the line of the Dockerfile that failed, or None.
    """
    tag = f"docker-field-notes-build:{uuid.uuid4().hex[:12]}"
    with fresh_copy(example) as folder, _removed(engine, tag):
        file = folder / dockerfile.relative_to(example.folder)
        words = ("--progress=plain", "--file", str(file), "--tag", tag, str(file.parent))
        done = engine.docker("build", *words, check=False, timeout=BUILD_SECONDS)
    if done.returncode == 0:
        return None
    places = _FAILED_AT.findall(done.stderr)
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [done.stderr.strip()]
    what = sentence(f"The Dockerfile does not build: {errors[-1].removeprefix('ERROR: ')}")
    mend = f"If that is what it shows, record it: `make record EXAMPLE={example.name}`."
    return Problem(relative(dockerfile), int(places[-1]) if places else 1, what, mend)


def _builds(example: Example, dockerfile: Path) -> Iterator[Command]:
    """The commands of the transcript that build this Dockerfile."""
    name = dockerfile.relative_to(example.folder).as_posix()
    for call in calls(example.transcript.commands):
        if call.verb == "build" and ("--check", "") not in call.options:
            file = next(iter(call.values("--file", "-f")), "Dockerfile")
            if Path(file) in (Path(name), Path(dockerfile.name)):
                yield next(each for each in example.transcript.commands if each.line == call.line)


@contextmanager
def _removed(engine: Engine, tag: str) -> Iterator[None]:
    try:
        yield
    finally:
        engine.docker("image", "rm", "--no-prune", tag, check=False)
