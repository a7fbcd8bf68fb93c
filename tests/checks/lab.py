"""What is recorded of examples in the lab, which pages read only where the lab is built."""

from macros.lab import CHECKED, read_checked
from macros.problems import Problem


def problems() -> list[Problem]:
    """What is wrong with lab/checked.json. Raises ProblemError."""
    if CHECKED.is_file():
        read_checked()
    return []
