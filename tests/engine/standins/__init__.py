"""Stand-ins: images made from packages, which behave as the official ones do where an example can notice.

A recipe is a module of this package with
    CONFIG    the image's settings (Cmd, Env ...), as in its official image
    HISTORY   a line for each layer, those of the base too
    BASE      the recipe that it builds on, or ""; imported as a module, as any that it takes things from
    TAGS      by tag, where tags of one image differ: settings that it adds to CONFIG or changes
    make()    what makes the layers above the base's
    VERSION   what it is made of, where requirements.txt says it and not Debian's archive; may be missing
They are known by their IDs, which the cached archives give, not by a label, which an example could show.
"""

import ast
import fcntl
import hashlib
import importlib
import json
import shutil
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType

from macros.base_images import BaseImage, base_images
from macros.problems import ROOT
from tests.engine.archive import ImageIds, ids, write
from tests.engine.in_order import in_order
from tests.engine.model import Engine, EngineError
from tests.engine.say import Say, timed
from tests.engine.standins.workshop import (
    NEWER_SUITE,
    SUITE,
    Lists,
    Made,
    Workshop,
    architecture,
    forget_builds,
)

CACHE = ROOT / ".cache" / "images"
EARLIER = "earlier-ids"  # a file of the cache: the IDs of archives that were deleted from it
RECIPES = Path(__file__).parent
# Made before the others begin: nearly all examples need it, and its compilation keeps all processors busy by itself.
FIRST = "busybox"
_MOMENT = 0.2  # seconds


class StandInsMissingError(EngineError):
    """A run that makes no stand-ins lacks one, and no other run is making it."""


def make(
    images: Iterable[BaseImage], engine: Engine, say: Say, begun: Callable[[], None] = lambda: None
) -> None:
    """Make the archives of the stand-ins that the cache hasn't, or wait for another run that makes them.

    `begun` is called when no other run can begin to make them any more: one that needs them waits from then on.
    Raises EngineError if one can't be made; what was made until then stays in the cache.
    """
    archives = {_archive(image.ref, image.standin): image for image in images}
    told = False
    while missing := _missing(archives):
        with _locked() as ours:
            # Another run may have made some between the question and the lock.
            if ours and missing == _missing(archives):
                if not engine.makes_images:
                    raise StandInsMissingError(
                        f"{missing[0].ref} was not made, and this run makes none. See what the first one says."
                    )
                _prune()
                begun()
                _make_all(missing, engine, say)
                return
        if not (ours or told):
            say(f"engine: waiting for {missing[0].ref}, which another run makes")
            told = True
        time.sleep(_MOMENT)
    begun()


def _missing(archives: dict[Path, BaseImage]) -> list[BaseImage]:
    return [image for path, image in archives.items() if not path.exists()]


def archive(ref: str, recipe: str) -> tuple[Path, ImageIds]:
    """The archive of a stand-in under this name, which make() made; and the image's IDs."""
    path = _archive(ref, recipe)
    return path, _ids(path)


def known_ids() -> set[str]:
    """IDs of all stand-ins that were made here, those of earlier recipes too."""
    found = [_ids(path) for path in CACHE.glob("*.tar")]
    earlier = (CACHE / EARLIER).read_text().split() if (CACHE / EARLIER).exists() else []
    return {*earlier, *(image_id for both in found for image_id in (both.manifest, both.config))}


def _make_all(images: list[BaseImage], engine: Engine, say: Say) -> None:
    """Make layers and archives; to be called alone."""
    if sys.platform != "linux":
        raise EngineError(
            "Stand-ins are made from Debian packages, on Linux. Here, run with IMAGES=official."
        )
    recipes = dict.fromkeys(recipe for image in images for recipe in _pedigree(image.standin))
    first = FIRST if FIRST in recipes else ""
    needs = {recipe: _module(recipe).BASE or (first if recipe != first else "") for recipe in recipes}
    shared = CACHE / "half-made-lists"
    shutil.rmtree(shared, ignore_errors=True)
    lists = Lists(shared)
    one_by_one = Lock()

    def say_alone(line: str) -> None:
        with one_by_one:
            say(line)

    def work(recipe: str) -> None:
        _make(recipe, engine, lists, say_alone)
        for image in images:
            if image.standin == recipe:
                _write(image)

    in_order(needs, work)
    forget_builds(engine)
    shutil.rmtree(shared, ignore_errors=True)


