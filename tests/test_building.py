"""A site that runs share is built once; that of another project, such as a broken copy, is never taken for it."""

import subprocess
from pathlib import Path

import pytest

from tests import building


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of the sites that were built."""
    folders: list[Path] = []

    def build(project: Path, site: Path) -> subprocess.CompletedProcess[str]:
        folders.append(site)
        return subprocess.CompletedProcess([], 1, f"built {project}")

    monkeypatch.setattr(building, "build", build)
    monkeypatch.delenv(building.SHARED, raising=False)
    return folders


def test_what_is_shared_is_built_once_and_told_to_all(
    built: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, shared, own = (tmp_path / name for name in ("project", "shared", "own"))
    shared.mkdir()
    monkeypatch.setenv(building.SHARED, "")
    building.share(project, shared)
    said = {building.built_once(project, own) for _ in range(2)}
    assert said == {(shared / "docker-field-notes", 1, f"built {project}")}
    assert built == [shared / "docker-field-notes"]


def test_another_project_has_a_build_of_its_own(
    built: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, copy, own = (tmp_path / name for name in ("project", "copy", "own"))
    own.mkdir()
    monkeypatch.setenv(building.SHARED, "")
    building.share(project, tmp_path)
    assert building.built_once(copy, own) == (own / "docker-field-notes", 1, f"built {copy}")
    assert built == [own / "docker-field-notes"]
