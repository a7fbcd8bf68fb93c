"""What is observed in a cell as HTML, by the kind of its field: at full size, and in a line."""

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from macros.cells import Seen
from macros.prose import prose, whole_words
from macros.truth import Field, TruthTable

NOTHING = '<span class="none">&ndash;</span>'
_SHELL = ["/bin/sh", "-c"]
_FORMS = {"ENTRYPOINT": " tok--entrypoint", "you": " tok--you"}  # others are outlined
# How long `docker stop` waits, as a line from 0 to 10 s: how much of it passed. The text beside it says the same.
_LINE = (
    '<svg class="stop" viewBox="0 0 320 40" aria-hidden="true"><path class="stop-track" d="M4 12H316M4 6v12M316 6v12"/>'
    '<path class="{form}" d="M4 12H{end}"/><text x="4" y="36">0 s</text><text x="316" y="36">10 s</text></svg>'
)


@dataclass(frozen=True)
class Group:
    """Fields that are shown together."""

    title: str
    fields: tuple[Field, ...]

    @property
    def is_summary(self) -> bool:
        return any(field.summary for field in self.fields)

    def of(self, seen: Mapping[str, Seen]) -> list[Seen]:
        """What is observed of it in a cell."""
        return [seen[field.key] for field in self.fields]


@cache  # every cell asks for them
def groups(table: TruthTable) -> tuple[Group, ...]:
    """The fields of a table in groups, in order: neighbors that name the same one, and neighbors that are tokens."""
    found = []
    for _, several in groupby(table.observed, _group_of):
        fields = tuple(several)
        title = fields[0].group or " and ".join(field.title for field in fields)
        found.append(Group(title, fields))
    return tuple(found)


def _group_of(field: Field) -> str:
    return field.group or ("tokens" if field.kind == "tokens" else f"alone: {field.key}")


def show_group(group: Group, seen: Mapping[str, Seen]) -> str:
    """What is observed of a group, at full size; "" where that is nothing."""
    if not any(each.text for each in group.of(seen)):
        return ""
    if all(field.kind == "tokens" for field in group.fields):
        tokens = "".join(
            f'<li><span class="tok{form}">{text}</span><small>{html.escape(source)}</small></li>'
            for text, source, form in _tokens(group, seen)
        )
        return f'<ol class="argv">{tokens}</ol>'
    parts = [(field, seen[field.key].text) for field in group.fields if seen[field.key].text]
    if len(group.fields) == 1:
        return _in_full(*parts[0])
    return "".join(
        f'<div class="wr-part"><small>{prose(field.title)}</small> {_in_full(field, text)}</div>'
        for field, text in parts
    )


def show_in_line(group: Group, seen: Mapping[str, Seen]) -> str:
    """What is observed of a group, as a part of a line."""
    every = group.of(seen)
    if not any(each.text for each in every):
        return NOTHING
    if all(field.kind == "tokens" for field in group.fields):
        tokens = " ".join(f'<span class="tok{form}">{text}</span>' for text, _, form in _tokens(group, seen))
        return f'<span class="argv argv--small">{tokens}</span>'
    return "<br>".join(
        _in_short(field, each.text) for field, each in zip(group.fields, every, strict=True) if each.text
    )


def _tokens(group: Group, seen: Mapping[str, Seen]) -> list[tuple[str, str, str]]:
    """Words as HTML, each with its source and its form; the words that call a shell are nobody's own."""
    found = []
    for field in group.fields:
        source, words = seen[field.key].source, _words(seen[field.key].text)
        got = _words(seen[field.within].text) if field.within else []
        shell = len(_SHELL) if words[: len(_SHELL)] == _SHELL else 0
        found += [(html.escape(word), "shell form", " tok--shell") for word in words[:shell]]
        for word in words[shell:]:
            text = f"<s>{html.escape(word)}</s>" if _is_lost(word, got) else html.escape(word)
            found.append((text, source, _FORMS.get(source, "")))
    return found


def _is_lost(word: str, got: list[str]) -> bool:
    """Whether a program got something, but not this; of the text of a shell, it gets the words."""
    return bool(got) and word not in got and word.split(" ", maxsplit=1)[0] not in got


def _words(text: str) -> list[str]:
    """The words of a JSON list; any other text is one word."""
    try:
        words = json.loads(text or "[]")
    except json.JSONDecodeError:
        words = None
    return [str(word) for word in words] if isinstance(words, list) else [text]


def _code(text: str) -> str:
    return f"<code>{whole_words(text)}</code>"


def _lines(text: str) -> str:
    items = "".join(f"<li>{whole_words(line)}</li>" for line in text.split("\n"))
    return f'<ul class="wr-lines">{items}</ul>'


def _stop(text: str) -> str:
    form, end = ("stop-short", 12) if text.startswith("under 10 s") else ("stop-long", 316)
    line = _LINE.format(form=form, end=end) if text.startswith(("under 10 s", "10 s")) else ""
    return f"<p>{prose(text)}</p>{line}"


def _in_full(field: Field, text: str) -> str:
    return f"<p>{_judged(field, text)}</p>" if field.good else _FULL[field.kind](text)


def _in_short(field: Field, text: str) -> str:
    return _judged(field, text) if field.good else _SHORT.get(field.kind, prose)(text)


def _judged(field: Field, text: str) -> str:
    """What is observed, with a mark: a style sheet adds a sign and, to what is bad, a color."""
    return f'<span class="is-{"good" if text in field.good else "bad"}">{prose(text)}</span>'


_FULL: Mapping[str, Callable[[str], str]] = {
    "text": lambda text: f"<p>{prose(text)}</p>",
    "code": _code,
    "tokens": _code,
    "lines": _lines,
    "stop": _stop,
}
_SHORT: Mapping[str, Callable[[str], str]] = {
    "code": _code,
    "tokens": _code,
    "lines": lambda text: "<br>".join(map(_code, text.split("\n"))),
}
