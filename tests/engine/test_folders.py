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
