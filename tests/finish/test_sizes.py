"""Sizes in pages are those of what was made."""

from pathlib import Path

import pytest

from finish.sizes import fill_in, megabytes


@pytest.mark.parametrize(
    ("size", "read"), [(2_149_999, "2.1 MB"), (2_150_001, "2.2 MB"), (12_000_000, "12.0 MB")]
)
def test_a_size_is_read_in_megabytes(size: int, read: str) -> None:
    assert megabytes(size) == read


def test_each_place_gets_its_own_size_and_others_wait(tmp_path: Path) -> None:
    page, other = tmp_path / "a/index.html", tmp_path / "index.html"
    page.parent.mkdir()
    page.write_text('<span data-size="zip"></span> <span data-size="kept"></span>', encoding="utf-8")
    other.write_text("<p>no size</p>", encoding="utf-8")
    fill_in(tmp_path, {"kept": 3_000_000})
    fill_in(tmp_path, {"zip": 1_700_000})
    text = '<span data-size="zip">1.7 MB</span> <span data-size="kept">3.0 MB</span>'
    assert page.read_text(encoding="utf-8") == text
    assert other.read_text(encoding="utf-8") == "<p>no size</p>"
