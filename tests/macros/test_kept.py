"""What is kept stays as long as the files that it was made of, and no longer."""

import os
from functools import partial
from pathlib import Path

import pytest

from macros.kept import Kept, stamp


def test_what_is_made_of_the_same_is_made_once() -> None:
    kept, made = Kept(), iter("abc")
    assert [kept.get("name", of, lambda: next(made)) for of in (1, 1, 2, 2, 1)] == ["a", "a", "b", "b", "c"]


def test_names_do_not_share() -> None:
    kept = Kept()
    assert [kept.get(name, 1, partial(str, name)) for name in "aba"] == ["a", "b", "a"]


def test_what_was_not_made_is_tried_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("name", 1, lambda: 1 // 0)
    assert kept.get("name", 1, lambda: 2) == 2


def test_nothing_is_kept_once_it_is_cleared() -> None:
    kept = Kept()
    kept.get("name", 1, lambda: 1)
    kept.clear()
    assert kept.get("name", 1, lambda: 2) == 2


def test_a_stamp_differs_by_what_files_are_there_and_by_each(tmp_path: Path) -> None:
    file, other = tmp_path / "a" / "b", tmp_path / "c"
    seen = [stamp(tmp_path)]
    file.parent.mkdir()
    for change in (
        lambda: file.write_text("1"),
        lambda: file.write_text("12"),
        lambda: os.utime(file, (0, 0)),
        lambda: file.chmod(0o755),
        lambda: other.write_text(""),
        file.unlink,
    ):
        change()
        seen.append(stamp(tmp_path))
        assert stamp(tmp_path) == seen[-1]
    assert len(set(seen)) == len(seen)


def test_a_stamp_is_of_files_and_of_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert stamp(file) == ()
    file.write_text("1")
    assert stamp(file) == stamp(tmp_path)
    (tmp_path / "nowhere").symlink_to("not there")
    assert len(stamp(tmp_path)) == 2
