"""Stand-ins: images made from Debian, PyPI packages, which behave as the official ones do where examples notice.

A recipe is a module of this package with
    CONFIG    the image's settings (Cmd, Env ...), as in its official image
    HISTORY   a line for each layer
    make()    what writes its layers
They are known by their IDs, which the cached archives give, not by a label that an example could show.
"""

import hashlib
import importlib
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from macros.problems import ROOT
from tests.engine.apt import Apt, unpack
from tests.engine.archive import ImageIds, ids, write
from tests.engine.model import Engine
from tests.engine.say import Say, timed

CACHE = ROOT / ".cache" / "images"
RECIPES = Path(__file__).parent
SUITE = "trixie"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass
class Workshop:
    """What a recipe works with: an engine to build with, an empty folder, and packages."""

    engine: Engine
    folder: Path
    say: Say

    @cached_property
    def apt(self) -> Apt:
        """apt for the suite that stand-ins are made of."""
        apt = Apt(self.folder / "apt", [SUITE], sources=True)
        apt.update()
        return apt

    def system(self, *packages: str) -> Path:
        """A build context's folder with a Debian system of these packages and all that they need.

        `packages/` holds the package files, `unpacked/` what is in them.
        """
        context = self.folder / "system"
        files = self.apt.download(self.apt.with_dependencies(*packages), context / "packages")
        unpack(files, context / "unpacked")
        return context

    def build(self, context: Path, dockerfile: str) -> Path:
        """Build a Dockerfile, and return the root file system that it gives as a tar file."""
        (context / "Dockerfile").write_text(dockerfile)
        target = context.with_suffix(".tar")
        self.engine.docker("build", "--no-cache", f"--output=type=tar,dest={target}", str(context), timeout=900)
        return target

    def layers_of(self, recipe: str) -> list[Path]:
        """The layers of another stand-in, which is made if need be."""
        return layers(recipe, self.engine, self.say)


def archive(ref: str, recipe: str, engine: Engine, say: Say) -> tuple[Path, ImageIds]:
    """The archive of a stand-in under this name, made if the cache hasn't it; and the image's IDs."""
    path = CACHE / f"{ref.replace('/', '-').replace(':', '-')}-{_key(recipe)}.tar"
    if not path.exists():
        module = importlib.import_module(f"tests.engine.standins.{recipe}")
        made = layers(recipe, engine, say)
        half = path.with_suffix(".half")
        write(half, ref, made, module.CONFIG, module.HISTORY, architecture())
        half.rename(path)
    return path, ids(path)


def layers(recipe: str, engine: Engine, say: Say) -> list[Path]:
    """The layers of a stand-in as tar files, bottom first."""
    done = CACHE / f"layers-{recipe}-{_key(recipe)}"
    if not done.exists():
        half = CACHE / f"half-made-{recipe}"
        shutil.rmtree(half, ignore_errors=True)
        (half / "work").mkdir(parents=True)
        module = importlib.import_module(f"tests.engine.standins.{recipe}")
        make: Callable[[Workshop], list[Path]] = module.make
        with timed(say, f"stand-in {recipe} made"):
            found = make(Workshop(engine, half / "work", say))
            (half / "layers").mkdir()
            for number, layer in enumerate(found):
                target = half / "layers" / f"{number}.tar"
                target.hardlink_to(layer)
        (half / "layers").rename(done)
        shutil.rmtree(half)
    return sorted(done.glob("*.tar"))


def known_ids() -> set[str]:
    """IDs of all stand-ins in the cache, those of earlier recipes too."""
    return {image_id for path in CACHE.glob("*.tar") for image_id in _both(ids(path))}


def _both(found: ImageIds) -> tuple[str, str]:
    return found.manifest, found.config


def architecture() -> str:
    """This machine's architecture, as images name it."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def _key(recipe: str) -> str:
    """Changes when the code of the recipe, of one that it builds on, or of archives changes."""
    source = (RECIPES / f"{recipe}.py").read_bytes()
    shared = [RECIPES.parent / "archive.py", RECIPES / "roots.py"]
    parts = [source, *(file.read_bytes() for file in shared), architecture().encode()]
    if b'layers_of("debian")' in source:
        parts.append(_key("debian").encode())
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]
