"""The lab in the built site: what `make lab` has built, and the panel that shows it, in the folder `lab/`.

- Two files there keep their names: `panel.html`, which pages put into a frame, and `lab.json`, which the panel asks
  for. A page that a browser has kept for weeks (finish/offline.py) finds today's lab by them. All others have a hash of
  their content in their names, so no browser mixes two builds.
- The panel has a Content Security Policy of its own, in `lab/panel/panel.html`. The pages around it keep theirs, which
  only lets them show a frame of their own site (finish/policy.py).
- Neither the service worker nor the zip of the site takes the lab in: it is larger than all the rest, and keeps what it
  needs by itself. The page about the lab, which stands in the same folder, is a page like others.
"""

import hashlib
import re
import shutil
from pathlib import Path

import rcssmin

from macros.lab import DIST, FOLDER, is_built
from macros.problems import ROOT

_PAGE = ("index.html", "index.md")
_LINKED = "sources."  # the list of what the lab is made of, to which the page has a link
_SOURCES = ROOT / "lab/panel"
_MACHINE = ROOT / "lab/machine.mjs"
_TOKENS = ROOT / "docs/assets/stylesheets/tokens.css"
_HASH = 12
_IMPORT = re.compile(r'(?P<before>\b(?:from|import|new URL)\s*\(?\s*)"\./(?P<name>[\w.-]+)"')


def write(site: Path, *, is_served: bool = False) -> None:
    """Put the lab into the built site, if it is built; where the site is only served, as links to its files."""
    if not is_built():
        return
    place = site / FOLDER
    for source in DIST.iterdir():
        _put(source, place / source.name, is_served=is_served)
    names = {
        "panel.css": _publish(place, "panel.css", _sheet()),
        "panel.mjs": _publish_module(place, "panel.mjs"),
    }
    page = (_SOURCES / "panel.html").read_text(encoding="utf-8")
    for name, hashed in names.items():
        page = page.replace(f'"{name}"', f'"{hashed}"')
    (place / "panel.html").write_text(page, encoding="utf-8")


def is_of_lab(path: Path, site: Path) -> bool:
    """Whether a file of the site belongs to the lab, and not to the pages."""
    parts = path.relative_to(site).parts
    is_page = len(parts) == 2 and (parts[1] in _PAGE or parts[1].startswith(_LINKED))
    return parts[0] == FOLDER and not is_page


def _put(source: Path, target: Path, *, is_served: bool) -> None:
    """Put a file or a folder of the lab into the site, where one of an earlier build may be."""
    if target.is_symlink() or target.is_file():
        target.unlink()
    target.parent.mkdir(exist_ok=True)
    if is_served:
        target.symlink_to(source)
    elif source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def _sheet() -> str:
    """The panel's sheet, behind the tokens of all pages."""
    sheets = [path.read_text(encoding="utf-8") for path in (_TOKENS, _SOURCES / "panel.css")]
    return str(rcssmin.cssmin("\n".join(sheets)))


def _publish_module(place: Path, name: str) -> str:
    """Publish a module behind those that it imports, whose published names it has then; gives its own.

    As it is written: what makes scripts smaller takes blanks out of template literals that stand in each other.
    """
    source = _SOURCES / name if (_SOURCES / name).is_file() else _MACHINE.with_name(name)
    text = _IMPORT.sub(
        lambda each: f'{each["before"]}"./{_publish_module(place, each["name"])}"',
        source.read_text(encoding="utf-8"),
    )
    return _publish(place, name, text)


def _publish(place: Path, name: str, text: str) -> str:
    """Write a file under its name with the hash of its text; gives that name."""
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:_HASH]}.{suffix}"
    (place / hashed).write_text(text, encoding="utf-8")
    return hashed
