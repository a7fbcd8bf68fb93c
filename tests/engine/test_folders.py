"""Folders and files that engines mount theirs on: made where missing, removed only if nobody uses them."""

import socket
from pathlib import Path

import pytest

from tests.engine import folders


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folders, "LIST", tmp_path / "list")
    return tmp_path


def make(*places: Path) -> None:
    with folders.folders_locked() as listed:
        folders.make_folders([str(each) for each in places], listed)


def test_what_was_made_is_removed(place: Path) -> None:
    make(place / "data", place / "docker.sock")
    assert (place / "data").is_dir() and (place / "docker.sock").is_file()
    folders.remove_folders()
    assert sorted(path.name for path in place.iterdir()) == ["list"]


def test_what_was_there_stays(place: Path) -> None:
    (place / "data").mkdir()
    (place / "docker.sock").touch()
    make(place / "data", place / "docker.sock")
    folders.remove_folders()
    assert (place / "data").is_dir() and (place / "docker.sock").is_file()


def test_a_socket_or_content_that_came_later_stays(place: Path) -> None:
    make(place / "data", place / "docker.sock")
    (place / "data" / "theirs").touch()
    (place / "docker.sock").unlink()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place / "docker.sock"))
        folders.remove_folders()
    assert (place / "data" / "theirs").is_file() and (place / "docker.sock").is_socket()


def test_what_is_filled_stays_on_the_list_until_it_is_empty(place: Path) -> None:
    make(place / "data")
    (place / "data" / "file").touch()
    folders.remove_folders()
    assert folders.LIST.read_text().split() == [str(place / "data")]
    (place / "data" / "file").unlink()
    folders.remove_folders()
    assert not (place / "data").exists() and not folders.LIST.read_text()


def test_what_another_engine_has_mounted_on_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(place / "data")
    monkeypatch.setattr(folders, "mount_points", lambda: {str(place / "data")})
    folders.remove_folders()
    assert (place / "data").exists()
