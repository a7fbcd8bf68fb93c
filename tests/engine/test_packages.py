"""Debian packages: where they come from, which version is there, and what is said if it is another."""

import re
from pathlib import Path

import pytest

from macros.reference import reference
from tests.engine import EngineError, apt, packages
from tests.engine.packages import Programs, programs


def answering(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """An apt-get that prints these lines."""
    (folder / "apt-get").write_text(f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\n")
    (folder / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)
    monkeypatch.setattr(apt, "own_release", lambda: "bookworm")


@pytest.mark.parametrize("suite", ["bookworm|bookworm", "stable|bookworm", "bookworm|"])
def test_the_machines_own_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suite: str) -> None:
    security = "bookworm-security|bookworm-security|main|http://security.example/"
    disc = f"{suite}|main|cdrom:[Debian]/"
    ours = f"{suite}|main|http://archive.example/debian/"
    answering(tmp_path, monkeypatch, f"{security}\n{suite}|contrib|http://x.example/\n{disc}\n{ours}")
    assert apt.mirror() == "http://archive.example/debian/"


def test_no_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(tmp_path, monkeypatch, "trixie|trixie|main|http://archive.example/debian/")
    with pytest.raises(EngineError, match="Set DEBIAN_MIRROR to the address of one"):
        apt.mirror()


def test_a_version_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "own_release", lambda: "bookworm")
    monkeypatch.setattr(apt.Apt, "update", lambda _: None)
    monkeypatch.setattr(apt.Apt, "version", lambda *_: "29.1.0+dfsg1-2")
    wanted = re.escape(
        f"asks for Docker Engine {reference().engine}, but Debian forky now has 29.1.0. Install"
    )
    with pytest.raises(EngineError, match=wanted):
        programs(reference().engine, print, tmp_path)


def test_not_on_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "own_release", lambda: "")
    with pytest.raises(EngineError, match="runs on Debian only"):
        programs(reference().engine, print, tmp_path)


def test_a_program_that_the_cache_has_lost_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=rf"The cache of programs is damaged: no `runc` in {tmp_path}\. "):
        Programs(tmp_path).find("runc")
