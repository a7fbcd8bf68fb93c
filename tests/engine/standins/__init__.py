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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from macros.base_images import base_images
from macros.problems import ROOT
from tests.engine.archive import ImageIds, ids, write
from tests.engine.model import Engine, EngineError
from tests.engine.say import Say, timed
from tests.engine.standins.workshop import SUITE, Made, Workshop, architecture

CACHE = ROOT / ".cache" / "images"
EARLIER = "earlier-ids"  # a file of the cache: the IDs of archives that were deleted from it
RECIPES = Path(__file__).parent


def archive(ref: str, recipe: str, engine: Engine, say: Say) -> tuple[Path, ImageIds]:
    """The archive of a stand-in under this name, made if the cache hasn't it; and the image's IDs."""
    path = _archive(ref, recipe)
    with _locked():
        if not path.exists():
            made = _make(recipe, engine, say)
            module = _module(recipe)
            env = [*module.CONFIG["Env"], *(f"{name}={value}" for name, value in made.env.items())]
            tagged = getattr(module, "TAGS", {}).get(ref.rpartition(":")[2], {})
            half = path.with_suffix(".half")
            config = module.CONFIG | {"Env": env} | tagged
            write(half, ref, {architecture(): made.layers, **made.others}, config, module.HISTORY)
            half.rename(path)
            _prune()
    return path, _ids(path)


def known_ids() -> set[str]:
    """IDs of all stand-ins that were made here, those of earlier recipes too."""
    found = [_ids(path) for path in CACHE.glob("*.tar")]
    earlier = (CACHE / EARLIER).read_text().split() if (CACHE / EARLIER).exists() else []
    return {*earlier, *(image_id for both in found for image_id in (both.manifest, both.config))}


def _make(recipe: str, engine: Engine, say: Say) -> Made:
    """The layers of a stand-in and of what it builds on, from the cache if it has them."""
    module = _module(recipe)
    base = _make(module.BASE, engine, say) if module.BASE else Made([])
    done = _layers(recipe)
    if not done.exists():
        if sys.platform != "linux":
            raise EngineError(
                "Stand-ins are made from Debian packages, on Linux. Here, run with IMAGES=official."
            )
        half = CACHE / f"half-made-{recipe}"
        shutil.rmtree(half, ignore_errors=True)
        (half / "work").mkdir(parents=True)
        (half / "layers").mkdir()
        with timed(say, f"stand-in {recipe} made from packages"):
            made = module.make(Workshop(engine, half / "work", base.layers))
            for folder, layers in ((".", made.layers), *made.others.items()):
                (half / "layers" / folder).mkdir(exist_ok=True)
                for number, layer in enumerate(layers):
                    layer.rename(half / "layers" / folder / f"{number}.tar")
            (half / "layers" / "env.json").write_text(json.dumps(made.env))
            (half / "layers").rename(done)
        shutil.rmtree(half)
    others = {
        folder.name: [*base.others.get(folder.name, []), *sorted(folder.glob("*.tar"))]
        for folder in sorted(done.glob("*/"))
    }
    layers = [*base.layers, *sorted(done.glob("*.tar"))]
    return Made(layers, json.loads((done / "env.json").read_text()), others)


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
    files = [RECIPES / f"{recipe}.py", RECIPES / "roots.py", *more]
    used = sorted(
        name
        for name, value in vars(module).items()
        if isinstance(value, ModuleType) and value.__package__ == __package__
    )
    parts = [ast.unparse(ast.parse(file.read_bytes())) for file in files]
    parts += [architecture(), SUITE, getattr(module, "VERSION", ""), *map(_key, used)]
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
        keep.add(_archive(image.ref, image.standin))
        recipe = image.standin
        while recipe:
            keep.add(_layers(recipe))
            recipe = _module(recipe).BASE
    for path in {*CACHE.glob("*.tar")} - keep:
        found = _ids(path)
        with (CACHE / EARLIER).open("a") as noted:
            noted.write(f"{found.manifest}\n{found.config}\n")
        path.unlink()
    for path in {*CACHE.glob("layers-*")} - keep:
        shutil.rmtree(path)


@contextmanager
def _locked() -> Iterator[None]:
    """One run at a time makes stand-ins; another one waits, and finds them made."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
