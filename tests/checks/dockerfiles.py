"""Every Dockerfile of an example: does it parse, and what does hadolint say of it?"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from macros.examples import examples
from macros.problems import Problem, ProblemError, relative, sentence
from macros.text import read_text
from tests.checks import tools
from tests.examples import lint
from tests.examples.dockerfile import instructions
from tests.examples.lint import Finding

# hadolint's own name for a file that it can't parse.
NO_DOCKERFILE = "DL1000"


def problems() -> list[Problem]:
    """Dockerfiles that BuildKit can't parse, hadolint's findings, and declared rules that don't occur."""
    every = examples()
    found = [problem for example in every for path in example.dockerfiles for problem in _unreadable(path)]
    if found:
        return found
    hadolint = _hadolint([path for example in every for path in example.dockerfiles])
    for example in every:
        findings = [finding for path in example.dockerfiles for finding in _findings(path, hadolint[path])]
        found += lint.judge(example, lint.HADOLINT, findings)
    return found


def _unreadable(path: Path) -> list[Problem]:
    try:
        read_text(path)
    except ProblemError as error:
        return error.problems
    return []


def parse_error(path: Path) -> Problem | None:
    """What BuildKit's parser says against a Dockerfile, with the line; None if it parses."""
    try:
        instructions(path)
    except ProblemError as error:
        return error.problems[0]
    return None


def _findings(path: Path, hadolint: list[dict[str, Any]]) -> list[Finding]:
    if problem := parse_error(path):
        return [Finding(NO_DOCKERFILE, problem)]
    return [Finding(each["code"], _problem(path, each)) for each in hadolint]


def _problem(path: Path, each: dict[str, Any]) -> Problem:
    what = f"{each['code']}: {sentence(each['message'])}"
    mend = f"Change the line, or declare it in example.yml: `lint: {{{each['code']}: the reason}}`."
    if each["code"] == NO_DOCKERFILE:
        # The file has the form of a Dockerfile; hadolint needs an empty line after a here-document.
        mend = "Correct the names of instructions and flags; leave an empty line after a here-document."
    return Problem(relative(path), each["line"], what, mend)


def _hadolint(paths: list[Path]) -> dict[Path, list[dict[str, Any]]]:
    found: dict[Path, list[dict[str, Any]]] = defaultdict(list)
    for each in tools.run_json("hadolint", "--no-fail", "--format", "json", *paths) if paths else []:
        found[Path(each["file"])].append(each)
    return found
