"""Each example's transcript, run again: what the engine answers must equal what is recorded."""

import difflib

import pytest

from macros.calls import shown_at
from macros.examples import Example, examples
from macros.problems import ProblemError, relative
from macros.reference import Environment
from macros.transcripts import Command
from tests.counts import count
from tests.engine import Engine
from tests.engine.say import Say
from tests.examples import builds
from tests.examples.equal import normal, same
from tests.examples.needs import unmet
from tests.examples.runner import run

pytestmark = pytest.mark.engine


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # Every fourth one, so that each quarter has its share of each chapter.
    quarters = metafunc.config.getoption("quarters")
    chosen = [example for place, example in enumerate(examples()) if "1234"[place % 4] in quarters]
    metafunc.parametrize("example", chosen, ids=lambda example: f"snippets/{example.name}")


def test_transcript(example: Example, engine: Engine, say: Say) -> None:
    recorded = example.recorded_transcript
    if reason := unmet(engine, example):
        pytest.skip(reason)
    try:
        ran = run(engine, example, say)
    except ProblemError as error:
        pytest.fail(f"{_environment_note(example, engine.environment)}{error}", pytrace=False)
    count("commands run", len(ran))
    for path in example.dockerfiles:
        if builds.meant_to_fail(example, path):
            count("Dockerfiles meant to fail")
        elif builds.built_by_transcript(example, path):
            count("Dockerfiles built")
    differences = [
        difference(example, was, now)
        for was, now in zip(recorded.commands, ran, strict=True)
        if not _equal(was, now)
    ]
    if differences:
        accept = f"To accept the new output: make record EXAMPLE={example.name}"
        pytest.fail(
            "\n\n".join(
                [_environment_note(example, engine.environment) + differences[0], *differences[1:], accept]
            ),
            pytrace=False,
        )


def difference(example: Example, was: Command, now: Command) -> str:
    """What a person needs to see of a command whose outcome changed: place, command, difference."""
    places = shown_at().get(example.name)
    shown = f" (shown at {', '.join(places)})" if places else ""
    lines = [f"{relative(example.transcript_path)}:{was.line}: output differs{shown}", f"$ {was.text}"]
    if was.status != now.status:
        lines.append(f"exit status: recorded {was.status}, now {now.status}")
    lines += list(
        difflib.unified_diff(
            normal(was.text, was.output), normal(was.text, now.output), "recorded", "now", lineterm="", n=2
        )
    )
    return "\n".join(lines)


def _equal(was: Command, now: Command) -> bool:
    return was.status == now.status and same(was.text, was.output, now.output)


def _environment_note(example: Example, here: Environment) -> str:
    recorded = example.recorded_transcript.recorded
    if recorded is None or recorded.environment == here:
        return ""
    there = recorded.environment
    return (
        f"recorded with {there.engine} and {there.images} images on {there.platform}, "
        f"this is {here.engine} and {here.images} images on {here.platform}\n"
    )
