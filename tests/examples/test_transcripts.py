"""Each example's transcript, run again: what the engine answers must equal what is recorded."""

import pytest

from macros.examples import Example, examples
from tests.counts import count
from tests.engine import Engine
from tests.engine.say import Say
from tests.examples import builds
from tests.examples.needs import unmet
from tests.examples.verify import verify

pytestmark = pytest.mark.engine


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # Every fourth one, so that each quarter has its share of each chapter.
    quarters = metafunc.config.getoption("quarters")
    chosen = [example for place, example in enumerate(examples()) if "1234"[place % 4] in quarters]
    metafunc.parametrize("example", chosen, ids=lambda example: f"snippets/{example.name}")


def test_transcript(example: Example, engine: Engine, say: Say) -> None:
    if reason := unmet(engine, example):
        pytest.skip(reason)
    if told := verify(engine, example, say):
        pytest.fail(told, pytrace=False)
    count("commands run", len(example.recorded_transcript.commands))
    for path in example.dockerfiles:
        if builds.meant_to_fail(example, path):
            count("Dockerfiles meant to fail")
        elif builds.built_by_transcript(example, path):
            count("Dockerfiles built")
