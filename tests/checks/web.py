"""The site's own scripts and style sheets: they parse, and name nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros import problems as place
from macros.problems import Problem, did_you_mean, relative, sentence
from macros.text import read_text
from tests.checks import tools

_BIOME = place.ROOT / "node_modules/@biomejs/biome/bin/biome"
_KEPT_WITH = ("docs", "finish", "lab", "overrides", "snippets", "tests")
_USED = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*(?P<rest>[,)])")
_DEFINED = re.compile(r"(?<![\w-])(--[\w-]+)[\"']?\s*[:,]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def problems() -> list[Problem]:
    """What Biome finds in JavaScript and CSS (.biome.json), and properties that no sheet defines."""
    paths = [path for folder in _KEPT_WITH for path in tools.files("*.js", "*.mjs", "*.css", under=folder)]
    return _biome(paths) + list(_undefined([path for path in paths if path.suffix == ".css"], paths))


def _biome(paths: list[Path]) -> list[Problem]:
    if not paths:
        return []
    words = ["lint", "--reporter=json", "--max-diagnostics=none", "--no-errors-on-unmatched"]
    found: dict[str, list[dict[str, Any]]] = {}
    for each in tools.run_json("node", _BIOME, *words, *paths)["diagnostics"]:
        found.setdefault(each["location"]["path"], []).append(each)
    return [_problem(path, each) for path, every in found.items() for each in _first(every)]


def _first(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a file that does not parse only what comes first: what follows may be wrong only for that."""
    return [each for each in found if each["category"] == "parse"][:1] or found


def _problem(path: str, each: dict[str, Any]) -> Problem:
    category, start, end = each["category"], each["location"]["start"], each["location"]["end"]
    line = read_text(place.ROOT / path).split("\n")[start["line"] - 1]
    word = line[start["column"] - 1 : end["column"] - 1] if start["line"] == end["line"] else ""
    what = f"`{word}`: {each['message']}" if word and word not in each["message"] else each["message"]
    if category == "parse":
        return Problem(tools.shown(path), start["line"], f"This does not parse: {sentence(what)}", "Mend it.")
    rule = category.rpartition("/")[2]
    address = re.sub(r"(?<!^)([A-Z])", lambda match: f"-{match[1].lower()}", rule)
    mend = f"See https://biomejs.dev/linter/rules/{address}/."
    return Problem(tools.shown(path), start["line"], f"{rule}: {sentence(what)}", mend)


def _undefined(sheets: list[Path], all_paths: list[Path]) -> Iterator[Problem]:
    """Custom properties that are used without a fallback, and that no sheet and no script sets."""
    texts = {path: read_text(path) for path in all_paths}
    defined = sorted({name for text in texts.values() for name in _DEFINED.findall(text)})
    for path in sheets:
        text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), texts[path])
        for match in _USED.finditer(text):
            if match["rest"] == ")" and match["name"] not in defined:
                line = text.count("\n", 0, match.start()) + 1
                mend = did_you_mean(match["name"], defined, "Define it in tokens.css.")
                yield Problem(relative(path), line, f"No sheet defines `{match['name']}`.", mend)
