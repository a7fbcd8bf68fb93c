"""Sentences that authors write in data: text with `code` in backticks, and nothing else of Markdown."""

import html
import re

LONGEST = 28  # characters of a word that fits on a phone; a longer one may break
_CODE = re.compile(r"`([^`]+)`")
_BREAKABLE = re.compile(r"-|[\"']\{\{")  # where a browser would break a word
_PARTS = re.compile(r"(?<=[/=])")  # where a long word may break
_DOTS = re.compile(r"(?<=\w)(?=\.\w)")
_FLAG = re.compile(r"(?<![\w-])(--?[a-z][\w-]*)")


def prose(text: str) -> str:
    """The text as HTML; a flag never breaks at its hyphens."""
    parts = _CODE.split(text)  # text and code in turn
    return "".join(
        f"<code>{whole_words(part)}</code>" if is_code else _plain(part)
        for part, is_code in zip(parts, [False, True] * len(parts), strict=False)
    )


def unmarked(text: str) -> str:
    """The text without its marks, for an attribute, where nothing can be code; not yet escaped."""
    return text.replace("`", "")


def whole_words(code: str) -> str:
    """Code as HTML; a word such as `--flag` or `"{{.Name}}"` breaks only if it is long, and then in a fit place."""
    return " ".join(map(_word, code.split(" ")))


def _word(word: str) -> str:
    if len(word) > LONGEST:
        return "<wbr>".join(map(_part, _PARTS.split(word)))
    return f'<span class="w">{_escape(word)}</span>' if _BREAKABLE.search(word) else _escape(word)


def _part(part: str) -> str:
    """A part of a long word; one that is too long as well may break before a dot."""
    return "<wbr>".join(map(_escape, _DOTS.split(part) if len(part) > LONGEST else [part]))


def _plain(text: str) -> str:
    return _FLAG.sub(r'<span class="w">\1</span>', _escape(text))


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
