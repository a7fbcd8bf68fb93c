"""Stand-ins and their cache: what makes one anew, what is deleted, who waits for whom."""

import fcntl
import shutil
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from macros.base_images import BaseImage, base_images
from macros.reference import Environment
from tests.engine import Engine, EngineError, standins
from tests.engine.archive import write
from tests.engine.standins.workshop import Made, Workshop


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


@pytest.mark.parametrize("tool", ["workshop.py", "roots.py", "busybox.py"])
def test_a_change_of_what_it_takes_things_from_makes_a_stand_in_anew(recipes: Path, tool: str) -> None:
    before = standins._key("distroless_static")
    (recipes / tool).write_text(f"{(recipes / tool).read_text()}\nMORE = 1\n")
    assert standins._key("distroless_static") != before


def test_a_recipe_takes_another_as_a_module_by_which_its_cache_knows_it() -> None:
    names = {path.stem for path in standins.RECIPES.glob("*.py")} - {"__init__", "roots", "workshop"}
    for path in standins.RECIPES.glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            taken = line.removeprefix("from tests.engine.standins.").partition(" import ")[0]
            assert taken not in names, f"{path.name}: {line}"


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


class Recipes:
    """Recipes that need no packages and no engine: `high` builds on `low`, `main` on none; they note their work."""

    def __init__(self, folder: Path) -> None:
        self.made: list[str] = []
        self.broken = ""
        self.modules = {
            name: SimpleNamespace(
                CONFIG={"Env": []}, HISTORY=[name], BASE=base, make=partial(self._make, name)
            )
            for name, base in (("low", ""), ("high", "low"), ("main", ""))
        }
        self.images = [BaseImage(f"{name}:1", "", None, "", None, name, 1) for name in ("high", "low")]
        self.engine = Engine("docker", Environment("1", "linux/amd64", "stand-in"), {})
        self.cache = folder

    def _make(self, name: str, shop: Workshop) -> Made:
        layer = shop.folder / "layer.tar"
        layer.write_text(name)
        if name == self.broken:
            raise EngineError(f"{name} broke")
        assert len(shop.base) == (name == "high")
        self.made.append(name)
        return Made([layer])

    def ready(self) -> set[str]:
        """The cache's content but for the lock and what is half made."""
        found = {path.name for path in self.cache.iterdir()}
        return {name for name in found if name != "lock" and not name.startswith("half-made-")}


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recipes:
    found = Recipes(tmp_path)
    monkeypatch.setattr(standins, "CACHE", tmp_path)
    monkeypatch.setattr(standins, "_module", found.modules.__getitem__)
    monkeypatch.setattr(standins, "_key", lambda *_: "key")
    monkeypatch.setattr(standins, "base_images", lambda: {image.ref: image for image in found.images})
    return found


def test_images_are_made_once(tiny: Recipes) -> None:
    begun: list[set[str]] = []
    for _ in range(2):
        standins.make(tiny.images, tiny.engine, print, lambda: begun.append(tiny.ready()))
    whole = {"high-1-key.tar", "low-1-key.tar", "layers-high-key", "layers-low-key"}
    assert (tiny.made, tiny.ready(), begun) == (["low", "high"], whole, [set(), whole])


def test_the_one_that_most_examples_need_is_made_before_the_others_begin(
    tiny: Recipes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standins, "FIRST", "main")
    main = replace(tiny.images[0], ref="main:1", standin="main")
    standins.make([*tiny.images, main], tiny.engine, print)
    assert tiny.made == ["main", "low", "high"]


def test_one_that_breaks_leaves_the_others_and_nothing_half_made_that_counts(tiny: Recipes) -> None:
    tiny.broken = "high"
    with pytest.raises(EngineError, match=r"^high broke$"):
        standins.make(tiny.images, tiny.engine, print)
    assert tiny.ready() == {"layers-low-key", "low-1-key.tar"}
    tiny.broken = ""
    standins.make(tiny.images, tiny.engine, print)
    assert tiny.made == ["low", "high"]
    assert {"high-1-key.tar", "layers-high-key"} < tiny.ready()


def test_a_run_that_makes_none_waits_for_each_it_needs(tiny: Recipes) -> None:
    waits = replace(tiny.engine, makes_images=False)
    told: list[str] = []
    with (tiny.cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiter = Thread(target=standins.make, args=(tiny.images[1:], waits, told.append), daemon=True)
        waiter.start()
        while not told:
            time.sleep(0.05)
        assert waiter.is_alive()
        # Made by the one that holds the lock, which goes on with others.
        (tiny.cache / "low-1-key.tar").touch()
        waiter.join(30)
        assert not waiter.is_alive()
    assert told == ["engine: waiting for low:1, which another run makes"]
    assert tiny.made == []


def test_a_run_that_makes_none_says_what_nobody_makes(tiny: Recipes) -> None:
    with pytest.raises(standins.StandInsMissingError, match=r"^high:1 was not made"):
        standins.make(tiny.images, replace(tiny.engine, makes_images=False), print)
    assert tiny.ready() == set()
