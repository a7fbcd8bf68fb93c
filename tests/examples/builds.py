"""Builds an example's Dockerfiles, each on its own, and asks BuildKit and Compose what they think of its files."""

import json
import re
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from macros.examples import Example
from macros.problems import Problem, relative
from macros.transcripts import Command
from tests.checks.lint import Finding
from tests.checks.schemas import line_of
from tests.checks.tools import sentence
from tests.engine import Engine
from tests.examples.calls import docker_calls
from tests.examples.runner import _copy as fresh_copy

BUILD_SECONDS = 600
COMPOSE_CONFIG = "compose-config"
# Options of `docker build` without which a Dockerfile may not build; each takes a value.
_NEEDED = ("--build-arg", "--build-context", "--platform", "--secret", "--ssh", "--target")
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
    return any(command.status for command, _ in _builds(example, dockerfile))


def build(engine: Engine, example: Example, dockerfile: Path) -> Problem | None:
    """Build a Dockerfile in a fresh copy of its example, as its transcript does; the image is removed again.

    What the transcript does before its first build, such as writing a file, is done first. Returns the problem
    with the line of the Dockerfile that failed, or None.
    """
    tag = f"docker-field-notes-build:{uuid.uuid4().hex[:12]}"
    first = next(iter(_builds(example, dockerfile)), None)
    with fresh_copy(example) as folder:
        if problem := _prepare(example, folder, first[0] if first else None):
            return problem
        file = folder / dockerfile.relative_to(example.folder)
        context = folder / _context(folder, first[1]) if first else file.parent
        words = [*(_options(first[1]) if first else []), "--file", str(file), "--tag", tag, str(context)]
        with _removed(engine, tag):
            done = engine.docker("build", "--progress=plain", *words, check=False, timeout=BUILD_SECONDS)
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
        root = yaml.compose(compose_file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return 1
    if match := _KEYS.search(said):
        return line_of(root, tuple(match[0].split(".")))
    if match := _SERVICE.search(said):
        return line_of(root, ("services", match[1]))
    return 1


def _builds(example: Example, dockerfile: Path) -> Iterator[tuple[Command, list[str]]]:
    """The commands of the transcript that build this Dockerfile, each with the words after `docker build`."""
    name = dockerfile.relative_to(example.folder).as_posix()
    for command in example.transcript.commands:
        for call in docker_calls(command):
            words = call[1:] if call[:1] in (["buildx"], ["image"], ["builder"]) else call
            if words[:1] == ["build"] and "--check" not in words:
                file = next(iter(_values(words, "--file", "-f")), "Dockerfile")
                if Path(file) in (Path(name), Path(dockerfile.name)):
                    yield command, words[1:]


def _prepare(example: Example, folder: Path, until: Command | None) -> Problem | None:
    for command in example.transcript.commands if until else ():
        if command is until:
            break
        if any(docker_calls(command)):
            continue
        done = subprocess.run(
            ["bash", "-c", command.text], cwd=folder, capture_output=True, text=True, timeout=60
        )
        if done.returncode != command.status:
            what = sentence(f"`{command.text}` ended with {done.returncode}: {done.stderr}")
            return Problem(relative(example.transcript_path), command.line, what, "Run `make record`.")
    return None


def _options(words: list[str]) -> list[str]:
    return [part for option in _NEEDED for value in _values(words, option) for part in (option, value)]


def _context(folder: Path, words: list[str]) -> str:
    """The build context: the last word, where that is a folder of the example."""
    return words[-1] if words and (folder / words[-1]).is_dir() else "."


def _values(words: list[str], *options: str) -> Iterator[str]:
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, equals, value = word.partition("=")
        if option in options:
            yield value if equals else following


def _first_line(each: dict[str, Any]) -> int:
    ranges = (each.get("location") or {}).get("ranges") or [{"start": {"line": 1}}]
    return int(ranges[0]["start"]["line"])


@contextmanager
def _removed(engine: Engine, tag: str) -> Iterator[None]:
    try:
        yield
    finally:
        engine.docker("image", "rm", "--no-prune", tag, check=False)
