"""Builds an example's Dockerfiles, each on its own, and asks BuildKit and Compose what they think of its files."""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from macros.examples import Example
from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative, sentence
from macros.transcripts import Command
from tests.checks.lint import Finding
from tests.engine import Engine
from tests.examples.calls import calls
from tests.examples.runner import fresh_copy

BUILD_SECONDS = 600
COMPOSE_CONFIG = "compose-config"
_FAILED_AT = re.compile(r"^\S*ockerfile\S*:(\d+)$", re.MULTILINE)
_LINE = re.compile(r"\bline (\d+)")
_SERVICE = re.compile(r'service "([^"]+)"')
_KEYS = re.compile(r"\b(?:services|networks|volumes|secrets|configs)(?:\.[\w-]+)+")


def check(engine: Engine, dockerfile: Path) -> tuple[list[Finding], Problem | None]:
    """What `docker build --check` finds, and the error if the Dockerfile can't be built at all."""
    where = ("--file", str(dockerfile), str(dockerfile.parent))
    done = engine.docker("build", "--call=check,format=json", *where, check=False)
    answer: dict[str, Any] = json.loads(done.stdout or "{}")
    if not answer:
        return [], Problem(
            relative(dockerfile), 1, f"`docker build --check` broke: {done.stderr.strip()}", ""
        )
    findings = [
        Finding(
            each["ruleName"],
            Problem(
                relative(dockerfile),
                _first_line(each),
                sentence(f"{each['ruleName']}: {each.get('detail') or each['description']}"),
                f"Change the line, or declare it in example.yml: `lint: {{{each['ruleName']}: the reason}}`.",
            ),
        )
        for each in answer.get("warnings") or []
    ]
    error = answer.get("buildError")
    if not error:
        return findings, None
    what = sentence(f"BuildKit refuses it: {error['message']}")
    return findings, Problem(relative(dockerfile), _first_line(error), what, "Correct the line.")


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


def compose_findings(engine: Engine, compose_file: Path) -> list[Finding]:
    """What `docker compose config` says against a Compose file, with the line as far as it tells a place."""
    done = engine.docker("compose", "--file", str(compose_file), "config", "--quiet", check=False)
    if done.returncode == 0:
        return []
    said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"status {done.returncode}"
    mend = f"Correct it, or declare it in example.yml: `lint: {{{COMPOSE_CONFIG}: the reason}}`."
    return [
        Finding(
            COMPOSE_CONFIG, Problem(relative(compose_file), _place(compose_file, said), sentence(said), mend)
        )
    ]


def _place(compose_file: Path, said: str) -> int:
    """The line that a message of Compose is about: it names a line, keys, or a service; else 1."""
    if match := _LINE.search(said):
        return int(match[1])
    try:
        root = read_nodes(compose_file)
    except ProblemError:
        return 1
    if match := _KEYS.search(said):
        return line_of(root, *match[0].split("."))
    if match := _SERVICE.search(said):
        return line_of(root, "services", match[1])
    return 1


def _builds(example: Example, dockerfile: Path) -> Iterator[Command]:
    """The commands of the transcript that build this Dockerfile."""
    name = dockerfile.relative_to(example.folder).as_posix()
    for call in calls(example.transcript.commands):
        if call.verb == "build" and ("--check", "") not in call.options:
            file = next(iter(call.values("--file", "-f")), "Dockerfile")
            if Path(file) in (Path(name), Path(dockerfile.name)):
                yield next(each for each in example.transcript.commands if each.line == call.line)


def _first_line(each: dict[str, Any]) -> int:
    ranges = (each.get("location") or {}).get("ranges") or [{"start": {"line": 1}}]
    return int(ranges[0]["start"]["line"])


@contextmanager
def _removed(engine: Engine, tag: str) -> Iterator[None]:
    try:
        yield
    finally:
        engine.docker("image", "rm", "--no-prune", tag, check=False)
