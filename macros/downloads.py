"""What a reader downloads of an example: a zip with the folder, its commands as a script, and a short README."""

import io
import zipfile
from functools import partial
from pathlib import Path

from macros.examples import TRANSCRIPT_FILE, Example, examples
from macros.kept import Kept, stamp
from macros.needs import NEEDS
from macros.transcripts import Command, Remark

_MADE = (2026, 1, 1, 0, 0, 0)  # fixed, so that the same example gives the same bytes
_README = """\
{title}

{lesson}

Run it: you need {needs}, and a shell in this folder.

    bash commands.sh

Or type the commands of {transcript} one by one; what they should print stands
there too. {recorded}

What it makes stays until you remove it: see docker ps --all, docker image ls.

From Docker Field Notes. Code: MIT License. Text: CC BY 4.0.
"""


def download_path(example: Example) -> str:
    """Where the site keeps the example's zip, below its root."""
    return f"downloads/{example.name}.zip"


def archive(example: Example) -> bytes:
    """The zip of an example; the same bytes for the same example."""
    recorded = str(example.recorded_transcript.recorded).removeprefix("# recorded: ")
    readme = _README.format(
        title=example.title,
        lesson=example.lesson,
        transcript=TRANSCRIPT_FILE,
        recorded=f"Recorded: {recorded}.",
        needs="; ".join(["Docker", *(NEEDS[need] for need in example.needs)]),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in [*example.files, example.transcript_path]:
            name = path.relative_to(example.folder).as_posix()
            _add(zipped, example, name, path.read_bytes(), runs=bool(path.stat().st_mode & 0o100))
        _add(zipped, example, "commands.sh", script(example).encode(), runs=True)
        _add(zipped, example, "README.txt", readme.encode())
    return buffer.getvalue()


def script(example: Example) -> str:
    """The commands of an example as a shell script; remarks and what is typed into programs become comments."""
    lines = ["#!/usr/bin/env bash"]  # as recorded: `time` is bash's own
    for item in example.transcript.items:
        if isinstance(item, Remark):
            lines.append(f"# {item.text}")
        else:
            lines += _commands(item)
    return "\n".join(lines) + "\n"


def write_all(site: Path, kept: Kept) -> None:
    """Write the zip of every example below the folder of the built site, but for those that were kept there."""
    for example in examples():
        kept.get(("download", example.name), stamp(example.folder), partial(_write, example, site))


def _write(example: Example, site: Path) -> None:
    path = site / download_path(example)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archive(example))


def _commands(command: Command) -> list[str]:
    return [f"# then type: {typed.text}" for typed in command.inputs] + [command.text]


def _add(zipped: zipfile.ZipFile, example: Example, name: str, content: bytes, runs: bool = False) -> None:
    entry = zipfile.ZipInfo(f"{example.folder.name}/{name}", _MADE)
    entry.external_attr = (0o100755 if runs else 0o100644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    zipped.writestr(entry, content)
