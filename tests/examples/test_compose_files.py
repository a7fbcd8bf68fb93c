"""Every Compose file, as `docker compose config` reads it."""

import pytest

from macros.examples import Example, examples
from tests.counts import count
from tests.engine import Engine
from tests.examples import engine_lint, lint

pytestmark = pytest.mark.engine

WITH_COMPOSE_FILES = [example for example in examples() if example.compose_files]


@pytest.mark.parametrize("example", WITH_COMPOSE_FILES, ids=lambda example: f"snippets/{example.name}")
def test_compose_reads_it(example: Example, engine: Engine) -> None:
    findings = []
    for path in example.compose_files:
        findings += engine_lint.compose_findings(engine, path)
        count("Compose files read")
    if problems := lint.judge(example, lint.COMPOSE_CONFIG, findings):
        pytest.fail("\n".join(map(str, sorted(problems))), pytrace=False)
