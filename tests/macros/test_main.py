"""`make build` and `make serve`: what keeps MkDocs from starting is told before it starts."""

import socket
from pathlib import Path

import pytest

from macros import __main__ as start


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def mkdocs(words: tuple[str, ...], **_: str) -> None:
        found.append(words)

    monkeypatch.setattr(start, "cli", mkdocs)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: !ENV [A, b]\n")
    return found


def test_a_build_is_strict(started: list[tuple[str, ...]]) -> None:
    assert start.main(["build"]) == 0
    assert started == [("build", "--strict")]


def test_settings_that_are_no_yaml_start_nothing(
    started: list[tuple[str, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: A\nnav: [\n")
    assert start.main(["build"]) == start.main(["serve", "8000"]) == 1
    assert "mkdocs.yml:2: Not valid YAML: a bracket is not closed" in capsys.readouterr().err
    assert not started


@pytest.mark.parametrize("port", ["", "0", "65536", "abc", "-1", "80 81", "٣"])
def test_what_is_no_port(
    started: list[tuple[str, ...]], port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start.main(["serve", port]) == 1
    assert f"`{port}` is no port. Choose one from 1 to 65535" in capsys.readouterr().err
    assert not started


def test_a_port_that_is_taken(started: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert start.main(["serve", port]) == 1
        assert f"Port {port} can't be used: Address already in use. Choose" in capsys.readouterr().err
        assert not started
    assert start.main(["serve", port]) == 0
    assert started[0][-1] == f"127.0.0.1:{port}"
