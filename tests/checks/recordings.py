"""Where and when something was recorded: in the reference environment, and not on a day to come."""

from datetime import UTC, date, datetime
from pathlib import Path

from macros.problems import Problem, relative
from macros.reference import reference
from macros.transcripts import Recorded


def problems(path: Path, recorded: Recorded, mend: str, today: date | None = None) -> list[Problem]:
    """What is wrong with the words on the first line of a file that say it; `mend` says how to record it there."""
    found = []
    if recorded.environment != reference():
        what = f"Recorded with {recorded.environment}; the reference is {reference()}."
        found.append(Problem(relative(path), 1, what, mend))
    if recorded.day > (today or datetime.now(UTC).date()):
        what = f"Recorded on {recorded.day}, which is a day to come."
        found.append(Problem(relative(path), 1, what, "Restore the line: `make record` alone writes it."))
    return found
