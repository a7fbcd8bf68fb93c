"""snippets/images.yml: what is wrong with a list is said with its line."""

from datetime import date
from pathlib import Path

import pytest

from macros.base_images import _read, base_images, ended
from macros.problems import ProblemError

GOOD = """\
images:
  - ref: busybox:1.37
    why: Small.
    ends: 2030-01-02
    source: https://example.org/
    digest: null
    standin: busybox
"""


def found(tmp_path: Path, text: str, today: date = date(2026, 1, 1)) -> list[str]:
    path = tmp_path / "images.yml"
    path.write_text(text)
    _read.cache_clear()
    try:
        problems = ended(today, path)
    except ProblemError as error:
        problems = error.problems
    return [f"{problem.line}: {problem.what}" for problem in problems]


def test_a_good_list(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []


def test_support_ends_with_its_last_day(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD, date(2030, 1, 2)) == []
    assert found(tmp_path, GOOD, date(2030, 1, 3)) == ["2: The support of busybox:1.37 ended on 2030-01-02."]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    why: Small.\n", "", "2: `why:` is missing."),
        ("why: Small.", "why: 3", "3: `why` is not a text."),
        ("digest: null", "digest: abc", "6: `digest` can't be `abc`."),
        ("ends: 2030-01-02", "ends: soon", "4: `ends` is not a day."),
        ("ends: 2030-01-02", "ends: 2030-02-31", "4: Not a value: day is out of range for month."),
        ("digest: null", "digest: null\n    why: Big.", "7: `why:` stands on line 3 already."),
        ("ref: busybox:1.37", "ref: busybox", "2: `ref` can't be `busybox`."),
        ("digest: null", "digest: null\n    size: 3", "7: Unknown field `size`."),
        ("images:", "pictures:", "1: Unknown field `pictures`."),
        ("images:", "images: [", "2: Not valid YAML: "),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert found(tmp_path, GOOD.replace(old, new))[0].startswith(says)


def test_an_image_listed_twice(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD + GOOD.partition("\n")[2]) == ["8: busybox:1.37 is listed on line 2 already."]


def test_a_list_with_faults_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "images.yml"
    path.write_text(GOOD.replace("ref: busybox:1.37", "ref: busybox"))
    with pytest.raises(ProblemError, match="Write a name with a tag"):
        base_images(path)
