"""Files that nothing uses: of an example, among the assets of the site, and where neither belongs."""

import re
from contextlib import suppress
from pathlib import Path

from finish.assets import SCRIPTS, SHEETS
from macros import pages as model
from macros.examples import Example, examples
from macros.problems import ROOT, Problem, ProblemError, relative
from macros.report import REPORT
from macros.text import read_text

_WHOLE_CONTEXT = re.compile(
    r"^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*\.\s|\[\"\.\"|source=\.|target=|^\s*context: \.|:\.\s*$", re.MULTILINE
)
_BY_THEMSELVES = (".dockerignore", ".env", "docker-bake.hcl")  # read without being named
_MANIFEST = re.compile(r"^apiVersion:", re.MULTILINE)  # of Kubernetes: shown and checked, but applied nowhere
_FOR_A_HOST = ("CNAME", "robots.txt")  # which some hosts want at the root of a site
_VARIABLE = re.compile(r"\$\{?\w+\}?|\*")


def problems() -> list[Problem]:
    """Files under snippets/ and docs/assets/ that nothing names, and files under docs/ that are out of place."""
    found = []
    for example in examples():
        # A transcript that can't be read is reported by tests/checks/examples.py.
        with suppress(ProblemError):
            found += of_example(example)
    return found + _assets() + _strays()


def of_example(example: Example) -> list[Problem]:
    """Files of an example that neither its commands nor its other files name."""
    texts = {path: _text(path) for path in example.files}
    commands = "\n".join(command.text for command in example.transcript.commands)
    found = []
    for path in example.files:
        if path.name in _BY_THEMSELVES or path in (*example.dockerfiles, *example.compose_files):
            continue
        if _MANIFEST.search(texts[path]):
            continue
        others = "\n".join([commands, *(text for other, text in texts.items() if other != path)])
        if not _names(others, path.relative_to(example.folder)):
            what = "No command and no file of the example uses this one."
            found.append(Problem(relative(path), 1, what, "Use it, or remove it."))
    return found


def _names(text: str, path: Path) -> bool:
    """Whether a text names a file, its folder, or all that is there; a variable or a star stands for any letters."""
    if _WHOLE_CONTEXT.search(text):
        return True
    patterns = [_VARIABLE.split(word) for word in re.findall(r"[\w.$*{}-]*[$*][\w.$*{}-]*", text)]
    if any(re.fullmatch(".+".join(map(re.escape, parts)), path.name) for parts in patterns if any(parts)):
        return True
    words = [path.name, path.stem, *path.parts[:-1]]
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) for word in words)


def _strays() -> list[Problem]:
    """Files under docs/ that are neither page, asset nor data."""
    found = []
    for path in sorted(path for path in model.DOCS.rglob("*") if path.is_file() and path != REPORT):
        folder = path.relative_to(model.DOCS).parts[0]
        if folder == "_data" and path.suffix != ".yml":
            unread = "Nothing reads this file: data ends in `.yml`."
            found.append(Problem(relative(path), 1, unread, "Rename it, or remove it."))
        elif folder not in ("_data", "assets") and path.suffix != ".md" and path.name not in _FOR_A_HOST:
            bare = "It would be published as it is, without the frame and the policy of the pages."
            found.append(
                Problem(relative(path), 1, bare, "Write a page in Markdown, or move it to docs/assets/.")
            )
    return found


def _assets() -> list[Problem]:
    folder = model.DOCS / "assets"
    merged = {path for pattern in (SHEETS, SCRIPTS) for path in model.DOCS.glob(pattern)}
    readers = [ROOT / "mkdocs.yml", *ROOT.glob("overrides/**/*.html"), *ROOT.glob("macros/*.py")]
    readers += [*ROOT.glob("finish/*.py"), *model.DOCS.rglob("*.md"), *merged]
    text = "\n".join(read_text(path) for path in readers)
    return [
        Problem(relative(path), 1, "Nothing uses this file.", "Use it, or remove it.")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in merged and path.name not in text
    ]


def _text(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")
