"""One style sheet and one script instead of many, small, with names that change when they change.

A page names `assets/site.css` and `assets/site.js`. The sheet is Material's, without what no page uses, and ours after
it; the script is all of ours. What went into them is not published a second time.
"""

import hashlib
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import rcssmin
import rjsmin

from finish.used_css import names, used, words

SHEET, SCRIPT = "assets/site.css", "assets/site.js"
_THEME = "assets/stylesheets/main.*.css"
SHEETS = "assets/stylesheets/*.css"
SCRIPTS = "assets/javascripts/*.js"
_CELLS = "truth/*.js"  # of truth tables, which a page loads when somebody wants one
# What Material brings and no page asks for, and what stands in every page.
_BLANKS = re.compile(r'<span class="w">(\s+)</span>')
_INDENT = re.compile(r"\s*\n\s*")
_LEFT_OVER = ("assets/stylesheets", "assets/javascripts", "assets/images/favicon.png", "start.js")


def merge(site: Path) -> None:
    """Write the sheet and the script of the site, let the pages name them, and remove what they were made of."""
    pages = {path: _light(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    script = _script(site)
    known = frozenset(words(script).union(*map(names, pages.values())))
    files = {SHEET: _sheet(site, known), SCRIPT: script, **_take(site, _CELLS)}
    for left in _LEFT_OVER:
        path = site / left
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    publish(site, files, pages)


def join(site: Path) -> None:
    """Write the sheet and the script of a site that is only served: whole, and under the names that pages use."""
    theme, *ours = _sheets(site)
    for name, files in ((SHEET, [theme, *ours]), (SCRIPT, _scripts(site))):
        texts = [path.read_text(encoding="utf-8") for path in files]
        (site / name).write_text("\n".join(texts), encoding="utf-8")


def _light(page: str) -> str:
    """A page without the highlighter's marks around blanks, and without the indents of its frame: neither is seen."""
    before, sign, rest = _BLANKS.sub(r"\1", page).partition("<article")
    return _INDENT.sub("\n", before) + sign + rest


def publish(site: Path, files: Mapping[str, str], pages: Mapping[Path, str]) -> None:
    """Write files, texts by name, under names with their hashes; and write pages, texts by path, that use those."""
    hashed = {name: _with_hash(name, text) for name, text in files.items()}
    for name, text in files.items():
        (site / hashed[name]).write_text(text, encoding="utf-8")
    for path, page in pages.items():
        text = page
        for name, new in hashed.items():
            text = text.replace(f'{name}"', f'{new}"')
        path.write_text(text, encoding="utf-8")


def _take(site: Path, pattern: str) -> dict[str, str]:
    """The texts of files by their names; the files are removed, since they get other names."""
    taken = {}
    for path in sorted(site.glob(pattern)):
        taken[path.relative_to(site).as_posix()] = path.read_text(encoding="utf-8")
        path.unlink()
    return taken


def _sheet(site: Path, known: frozenset[str]) -> str:
    theme, *ours = _sheets(site)
    own = str(rcssmin.cssmin("\n".join(path.read_text(encoding="utf-8") for path in ours)))
    return f"{used(theme.read_text(encoding='utf-8'), known, own)}\n{own}"


def _sheets(site: Path) -> list[Path]:
    (theme,) = site.glob(_THEME)
    return [theme, *(path for path in sorted(site.glob(SHEETS), key=_order) if path.suffixes == [".css"])]


def _order(path: Path) -> tuple[bool, str]:
    """The tokens come first: all others read them."""
    return path.name != "tokens.css", path.name


def _script(site: Path) -> str:
    return "".join(f"{rjsmin.jsmin(path.read_text(encoding='utf-8'))}\n" for path in _scripts(site))


def _scripts(site: Path) -> list[Path]:
    return [path for path in sorted(site.glob(SCRIPTS)) if ".min." not in path.name]


def _with_hash(name: str, text: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{suffix}"
