"""The docker calls in a transcript's commands, also in pipes, loops and substitutions, and the words of each.

Read without running anything, so not everything is known: a word that the shell fills in keeps its `$`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from macros.transcripts import Command
from tests.cli.model import CliCommand, cli
from tests.examples.words import simple_commands

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_ALIASES = {"image rm": "rmi", "image rmi": "rmi", "buildx build": "build", "builder build": "build"}


@dataclass(frozen=True)
class Call:
    """One call of docker: the words after `docker`, the line of its command, and what is known of the shell there."""

    words: tuple[str, ...]
    line: int
    folder: str = "."
    env: dict[str, str] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        """The subcommand in its short form: `run` for `docker container run`, but `volume rm`."""
        return self._parts[0]

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each option with its value; a flag has none."""
        return self._parts[1]

    @property
    def arguments(self) -> list[str]:
        """The words that are neither options nor their values."""
        return self._parts[2]

    def values(self, *options: str) -> list[str]:
        """The values of an option, which may have several names."""
        return [value for name, value in self.options if name in options and value]

    @cached_property
    def _parts(self) -> tuple[str, list[tuple[str, str]], list[str]]:
        _, words = parse("", self.words)
        verb, rest = _verb(words)
        return verb, *parse(verb, rest)


def calls(commands: Iterable[Command]) -> Iterator[Call]:
    """Every call of docker in commands that one shell runs, in order."""
    reader = _Reader()
    for command in commands:
        yield from reader.read(command.text, command.line)


def parse(verb: str, words: Iterable[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """The options and the arguments among the words after a verb; `-qt NAME` are two options.

    An option that docker has not is taken for one with a value.
    """
    command = cli().find(verb) or CliCommand(verb)
    flags = ["--help", *command.flags]
    options: list[tuple[str, str]] = []
    rest = list(words)
    arguments: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--":
            return options, arguments + rest
        if word == "-" or not word.startswith("-"):
            arguments.append(word)
            if command.hands_on:
                return options, arguments + rest
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            if not equals and name not in flags:
                value = rest.pop(0) if rest else ""
            options.append((name, value))
        else:
            options += _bundle(word, rest, flags)
    return options, arguments


def _bundle(word: str, rest: list[str], flags: list[str]) -> Iterator[tuple[str, str]]:
    """The options of a word such as `-d`, `-itv data:/data` or `-p80:80`; a value may come from the rest."""
    for place, letter in enumerate(word[1:], start=2):
        if f"-{letter}" in flags:
            yield f"-{letter}", ""
            continue
        value = word[place:].removeprefix("=")
        yield f"-{letter}", value or (rest.pop(0) if rest else "")
        return


def _verb(words: list[str]) -> tuple[str, list[str]]:
    first, *rest = words or [""]
    if first not in ("container", "image", "buildx", "builder", "volume", "network", "system") or not rest:
        return first, rest
    second = "rm" if rest[0] == "remove" else rest[0]
    if second == "prune" or (first in ("container", "image") and f"{first} {second}" not in _ALIASES):
        return second, rest[1:]
    return _ALIASES.get(f"{first} {second}", f"{first} {second}"), rest[1:]


@dataclass
class _Reader:
    """Follows a shell through its commands, as far as `cd` and `export` say where it stands."""

    folder: str = "."
    env: dict[str, str] = field(default_factory=dict)
    _around: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def read(self, text: str, line: int) -> Iterator[Call]:
        for depth, words in simple_commands(text):
            self._go_to(depth)
            start = next((n for n, word in enumerate(words) if PurePosixPath(word).name == "docker"), None)
            matches = filter(None, map(_ASSIGNMENT.fullmatch, words[:start]))
            assigned = {match[1]: match[2] for match in matches}
            if start is not None:
                yield Call(tuple(words[start + 1 :]), line, self.folder, self.env | assigned)
            elif words[:1] == ["export"]:
                self.env = self.env | assigned
            elif words[:1] == ["cd"]:
                self.folder = str(PurePosixPath(self.folder, *words[1:2]))
            for word in words:
                # A script for `sh -c`, or a substitution in double quotes.
                if "docker" in word and word != text and any(map(str.isspace, word)):
                    yield from _Reader(self.folder, self.env | assigned).read(word, line)

    def _go_to(self, depth: int) -> None:
        """Enter or leave subshells; what one changes ends with it."""
        while len(self._around) < depth:
            self._around.append((self.folder, self.env))
        while len(self._around) > depth:
            self.folder, self.env = self._around.pop()
