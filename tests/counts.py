"""What a run has done, for the one line that says so at its end, and the line for runs that were parts of one."""

import json
import os
import uuid
from collections import Counter
from pathlib import Path

# Names a folder in which each run notes its counts, where it is part of a greater one.
COUNTS = "DOCKER_FIELD_NOTES_COUNTS"
_done: Counter[str] = Counter()


def count(what: str, how_many: int = 1) -> None:
    """Add to the number of `what`, for example "commands run"."""
    _done[what] += how_many


def summary() -> str:
    """All counts in one line: `18 Dockerfiles parsed, 14 Dockerfiles built, 63 commands run`."""
    return _told(_done)


def note() -> None:
    """Leave this run's counts to the greater one that it is part of, if it is."""
    if folder := os.environ.get(COUNTS):
        Path(folder, uuid.uuid4().hex).write_text(json.dumps(_done), encoding="utf-8")


def total(folder: Path) -> str:
    """The counts that the runs have left in `folder`, in one line that says they are of all, or ""."""
    noted = sum(
        (Counter(json.loads(path.read_text(encoding="utf-8"))) for path in folder.iterdir()), Counter()
    )
    return f"All in all: {_told(noted)}" if noted else ""


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items())
