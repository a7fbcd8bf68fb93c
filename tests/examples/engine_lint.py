"""What the engine's own linters find in an example's files: `docker build --check` and `docker compose config`."""

import json
import re
from pathlib import Path
from typing import Any

from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative, sentence
from tests.engine import Engine
from tests.examples.lint import COMPOSE_CONFIG, Finding

_LINE = re.compile(r"\bline (\d+)")
_SERVICE = re.compile(r'service "([^"]+)"')
_KEYS = re.compile(r"\b(?:services|networks|volumes|secrets|configs)(?:\.[\w-]+)+")


def dockerfile_findings(engine: Engine, dockerfile: Path) -> tuple[list[Finding], Problem | None]:
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


def compose_findings(engine: Engine, compose_file: Path) -> list[Finding]:
    """What `docker compose config` says against a Compose file, with the line as far as it tells a place."""
    done = engine.docker("compose", "--file", str(compose_file), "config", "--quiet", check=False)
    if done.returncode == 0:
        return []
    said = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"status {done.returncode}"
    mend = f"Correct it, or declare it in example.yml: `lint: {{{COMPOSE_CONFIG}: the reason}}`."
    return [
        Finding(
            COMPOSE_CONFIG,
            Problem(relative(compose_file), _place(compose_file, said), sentence(said), mend),
        )
    ]


def _first_line(each: dict[str, Any]) -> int:
    ranges = (each.get("location") or {}).get("ranges") or [{"start": {"line": 1}}]
    return int(ranges[0]["start"]["line"])


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
