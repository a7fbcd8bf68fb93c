"""The images as the guest's engine keeps them: loaded by an engine here, and laid on the disk ready for use."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.engine.model import Engine, EngineError

KIND = "overlay2"


def load(engine: Engine, archives: list[Path]) -> None:
    """Load images into an engine."""
    for archive in archives:
        engine.docker("load", "--quiet", "--input", str(archive), timeout=300)


def take(data: Path, target: Path) -> None:
    """Copy the images out of the data of an engine that has ended: their descriptions, and the layers they consist of.

    What builds left behind stays.
    """
    described = data / "image" / KIND
    for name in ("imagedb", "layerdb", "repositories.json"):
        _copy(described / name, target / "image" / KIND)
    shutil.rmtree(target / "image" / KIND / "layerdb" / "mounts", ignore_errors=True)
    (target / KIND / "l").mkdir(parents=True)
    for cache_id in (described / "layerdb").glob("*/*/cache-id"):
        layer = data / KIND / cache_id.read_text(encoding="utf-8")
        _copy(layer, target / KIND)
        shutil.rmtree(target / KIND / layer.name / "work", ignore_errors=True)
        link = (layer / "link").read_text(encoding="utf-8")
        (target / KIND / "l" / link).symlink_to(f"../{layer.name}/diff")


def _copy(source: Path, folder: Path) -> None:
    """Copy a file or folder into a folder, with owners, modes and times."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["cp", "--archive", source, folder], capture_output=True, text=True)
    if done.returncode:
        raise EngineError(f"{source} can't be copied: {done.stderr.strip()}")


def references(store: Path) -> list[str]:
    """The names of the images in a store."""
    found = json.loads((store / "image" / KIND / "repositories.json").read_text(encoding="utf-8"))
    return sorted(ref for refs in found["Repositories"].values() for ref in refs if "@" not in ref)
