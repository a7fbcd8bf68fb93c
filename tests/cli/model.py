"""What docker's command line has: snippets/cli.json as objects.

The file is recorded from `--help`, never written by hand; tests/cli/record.py says how. A line for each command:

    {"name": "stop", "also": "container stop", "usage": "[OPTIONS] CONTAINER [CONTAINER...]",
     "values": "-s --signal -t --timeout"}       options that take a value; "flags" are those that take none
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from macros.problems import ROOT
from macros.records import read_record

CLI_FILE = ROOT / "snippets" / "cli.json"
# They take a word of their own where no command follows, which their `--help` does not say.
_ALSO_RUN = ("buildx history inspect",)
_SHAPE = {
    "type": "object",
    "required": ["versions", "commands"],
    "additionalProperties": False,
    "properties": {
        "versions": {"type": "object", "additionalProperties": {"type": "string"}},
        "commands": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    field: {"type": "string"} for field in ("name", "also", "usage", "flags", "values")
                },
            },
        },
    },
}
# What follows the first word belongs to the program in the container, or to `ps`.
_HANDS_ON = re.compile(r"COMMAND\]? \[ARG|\[ps OPTIONS\]")


@dataclass(frozen=True)
class CliCommand:
    """A command of docker: its name without `docker`, its other names, and its options."""

    name: str
    usage: str = ""
    also: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()  # options that take no value
    values: tuple[str, ...] = ()  # options that take one

    @property
    def options(self) -> tuple[str, ...]:
        return (*self.flags, *self.values)

    @property
    def is_group(self) -> bool:
        """Whether its first word is a command of it, and nothing else."""
        return self.usage.endswith("COMMAND") and self.name not in _ALSO_RUN

    @property
    def hands_on(self) -> bool:
        """Whether its options end with the first word that is none."""
        return self.is_group or bool(_HANDS_ON.search(self.usage))

    def line(self) -> str:
        """The command as a line of the file."""
        fields = {
            "also": "|".join(self.also),
            "usage": self.usage,
            "flags": " ".join(self.flags),
            "values": " ".join(self.values),
        }
        return json.dumps({"name": self.name} | {key: text for key, text in fields.items() if text})


@dataclass(frozen=True)
class Cli:
    """All commands of docker, and the versions of docker and its plugins."""

    versions: dict[str, str]
    commands: tuple[CliCommand, ...]
    _named: dict[str, CliCommand] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = {name: command for command in self.commands for name in (command.name, *command.also)}
        object.__setattr__(self, "_named", named)

    def find(self, name: str) -> CliCommand | None:
        """A command by any of its names, such as `container rm`; that of docker itself is ""."""
        return self._named.get(name)

    def under(self, group: str) -> list[str]:
        """The words that may follow a group."""
        return sorted(
            name.rpartition(" ")[2] for name in self._named if name and name.rpartition(" ")[0] == group
        )

    def text(self) -> str:
        """The file's text; reading it again gives an equal object."""
        lines = ",\n".join(command.line() for command in self.commands)
        return f'{{"versions": {json.dumps(self.versions)}, "commands": [\n{lines}\n]}}\n'


@cache
def cli(path: Path = CLI_FILE) -> Cli:
    """Read the recorded commands. Raises ProblemError."""
    value = read_record(path, _SHAPE, "Restore it from git.")
    return Cli(value["versions"], tuple(map(_command, value["commands"])))


def differences(old: Cli, new: Cli) -> Iterator[str]:
    """What another command line has otherwise, a sentence each."""
    for name in sorted({each.name for each in (*old.commands, *new.commands)}):
        was, now = old.find(name), new.find(name)
        called = f"docker {name}".rstrip()
        if not was or not now:
            yield f"`{called}` is {'new' if now else 'gone'}."
        elif was != now:
            yield f"`{called}` was {was.line()}, and is {now.line()}."


def _command(entry: dict[str, str]) -> CliCommand:
    return CliCommand(
        entry["name"],
        entry.get("usage", ""),
        tuple(filter(None, entry.get("also", "").split("|"))),
        tuple(entry.get("flags", "").split()),
        tuple(entry.get("values", "").split()),
    )
