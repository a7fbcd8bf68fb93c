"""Scripts and style sheets: they parse, and name nothing that is not there."""

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError, meta

from macros import problems as place
from macros.problems import Problem, did_you_mean, relative, sentence
from macros.templates import unreadable
from macros.text import read_text
from tests.checks import tools
from tests.checks.source import blank

_BIOME = place.ROOT / "node_modules/@biomejs/biome/bin/biome"
_USED = re.compile(r"var\(\s*(?P<name>--[\w-]+)\s*\)")  # without a fallback
_DEFINED = re.compile(r"(?:@property\s+|setProperty\(\s*[\"'])(--[\w-]+)|(?<![\w-])(--[\w-]+)\s*:")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def problems() -> list[Problem]:
    """What Biome finds in JavaScript and CSS (.biome.jsonc), and custom properties that no sheet defines."""
    return _biome() + list(_templates()) + list(_undefined())


def _templates() -> Iterator[Problem]:
    """Templates that Jinja can't read, and names in them that nothing gives."""
    folder = place.ROOT / "overrides"
    environment = Environment(loader=FileSystemLoader(folder))  # noqa: S701  nothing is made of them here
    environment.filters |= {"url": str, "script_tag": str}
    for path in sorted(folder.rglob("*.html")):
        text = read_text(path)
        try:
            environment.compile(text)
        except TemplateSyntaxError as error:
            yield unreadable(path, error)
            continue
        parsed = environment.parse(text)
        for name in sorted(filter(None, meta.find_referenced_templates(parsed))):
            if not (folder / name).is_file():
                line = text.count("\n", 0, text.find(name)) + 1
                yield Problem(relative(path), line, f"There is no `overrides/{name}`.", "Correct the name.")


def _biome() -> list[Problem]:
    paths = tools.files("*.js", "*.mjs", "*.css")
    if not paths:
        return []
    answer = tools.run_json("node", _BIOME, "lint", "--reporter=json", "--max-diagnostics=none", *paths)
    if not answer:  # it ends with 1 where it finds something, and so does node where it is not there
        raise tools.broken("Biome", "it gave no answer", "package.json")
    found: dict[str, list[dict[str, Any]]] = {}
    for each in answer["diagnostics"]:
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
    address = re.sub(r"(?<!^)([A-Z])", r"-\1", rule).lower()
    mend = f"See https://biomejs.dev/linter/rules/{address}/."
    return Problem(tools.shown(path), start["line"], f"{rule}: {sentence(what)}", mend)


def _undefined() -> Iterator[Problem]:
    """Custom properties that are used without a fallback, and that no sheet sets."""
    texts = {path: blank(read_text(path), _COMMENT) for path in tools.files("*.css")}
    scripts = [read_text(path) for path in tools.files("*.js", "*.mjs")]
    found = [names for text in (*texts.values(), *scripts) for names in _DEFINED.findall(text)]
    defined = sorted({name for names in found for name in names if name})
    for path, text in texts.items():
        for match in _USED.finditer(text):
            if match["name"] not in defined:
                line = text.count("\n", 0, match.start()) + 1
                mend = did_you_mean(match["name"], defined, "Define it in tokens.css.")
                yield Problem(relative(path), line, f"No sheet defines `{match['name']}`.", mend)
