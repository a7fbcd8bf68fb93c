"""Every Dockerfile on a real engine: BuildKit parses it, checks it by its own rules, and builds it."""

from pathlib import Path

import pytest

from macros.examples import Example, examples
from macros.problems import relative
from tests.counts import count
from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples import builds, engine_lint, lint
from tests.examples.references import base_image_references

pytestmark = pytest.mark.engine

WITH_DOCKERFILES = [example for example in examples() if example.dockerfiles]
# The others are built, or fail as they are meant to, when test_transcripts.py runs their transcripts.
DOCKERFILES = [
    (example, path)
    for example in WITH_DOCKERFILES
    for path in example.dockerfiles
    if not builds.meant_to_fail(example, path) and not builds.built_by_transcript(example, path)
]


@pytest.mark.parametrize("example", WITH_DOCKERFILES, ids=lambda example: f"snippets/{example.name}")
def test_rules_of_buildkit(example: Example, engine: Engine, say: Say) -> None:
    provide(engine, base_image_references(example), say)
    findings, problems = [], []
    for path in example.dockerfiles:
        found, error = engine_lint.dockerfile_findings(engine, path)
        findings += found
        if error is None:
            count("Dockerfiles parsed")
        elif not builds.meant_to_fail(example, path):
            problems.append(error)
    problems += lint.judge(example, lint.BUILDKIT, findings)
    if problems:
        pytest.fail("\n".join(map(str, sorted(problems))), pytrace=False)


@pytest.mark.parametrize(("example", "path"), DOCKERFILES, ids=[relative(path) for _, path in DOCKERFILES])
def test_builds(example: Example, path: Path, engine: Engine, say: Say) -> None:
    provide(engine, base_image_references(example), say)
    if problem := builds.build(engine, example, path):
        pytest.fail(str(problem), pytrace=False)
    count("Dockerfiles built")
