"""What stands twice: a word behind itself, a paragraph on two pages, a question."""

import re
from collections.abc import Iterator

from macros.problems import Problem, relative
from tests.checks.source import Source, blocks, of_each_page

# A place of code is as many blanks as it has signs, so what follows it is never one blank away.
_WORD_TWICE = re.compile(r"(?<![\w-])(?P<word>[A-Za-z]{2,})(?: |\n {0,8})(?P=word)(?![\w-])", re.IGNORECASE)
_MAY = ("that", "had")
_QUESTION = re.compile(r"^\?\?\?\+? question \"(?P<question>.+)\"[ \t]*$", re.MULTILINE)
_LONG = 80  # signs; what is shorter may well be said again


def problems() -> list[Problem]:
    """Words, paragraphs and questions that stand twice on the pages under docs/."""
    first: dict[str, str] = {}

    def found(source: Source) -> Iterator[Problem]:
        where = relative(source.path)
        for line, word in _words(source):
            yield Problem(where, line, f"`{word}` stands twice.", "Remove one, or put other words between.")
        for line, what, text in (*_paragraphs(source), *_questions(source)):
            here = f"{where}:{line}"
            known = first.setdefault(text, here)
            if known != here:
                mend = "Say it in one place, and link that."
                yield Problem(where, line, f"This {what} stands at {known} already.", mend)

    return of_each_page(lambda page: found(Source(page)))


def _words(source: Source) -> Iterator[tuple[int, str]]:
    for match in _WORD_TWICE.finditer(source.prose):
        twice = match[0].split()
        if twice[0].lower() not in _MAY and twice[1] not in (twice[0].upper(), twice[0].capitalize()):
            yield source.line(match.end()), match[0].replace("\n", " ")


def _paragraphs(source: Source) -> Iterator[tuple[int, str, str]]:
    for start, block in blocks(source.unfenced):
        text = " ".join(block.split())
        if len(text) >= _LONG and not text.startswith(("{@", "<", "- [", "[", "| --", "|--", "|:-")):
            yield source.line(start), "paragraph", text


def _questions(source: Source) -> Iterator[tuple[int, str, str]]:
    for match in _QUESTION.finditer(source.unfenced):
        yield source.line(match.start()), "question", match["question"]
