"""The glossary: it can be read, each word stands for one term, and its page is there."""

from pathlib import Path

from macros.data import read_data
from macros.glossary import GLOSSARY, SCHEMA, unplaced
from macros.pages import DOCS, pages
from macros.problems import Problem, ProblemError


def problems(path: Path = GLOSSARY) -> list[Problem]:
    """What is wrong with docs/_data/glossary.yml."""
    try:
        data = read_data(path, SCHEMA)
    except ProblemError as error:
        return error.problems
    found, taken = [], set[str]()
    for number, entry in enumerate(data.value):
        for form in (entry["term"], *entry.get("forms", [])):
            if form.lower() in taken:
                what = f"`{form}` stands in the glossary already."
                found.append(data.problem([number], what, "Remove one of the two."))
            taken.add(form.lower())
    there = [page.relative_to(DOCS).as_posix() for page in pages()]
    return found + unplaced(there, path)
