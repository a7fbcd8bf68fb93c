"""The cache of stand-ins: what makes one anew, and what is deleted."""

import shutil
from pathlib import Path

import pytest

from macros.base_images import base_images
from tests.engine import EngineError, standins
from tests.engine.archive import write


@pytest.fixture
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the recipes, to be changed."""
    shutil.copytree(standins.RECIPES, tmp_path / "standins")
    shutil.copy(standins.RECIPES.parent / "archive.py", tmp_path)
    monkeypatch.setattr(standins, "RECIPES", tmp_path / "standins")
    return tmp_path / "standins"


def test_every_base_image_has_a_recipe() -> None:
    for image in base_images().values():
        assert (standins.RECIPES / f"{image.standin}.py").exists()


def test_the_form_of_a_recipe_makes_nothing_anew(recipes: Path) -> None:
    before = standins._key("python")
    path = recipes / "debian.py"
    path.write_text("# a comment\n" + path.read_text().replace('BASE = ""', "BASE = ''"))
    assert standins._key("python") == before


def test_a_change_of_what_it_builds_on_makes_a_stand_in_anew(recipes: Path) -> None:
    before = standins._key("python")
    path = recipes / "debian.py"
    path.write_text(path.read_text().replace('"Cmd": ["bash"]', '"Cmd": ["dash"]'))
    assert standins._key("python") != before


def test_what_no_image_is_made_of_is_deleted_and_stays_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standins, "CACHE", tmp_path)
    old = write(tmp_path / "busybox-1.37-0123456789ab.tar", "busybox:1.37", {"amd64": []}, {}, [])
    (tmp_path / "layers-busybox-0123456789ab").mkdir()
    image = base_images()["python:3.13-slim"]
    now = standins._archive(image.ref, image.standin)
    write(now, image.ref, {"amd64": []}, {}, ["now"])
    kept = [now, standins._layers("debian"), standins._layers("python")]
    for folder in kept[1:]:
        folder.mkdir()
    standins._prune()
    assert {path for path in tmp_path.iterdir() if path.name != standins.EARLIER} == set(kept)
    assert {old.manifest, old.config} < standins.known_ids()


@pytest.mark.parametrize("kept", [0, 1000, 15_000])
def test_an_archive_that_was_cut_off_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    monkeypatch.setattr(standins, "CACHE", tmp_path)
    path = tmp_path / "busybox-1.37-0123456789ab.tar"
    layer = tmp_path / "layer"
    layer.write_bytes(b"x" * 20_000)
    write(path, "busybox:1.37", {"amd64": [layer]}, {}, ["made"])
    assert standins.known_ids()
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(EngineError, match=rf"The cache of images is damaged: {path} is not whole"):
        standins.known_ids()
