"""The text of a shell command as simple commands, each a list of words. Nothing is filled in or run."""

import re
import shlex
from collections.abc import Iterator

_PUNCTUATION = "();<>|&"
_REDIRECTION = re.compile(r"&?>>?|<<?<?|[<>]&|>\||<>")
_BACKTICKS = re.compile(r"`([^`]*)`")


def simple_commands(text: str) -> Iterator[tuple[int, list[str]]]:
    """The words of each command between separators, and how many parentheses stand around it.

    One in parentheses comes before the one that it stands in.
    """
    around: list[list[str]] = []
    words: list[str] = []
    is_target = False
    for token in _tokens(text):
        if not token or token.strip(_PUNCTUATION):
            words += [] if is_target else [token]
            is_target = False
        elif _REDIRECTION.fullmatch(token):
            is_target = True
            if words and words[-1].isdigit():  # the 2 of `2> file`
                words.pop()
        else:
            is_target = False
            for mark in token:
                if mark == "(":
                    if words and words[-1].endswith("$"):
                        words[-1] += "(...)"
                    around.append(words)
                    words = []
                elif mark not in "<>":
                    yield len(around), words
                    words = around.pop() if mark == ")" and around else []
    yield len(around), words
    yield from ((depth, around[depth]) for depth in reversed(range(len(around))))


def _tokens(text: str) -> list[str]:
    text = _BACKTICKS.sub(r"$(\1)", text).replace("\\\n", " ").replace("\n", " ; ")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:  # a quote that the shell closes elsewhere, as in a here-document
        return text.split()
