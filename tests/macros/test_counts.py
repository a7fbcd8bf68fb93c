"""The numbers that pages tell."""

from pathlib import Path

from macros.calls import COUNTS
from macros.counts import counts, of_runs
from tests.macros.conftest import Make, Write
from tests.truth.small import small_table

PAGE = """# Page

### `no such image` {.wrong}

### `not a manager` {.wrong #manager}

### A heading

??? question "Why?"

    Because.
"""


def test_what_is_counted(make: Make, write: Write, tmp_path: Path) -> None:
    make("$ true\n$ echo Hi\nHi\n", Dockerfile="FROM busybox:1.37\n")
    write("docs/page.md", PAGE)
    write("docs/other.md", "# Other\n")
    small_table(tmp_path / "snippets")
    found = counts(of_runs(), [])
    assert tuple(found) == COUNTS
    assert (found["examples"], found["commands"], found["outputs"]) == (1, 2, 1)
    assert (found["dockerfiles"], found["errors"], found["questions"]) == (1, 2, 1)
    assert (found["claims"], found["claims that failed"]) == (0, 0)
    assert (found["truth tables"], found["cells"]) == (1, 3)
