"""Sentences that authors write in data: text with `code` in backticks, and nothing else of Markdown."""

import html
import re
from functools import cache

LONGEST = 28  # characters of a word that fits on a phone; a longer one may break
BESIDE = 25  # characters of a word that fits there beside an exit status
SHORT = 16  # characters of code that stays on one line, with its spaces
_CODE = re.compile(r"`([^`]+)`")
_BREAKABLE = re.compile(r"[-? ]|[\"']\{\{")  # where a browser would break a word
# Where a long word may break; not within `://`, and not behind a slash that begins a path, which would seem to be all.
_PARTS = re.compile(r"(?<=\w/)|(?<==)(?!/)")
_QUOTES = ("'", '"')
_JSON = re.compile(r'[\[{]"|.*","')  # how a list, an object or a part of one begins
_ITEMS = re.compile(r'(?<=["\]}],)|(?<=":)')  # where it may break
_COMMAS = re.compile(r"(?<=,)")
_DOTS = re.compile(r"(?<=\w)(?=\.\w)|(?<=_)(?=\w)")  # where a long part of it may
_WHOLE = re.compile(r"(?<![\w-])(--?[a-z][\w-]*|\d{4}-\d\d-\d\d(?!\d))")  # a flag or a date


@cache  # the cells of truth tables say the same words over and over, and run the same commands
def prose(text: str) -> str:
    """The text as HTML; a flag or a date never breaks at its hyphens."""
    parts = _CODE.split(text)  # text and code in turn
    return "".join(
        _code(part) if is_code else _plain(part)
        for part, is_code in zip(parts, [False, True] * len(parts), strict=False)
    )


def unmarked(text: str) -> str:
    """The text without its marks, for an attribute, where nothing can be code; not yet escaped."""
    return text.replace("`", "")


@cache
def whole_words(code: str) -> str:
    """Code as HTML; a word such as `--flag` or `"{{.Name}}"` breaks only if it is long, and then in a fit place."""
    return " ".join(map(_word, _words(code)))


def keep_flags(text: str) -> list[str]:
    """The text in parts: every second one is a flag or a date, which must not break."""
    return _WHOLE.split(text)


def _words(code: str) -> list[str]:
    """The words; a quoted space is one, and a last dot or a lone hyphen belongs to the word before it."""
    words: list[str] = []
    rest = code.split(" ")
    for place, word in enumerate(rest):
        is_end = word == "." and place == len(rest) - 1
        if words and (is_end or word == "-" or (words[-1] in _QUOTES and word.startswith(words[-1]))):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _word(word: str) -> str:
    if len(word) <= SHORT or not _JSON.match(word):
        return _broken(word)
    # In an element of its own: a wide window lets JSON break here, and nowhere else (transcript.css).
    return f"<span>{'<wbr>'.join(map(_item, _ITEMS.split(word)))}</span>"


def _item(item: str) -> str:
    return _whole(item) if len(item) <= LONGEST else f"<span>{_broken(item)}</span>"


def _broken(word: str) -> str:
    parts = _PARTS.split(word) if len(word) > BESIDE else [word]
    if len(parts) > 1 or len(word) > LONGEST:
        return "<wbr>".join(map(_part, parts))
    return "<wbr>".join(map(_whole, _COMMAS.split(word) if len(word) > SHORT else [word]))


def _part(part: str) -> str:
    """A part of a long word; one that is too long as well may break before a dot and behind an underscore."""
    return _whole(part) if len(part) <= LONGEST else "<wbr>".join(map(_whole, _DOTS.split(part)))


def _whole(word: str) -> str:
    keep = len(word) <= LONGEST and _BREAKABLE.search(word)
    return f'<span class="w">{_escape(word)}</span>' if keep else _escape(word)


def _code(text: str) -> str:
    kind = ' class="w"' if " " in text and len(text) <= SHORT else ""
    return f"<code{kind}>{whole_words(text)}</code>"


def _plain(text: str) -> str:
    return _WHOLE.sub(r'<span class="w">\1</span>', _escape(text))


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
