"""What the panel of the lab asks for when an example is opened in it: its files and its commands, as JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.examples import Example, examples
from macros.lab import FIRST, FOLDER, Lab
from macros.text import read_text
from macros.transcripts import Command

_CONTROL_KEYS = re.compile(r"(?:\^[A-Z\\\]])+")


def write_lab_examples(site: Path, lab: Lab) -> None:
    """Write a file for every example that ran in the lab, below the folder of the built site."""
    for example in examples():
        if lab.runs(example):
            path = site / FOLDER / "examples" / f"{example.name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(_told(example, lab), separators=(",", ":")), encoding="utf-8")


def _told(example: Example, lab: Lab) -> dict[str, Any]:
    checked = lab.examples[example.name]
    first = checked.get("first", ())
    differs = [_difference(example, each) for each in checked.get("differs", ())]
    steps = [step for command in example.transcript.commands for step in _steps(command)]
    return {
        "title": example.title.replace("`", ""),
        "name": example.folder.name,
        "anchor": example.anchor,
        "seconds": checked.get("seconds"),
        "differs": [*({"command": each, "why": FIRST[each]} for each in first), *differs],
        "files": [
            {
                "path": path.relative_to(example.folder).as_posix(),
                "mode": 0o755 if path.stat().st_mode & 0o100 else 0o644,
                "text": read_text(path),
            }
            for path in example.files
        ],
        "steps": [*({"label": each, "keys": _entered(each)} for each in first), *steps],
    }


def _steps(command: Command) -> Iterator[dict[str, str]]:
    """What a reader types, in order: the command, then what goes into the program that it starts."""
    yield {"label": command.text, "keys": _entered(command.text)}
    for typed in command.inputs:
        yield {"label": typed.text, "keys": keys(typed.text), "into": "program"}


def keys(text: str) -> str:
    """The characters that a terminal sends for what a transcript says is typed: a line, or control keys as `^D`."""
    if _CONTROL_KEYS.fullmatch(text):
        return "".join(chr(ord(each) & 0x1F) for each in text[1::2])
    return _entered(text)


def _entered(text: str) -> str:
    return text.replace("\n", "\r") + "\r"


def _difference(example: Example, listed: dict[str, Any]) -> dict[str, Any]:
    commands = example.transcript.commands
    place = listed["command"] - 1
    text = commands[place].text if place < len(commands) else ""
    return {"command": text.partition("\n")[0], "why": listed.get("why", "It prints something else here.")}
