"""The words of the field: docs/_data/glossary.yml as objects.

    - term: build context           its id on the page is `build-context`
      forms: [build contexts]       other forms that pages use
      means: The files that a build may read.
      at: build/copy-add.md#the-id-of-the-heading

`means` may hold `code` and nothing else of Markdown.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from macros.data import TEXT, read_data
from macros.problems import ROOT, Problem
from macros.text import read_text

GLOSSARY = ROOT / "docs" / "_data" / "glossary.yml"
PAGE = "reference/glossary.md"
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["term", "means", "at"],
        "additionalProperties": False,
        "properties": {
            "term": TEXT,
            "forms": {"type": "array", "items": TEXT},
            "means": TEXT,
            "at": {
                "type": "string",
                "pattern": r"^[a-z0-9-]+/[a-z0-9-]+\.md(#[a-z0-9_.-]+)?$",
                "description": "Write it like `build/copy-add.md#the-id-of-the-heading`.",
            },
        },
    },
}


@dataclass(frozen=True)
class Term:
    """A word, the forms it is used in, what it means, and the place (`page.md#id`) that explains it."""

    term: str
    means: str
    at: str
    forms: Sequence[str] = ()

    @property
    def id(self) -> str:
        """Its id on the glossary's page."""
        return "-".join(re.findall(r"[a-z0-9]+", self.term.lower()))


def terms(path: Path = GLOSSARY) -> list[Term]:
    """All terms, sorted. Raises ProblemError."""
    return _terms(path, read_text(path))


@cache
def _terms(path: Path, _text: str) -> list[Term]:
    """Kept while the text stays as it is."""
    return sorted((Term(**entry) for entry in read_data(path, SCHEMA).value), key=lambda t: t.term.lower())


def unplaced(pages: Container[str], path: Path = GLOSSARY) -> list[Problem]:
    """A problem for each term whose page is none of these, which are paths below docs/. Raises ProblemError."""
    data = read_data(path, SCHEMA)
    places = [(number, entry["at"].partition("#")[0]) for number, entry in enumerate(data.value)]
    return [
        data.problem([number, "at"], f"There is no page `{page}`.", "Correct `at:`.")
        for number, page in places
        if page not in pages
    ]
