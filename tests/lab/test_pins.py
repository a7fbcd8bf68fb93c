import json
from pathlib import Path

import pytest

from lab.pins import PinError, Pins
from lab.sources import text

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    file = tmp_path / "docker.io_1%3a2-3_i386.deb"
    file.write_text("hello")
    return file


def pins(tmp_path: Path, pin: list[str]) -> Pins:
    file = tmp_path / "pins.json"
    file.write_text(json.dumps({"forky i386": {"docker.io": pin}}))
    return Pins(file)


def test_the_pinned_file_passes(tmp_path: Path, package: Path) -> None:
    pins(tmp_path, ["1:2-3", HELLO, "docker.io 1:2-3"]).check_package("forky i386", package)
    assert package.exists()


@pytest.mark.parametrize("pin", [["1:2-2", HELLO, ""], ["1:2-3", "0" * 64, ""]])
def test_another_version_or_content_is_refused_and_deleted(
    tmp_path: Path, package: Path, pin: list[str]
) -> None:
    with pytest.raises(PinError, match=r"docker\.io of `forky i386` is pinned as .*python -m lab pin"):
        pins(tmp_path, pin).check_package("forky i386", package)
    assert not package.exists()


def test_a_package_without_a_pin_is_refused(tmp_path: Path, package: Path) -> None:
    with pytest.raises(PinError, match="no such package"):
        pins(tmp_path, ["1:2-3", HELLO, ""]).check_package("bookworm i386", package)


def test_what_is_recorded_is_what_is_read_again(tmp_path: Path, package: Path) -> None:
    recorded = Pins(tmp_path / "pins.json", record=True)
    recorded.check("forky i386", "docker.io", "1:2-3", package, ["docker.io 1:2-3"])
    recorded.save()
    known = Pins(tmp_path / "pins.json")
    known.check("forky i386", "docker.io", "1:2-3", package)
    assert known.groups == recorded.groups


def test_steps_hang_on_their_own_groups(tmp_path: Path) -> None:
    before = pins(tmp_path, ["1", HELLO, ""])
    after = pins(tmp_path, ["2", HELLO, ""])
    assert before.text("forky i386") != after.text("forky i386")
    assert before.text("npm") == after.text("npm")


def test_each_source_is_named_once_with_its_version() -> None:
    known = Pins()
    found = text(known)
    assert len(known.groups) > 1
    for group in known.groups.values():
        for _, _, *sources in group.values():
            assert all(found.count(f"\n  {source}\n") == 1 for source in sources)
