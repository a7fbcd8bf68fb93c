"""Stand-ins: images made from packages, which behave as the official ones do where an example can notice.

A recipe is a module of this package with
    CONFIG    the image's settings (Cmd, Env ...), as in its official image
    HISTORY   a line for each layer, those of the base too
    BASE      the recipe that it builds on, or ""
    make()    what makes the layers above the base's
They are known by their IDs, which the cached archives give, not by a label, which an example could show.
"""

import fcntl
import hashlib
import importlib
import json
import platform
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from macros.problems import ROOT
from tests.engine.archive import ImageIds, ids, write
from tests.engine.model import Engine, EngineError
from tests.engine.say import Say, timed
from tests.engine.standins.workshop import Made, Workshop

CACHE = ROOT / ".cache" / "images"
RECIPES = Path(__file__).parent
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def archive(ref: str, recipe: str, engine: Engine, say: Say) -> tuple[Path, ImageIds]:
    """The archive of a stand-in under this name, made if the cache hasn't it; and the image's IDs."""
    path = CACHE / f"{ref.replace('/', '-').replace(':', '-')}-{_key(recipe)}.tar"
    with _locked():
        if not path.exists():
            made = _make(recipe, engine, say)
            module = _module(recipe)
            env = [*module.CONFIG["Env"], *(f"{name}={value}" for name, value in made.env.items())]
            half = path.with_suffix(".half")
            write(half, ref, made.layers, module.CONFIG | {"Env": env}, module.HISTORY, architecture())
            half.rename(path)
    return path, ids(path)


def known_ids() -> set[str]:
    """IDs of all stand-ins in the cache, those of earlier recipes too."""
    found = [ids(path) for path in CACHE.glob("*.tar")]
    return {image_id for both in found for image_id in (both.manifest, both.config)}


def architecture() -> str:
    """The machine's architecture, as images name it."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def _make(recipe: str, engine: Engine, say: Say) -> Made:
    """The layers of a stand-in and of what it builds on, from the cache if it has them."""
    module = _module(recipe)
    base = _make(module.BASE, engine, say).layers if module.BASE else []
    done = CACHE / f"layers-{recipe}-{_key(recipe)}"
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
            made = module.make(Workshop(engine, half / "work", base))
            for number, layer in enumerate(made.layers):
                layer.rename(half / "layers" / f"{number}.tar")
            (half / "layers" / "env.json").write_text(json.dumps(made.env))
            (half / "layers").rename(done)
        shutil.rmtree(half)
    return Made([*base, *sorted(done.glob("*.tar"))], json.loads((done / "env.json").read_text()))


def _module(recipe: str) -> ModuleType:
    return importlib.import_module(f"tests.engine.standins.{recipe}")


def _key(recipe: str) -> str:
    """Changes when the code of the recipe, of what it builds on, or of archives changes."""
    files = [RECIPES / f"{recipe}.py", RECIPES / "roots.py", RECIPES.parent / "archive.py"]
    base = _module(recipe).BASE
    parts = [file.read_bytes() for file in files] + [
        architecture().encode(),
        (_key(base) if base else "").encode(),
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


@contextmanager
def _locked() -> Iterator[None]:
    """One run at a time makes stand-ins; another one waits, and finds them made."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
