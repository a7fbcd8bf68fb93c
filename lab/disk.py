"""The disk of the guest: the root file system and the images in one read-only file system."""

import shutil
import subprocess
from pathlib import Path

from tests.engine.model import EngineError

# The disk is fetched in parts of this size, so it is a multiple of it.
CHUNK = 262_144
# Any fixed one: the same files must give the same disk.
_UUID = "6c616200-0000-4000-8000-000000000000"


def make(folder: Path, root: Path, store: Path) -> None:
    """Make `disk.erofs` in `folder`. Raises EngineError with the tool's own words."""
    whole, disk = folder / "root", folder / "disk.erofs"
    for source, target in ((root, whole), (store, whole / "opt/store")):
        target.parent.mkdir(parents=True, exist_ok=True)
        # As hard links: copies of a gigabyte would only cost time.
        _run("cp", "--archive", "--link", str(source), str(target))
    # Not compressed: the parts are, and the guest must not spend its slow processor on it.
    _run("mkfs.erofs", "-T0", "-x-1", f"-U{_UUID}", str(disk), str(whole))
    shutil.rmtree(whole)
    with disk.open("r+b") as file:
        size = file.seek(0, 2)
        file.truncate(-(-size // CHUNK) * CHUNK)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise EngineError(f"`{command[0]}` failed: {done.stderr.strip() or done.stdout.strip()}")