def _make(recipe: str, engine: Engine, lists: Lists, say: Say) -> None:
    """Make the layers of a stand-in, unless the cache has them; it has those of what it builds on."""
    module, done = _module(recipe), _layers(recipe)
    if done.exists():
        return
    half = CACHE / f"half-made-{recipe}"
    shutil.rmtree(half, ignore_errors=True)
    (half / "work").mkdir(parents=True)
    (half / "layers").mkdir()
    with timed(say, f"stand-in {recipe} made from packages"):
        base = _made(module.BASE).layers if module.BASE else []
        made = module.make(Workshop(engine, half / "work", base, lists))
        for folder, layers in ((".", made.layers), *made.others.items()):
            (half / "layers" / folder).mkdir(exist_ok=True)
            for number, layer in enumerate(layers):
                layer.rename(half / "layers" / folder / f"{number}.tar")
        (half / "layers" / "env.json").write_text(json.dumps(made.env))
        (half / "layers").rename(done)
    shutil.rmtree(half)


def _made(recipe: str) -> Made:
    """The layers of a stand-in, with those of what it builds on, from the cache."""
    module, done = _module(recipe), _layers(recipe)
    base = _made(module.BASE) if module.BASE else Made([])
    others = {
        folder.name: [*base.others.get(folder.name, []), *sorted(folder.glob("*.tar"))]
        for folder in sorted(done.glob("*/"))
    }
    layers = [*base.layers, *sorted(done.glob("*.tar"))]
    return Made(layers, json.loads((done / "env.json").read_text()), others)


def _write(image: BaseImage) -> None:
    """Write the archive of a stand-in whose layers are made."""
    path, module, made = _archive(image.ref, image.standin), _module(image.standin), _made(image.standin)
    env = [*module.CONFIG["Env"], *(f"{name}={value}" for name, value in made.env.items())]
    tagged = getattr(module, "TAGS", {}).get(image.ref.rpartition(":")[2], {})
    half = path.with_suffix(".half")
    config = module.CONFIG | {"Env": env} | tagged
    write(half, image.ref, {architecture(): made.layers, **made.others}, config, module.HISTORY)
    half.rename(path)


def _pedigree(recipe: str) -> list[str]:
    """A recipe, and those that it builds on."""
    return [recipe, *_pedigree(_module(recipe).BASE)] if recipe else []


def _module(recipe: str) -> ModuleType:
    return importlib.import_module(f"tests.engine.standins.{recipe}")


def _archive(ref: str, recipe: str) -> Path:
    return (
        CACHE / f"{ref.replace('/', '-').replace(':', '-')}-{_key(recipe, RECIPES.parent / 'archive.py')}.tar"
    )


def _layers(recipe: str) -> Path:
    return CACHE / f"layers-{recipe}-{_key(recipe)}"


def _key(recipe: str, *more: Path) -> str:
    """Changes when the code of the recipe, of the recipes that it uses, or of more files changes.

    Not with the form of the code alone.
    """
    module = _module(recipe)
    files = [RECIPES / f"{recipe}.py", RECIPES / "roots.py", RECIPES / "workshop.py", *more]
    used = sorted(
        name
        for name, value in vars(module).items()
        if isinstance(value, ModuleType) and value.__package__ == __package__
    )
    parts = [ast.unparse(ast.parse(file.read_bytes())) for file in files]
    parts += [architecture(), SUITE, NEWER_SUITE, getattr(module, "VERSION", ""), *map(_key, used)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _ids(path: Path) -> ImageIds:
    """The IDs of the image in a cached archive. Raises EngineError for one that is not whole."""
    try:
        with tarfile.open(path) as archive:
            last = archive.getmembers()[-1]
        if path.stat().st_size < last.offset_data + last.size:
            raise tarfile.ReadError("it ends too early")
        return ids(path)
    except (tarfile.TarError, KeyError, IndexError):
        raise EngineError(
            f"The cache of images is damaged: {path} is not whole. Remove that file, then run it again."
        ) from None


def _prune() -> None:
    """Delete what no listed image is made of any more; an engine may still hold it, so its IDs are noted."""
    keep: set[Path] = set()
    for image in base_images().values():
        keep |= {_archive(image.ref, image.standin), *map(_layers, _pedigree(image.standin))}
    for path in {*CACHE.glob("*.tar")} - keep:
        found = _ids(path)
        with (CACHE / EARLIER).open("a") as noted:
            noted.write(f"{found.manifest}\n{found.config}\n")
        path.unlink()
    for path in {*CACHE.glob("layers-*")} - keep:
        shutil.rmtree(path)


@contextmanager
def _locked() -> Iterator[bool]:
    """Whether this run may make stand-ins during the block: one does at a time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
