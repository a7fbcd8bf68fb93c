"""The images of the lab: the tests' recipes of stand-ins, followed with 32-bit packages."""

import importlib
import shutil
import tarfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from lab.packages import PinnedLists
from macros.problems import ROOT
from macros.reference import Environment
from tests.engine.archive import write
from tests.engine.model import Engine
from tests.engine.standins import busybox
from tests.engine.standins.workshop import Workshop

# References of snippets/images.yml, with the recipe of each, the base of others first. Together they must stay small:
# readers fetch what they use of them, and the site hosts all.
IMAGES = {
    "busybox:1.37": "busybox",
    "debian:trixie-slim": "debian",
    "python:3.13-slim": "python",
    "nginx:1.30": "nginx",
}
# Compiled here, not in a build of the engine.
COMPILED = "busybox"
# As images name the guest's architecture.
ARCHITECTURE = "386"


def recipe_files(recipe: str) -> Iterable[Path]:
    """The files that say how an image is made: inputs of the step that makes it."""
    folder = ROOT / "tests/engine/standins"
    module = _module(recipe)
    yield from (folder / f"{recipe}.py", folder / "roots.py", ROOT / "tests/engine/archive.py")
    if module.BASE:
        yield from recipe_files(module.BASE)


def make(folder: Path, ref: str, engine: Engine, lists: PinnedLists, made_before: dict[str, Path]) -> None:
    """Make an image into `folder`: image.tar, which `docker load` reads, and its layers.

    `made_before` holds the folders of other recipes, its base's among them.
    """
    module = _module(IMAGES[ref])
    (folder / "work").mkdir()
    below = sorted(made_before[module.BASE].glob("*.layer")) if module.BASE else []
    made = module.make(Workshop(engine, folder / "work", below, lists))
    layers = [*below, *made.layers]
    kept = [_keep(layer, folder / f"{number}.layer") for number, layer in enumerate(layers)]
    env = [*module.CONFIG["Env"], *(f"{name}={value}" for name, value in made.env.items())]
    write(folder / "image.tar", ref, {ARCHITECTURE: kept}, module.CONFIG | {"Env": env}, module.HISTORY)
    shutil.rmtree(folder / "work")


class Fetching(Workshop):
    """A workshop that makes nothing: a recipe followed in it has fetched all its packages in the end."""

    def build(self, dockerfile: str) -> Path:
        """An empty root file system, whatever the Dockerfile says."""
        path = self.folder / f"{len(dockerfile)}.tar"
        tarfile.open(path, "w").close()
        return path


def fetch(folder: Path, recipe: str, lists: PinnedLists) -> None:
    """Fetch the packages of a recipe, so that they can be pinned."""
    (folder / "work").mkdir(parents=True)
    none = Engine("none", Environment("", "", ""), {})
    shop = Fetching(none, folder / "work", [], lists)
    shop.base.append(shop.build(""))
    _module(recipe).make(shop)


def make_busybox(folder: Path, ref: str, program: Path) -> None:
    """Make the image around the compiled busybox in the folder `program`, as make() does."""
    commands = (program / "commands").read_text(encoding="utf-8").split()
    layer = busybox.pack(folder / "0.layer", (program / "busybox").read_bytes(), commands)
    write(folder / "image.tar", ref, {ARCHITECTURE: [layer]}, {**busybox.CONFIG}, busybox.HISTORY)


def _keep(layer: Path, target: Path) -> Path:
    if layer.suffix == ".layer":
        target.hardlink_to(layer)
    else:
        layer.rename(target)
    return target


def _module(recipe: str) -> ModuleType:
    return importlib.import_module(f"tests.engine.standins.{recipe}")
