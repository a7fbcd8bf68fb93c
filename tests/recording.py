"""What all recorders share: when something was recorded, and what to tell where it could not be."""

from datetime import UTC, datetime
from pathlib import Path

from macros.problems import Problem, relative
from macros.reference import reference
from macros.transcripts import Recorded
from tests.engine import Engine, EngineError


def recorded_now(engine: Engine) -> Recorded:
    """What a recording of this moment says; which images were used is known after the run."""
    return Recorded(engine.environment, datetime.now(UTC).date())


def arrives(was: Recorded, now: Recorded) -> bool:
    """Whether a recording comes into the reference environment, so that it is dated anew though nothing changed."""
    return now.environment == reference() != was.environment


def refused(path: Path, error: EngineError) -> Problem:
    """The problem of what could not be recorded in a file."""
    what = f"The engine could not do what the run needs: {error}"
    return Problem(relative(path), 1, what, "Mend that, then record again.")
