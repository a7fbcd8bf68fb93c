"""A copy of this project, with its tools: for what changes the project itself."""

import os
import shutil
from pathlib import Path

from macros.problems import ROOT

NAME = "docker-field-notes"
_MADE = (".git", ".venv", ".cache", "node_modules", "site")
_TOOLS = (".venv", "node_modules", ".cache/images")  # what was fetched once serves the copy, too


def copy_project(place: Path) -> Path:
    """Copy the project below `place`, without what was fetched or made; returns the folder of the copy."""
    folder = place / NAME
    shutil.copytree(ROOT, folder, symlinks=True, ignore=_ignored)
    for pins in ("requirements.txt", "package-lock.json"):
        os.utime(folder / pins, (0, 0))  # older than the tools, or make would fetch them anew
    for tool in _TOOLS:
        (folder / tool).parent.mkdir(exist_ok=True)
        (folder / tool).symlink_to((ROOT / tool).resolve())
    return folder


def _ignored(folder: str, names: list[str]) -> set[str]:
    made = _MADE if Path(folder) == ROOT else ("__pycache__",)
    return {name for name in names if name in made or name.endswith("_cache")}
