"""What all recorders share: when something was recorded, and files that are whole at every moment."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from macros.problems import Problem, ProblemError, relative
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


def write(path: Path, text: str) -> None:
    """Replace a file as a whole: at every moment it holds its old or its new text.

    Raises ProblemError if it can't be written; the file then keeps its old text.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".", suffix=".tmp", delete=False, encoding="utf-8", newline="\n"
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise ProblemError(
            Problem(
                relative(path),
                1,
                f"Could not be written: {error.strerror}.",
                "It keeps its old text. Make room or mend the rights, then record again.",
            )
        ) from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
