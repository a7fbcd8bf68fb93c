"""Spelling everywhere, and the form of Markdown files."""

import json

from macros.problems import Problem, sentence
from tests.checks import tools


def problems() -> list[Problem]:
    """Words that typos knows to be misspelled, and Markdown that rumdl finds malformed."""
    return _typos() + _rumdl()


def _typos() -> list[Problem]:
    found = []
    for line in tools.run("typos", "--format", "json", good=(0, 2)).splitlines():
        each = json.loads(line)
        if each["type"] != "typo":
            continue
        words = " or ".join(f"`{word}`" for word in each["corrections"])
        mend = f"Write {words}, or allow the word in typos.toml." if words else "Remove it."
        where = tools.shown(each["path"])
        found.append(Problem(where, each.get("line_num", 1), f"`{each['typo']}` is misspelled.", mend))
    return found


def _rumdl() -> list[Problem]:
    # What line ends spoil is told by texts.py.
    paths = [path for path in tools.files("*.md") if b"\r\n" not in path.read_bytes()]
    if not paths:
        return []
    return [
        Problem(
            tools.shown(each["file"]),
            each["line"],
            f"{each['rule']}: {sentence(each['message'])}",
            f"See https://rumdl.dev/{each['rule'].lower()}/.",
        )
        for each in tools.run_json("rumdl", "check", "--no-cache", "--output-format", "json", *paths)
    ]
