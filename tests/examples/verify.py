"""Whether an engine answers what is recorded of an example, and what to tell a person where it does not."""

from contextlib import suppress

from macros.calls import shown_at
from macros.examples import Example
from macros.problems import ProblemError, relative
from macros.reference import Environment
from macros.transcripts import Command
from tests.engine import Engine
from tests.engine.say import Say
from tests.examples.equal import same, told_difference
from tests.examples.runner import run


def verify(engine: Engine, example: Example, say: Say) -> str:
    """Run an example and return what differs from its recording, with places; "" if nothing does."""
    recorded = example.recorded_transcript
    try:
        ran = run(engine, example, say)
    except ProblemError as error:
        return f"{_environment_note(example, engine.environment)}{error}"
    differences = [
        difference(example, was, now)
        for was, now in zip(recorded.commands, ran, strict=True)
        if not _equal(was, now)
    ]
    if not differences:
        return ""
    differences[0] = _environment_note(example, engine.environment) + differences[0]
    return "\n\n".join([*differences, f"To accept the new output: make record EXAMPLE={example.name}"])


def difference(example: Example, was: Command, now: Command) -> str:
    """What a person needs to see of a command whose outcome changed: place, command, difference."""
    places: list[str] = []
    with suppress(ProblemError):  # a call that can't work is reported by tests/checks/pages.py
        places = shown_at().get(example.name, [])
    shown = f" (shown at {', '.join(places)})" if places else ""
    return "\n".join(
        [
            f"{relative(example.transcript_path)}:{was.line}: output differs{shown}",
            *told_difference(was.text, (was.status, was.output), (now.status, now.output)),
        ]
    )


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
