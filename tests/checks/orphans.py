"""Files that nothing uses: of an example, and among the assets of the site."""

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
_VARIABLE = re.compile(r"\$\{?\w+\}?|\*")


def problems() -> list[Problem]:
    """Files under snippets/ and docs/assets/ that nothing names."""
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


def _strays() -> list[Problem]:
    """Files under docs/ of a kind that is no part of the site."""
    pages = [path for path in model.DOCS.rglob("*.html") if path.is_file()]
    data = [path for path in (model.DOCS / "_data").rglob("*") if path.is_file() and path.suffix != ".yml"]
    data = [path for path in data if path != REPORT]
    bare = "It would be published as it is, without the frame and the policy of the pages."
    found = [Problem(relative(path), 1, bare, "Write a page in Markdown.") for path in sorted(pages)]
    unread = "Nothing reads this file: data ends in `.yml`."
    return found + [Problem(relative(path), 1, unread, "Rename it, or remove it.") for path in sorted(data)]
