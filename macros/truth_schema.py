"""The form of a truth table's description, `table.yml`; macros/truth.py says what its fields mean."""

from typing import Any

from macros.data import HTTPS, TEXT
from macros.needs import NEEDS

KINDS = ("text", "code", "tokens", "lines", "stop")

_KEY = {
    "type": "string",
    "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
    "description": "Use small letters, digits and hyphens.",
}
_CELL = {
    "type": "string",
    "pattern": r"^[a-z0-9-]+(\.[a-z0-9-]+)*$",
    "description": "Join the keys of values by dots.",
}
_WHERE = {
    "type": "object",
    "additionalProperties": {
        "type": ["string", "array"],
        "items": {"type": "string", "description": "Write it in quotes."},
        "description": "Write a text, in quotes where it is a word such as no, or a list of texts.",
    },
}


def _object(required: tuple[str, ...], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": fields}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": of}


_FLAG = {"type": "boolean", "description": "Write true or false."}
_VALUE = _object(
    ("key", "title"),
    key=_KEY,
    title=TEXT,
    fills={"type": "object", "additionalProperties": {"type": "string"}},
    needs={"enum": list(NEEDS)},
)
_CASE = _object((), step=_KEY, match=TEXT, all=_FLAG, when=_WHERE, says={"type": "string"}, source=TEXT)
SCHEMA = _object(
    ("title", "lesson", "start", "axes", "steps", "observed", "rules"),
    title=TEXT,
    lesson=TEXT,
    start=_CELL,
    short=_WHERE,
    at_once={"type": "integer", "minimum": 1},
    limit={"type": "integer", "minimum": 1},
    names={"type": "array", "items": TEXT},
    axes=_list(_object(("key", "title", "values"), key=_KEY, title=TEXT, hint=TEXT, values=_list(_VALUE))),
    steps=_list(
        _object(
            ("key", "run"),
            key=_KEY,
            run=TEXT,
            when=_WHERE,
            once=_FLAG,
            needed=_FLAG,
            hidden=_FLAG,
            after=_KEY,
            clean=_FLAG,
        )
    ),
    observed=_list(
        _object(
            ("key", "title", "cases"),
            key=_KEY,
            title=TEXT,
            kind={"enum": list(KINDS)},
            group=TEXT,
            within=_KEY,
            summary=_FLAG,
            good=_list(TEXT),
            cases=_list(_CASE),
        )
    ),
    left_out=_list(_object(("when", "why"), when=_WHERE, why=TEXT)),
    rules=_list(
        _object(("says", "where", "then", "show"), says=TEXT, where=_WHERE, then=_WHERE, show=_list(_CELL))
    ),
    disputes=_list(
        _object(
            ("page", "url", "quote", "says", "show"),
            page=TEXT,
            url=HTTPS,
            quote=TEXT,
            says=TEXT,
            show=_list(_CELL),
        )
    ),
)
