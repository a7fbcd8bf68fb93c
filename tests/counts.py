"""What a run has done, for the one line that says so at its end."""

from collections import Counter

_done: Counter[str] = Counter()


def count(what: str, how_many: int = 1) -> None:
    """Add to the number of `what`, for example "commands run"."""
    _done[what] += how_many


def summary() -> str:
    """All counts in one line: `18 Dockerfiles parsed, 14 Dockerfiles built, 63 commands run`."""
    return ", ".join(f"{number} {what}" for what, number in _done.items())
