"""Every `docker ...` that a reader sees is one that docker has: its commands and its options, as in snippets/cli.json.

Looked at are code in backticks (pages, their data, what describes examples and truth tables, remarks of transcripts)
and the commands of transcripts. A transcript may show a command that docker refuses: its output says so.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from macros import pages
from macros.examples import Example, examples
from macros.problems import Problem, ProblemError, did_you_mean, relative
from macros.reference import PLUGINS, plugin, reference
from macros.text import read_text
from macros.transcripts import Command, Remark
from tests.checks import tools
from tests.checks.source import SPAN
from tests.cli.model import CLI_FILE, CliCommand, cli
from tests.examples.calls import calls, parse

# Commands of plugins that do not come with Docker Engine, and the page that says what they are. Their own commands and
# options are not known here.
OF_OTHER_PLUGINS = {
    "debug": "https://docs.docker.com/reference/cli/docker/debug/",
    "desktop": "https://docs.docker.com/reference/cli/docker/desktop/",
    "model": "https://docs.docker.com/reference/cli/docker/model/",
    "sandbox": "https://docs.docker.com/reference/cli/docker/sandbox/",
    "scout": "https://docs.docker.com/reference/cli/docker/scout/",
}
_FENCE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1", re.DOTALL | re.MULTILINE)
_IS_CALL = re.compile(r"(?:\$ |sudo |\w+=\S+ )*docker\s")
# `...`, `<command>`, `[OPTIONS]`, `IMAGE`, `$name` stand for what the reader puts there.
_STANDS_FOR = re.compile(r"[<\[{$…A-Z]|\.\.\.")
_OPTION_STANDS_FOR = re.compile(r"-{1,2}(?:[<\[{$….]|flag\b|options?\b)|--[A-Z]")
# Of a command that they have not, Compose and Buildx only say which ones they have.
_REFUSED = re.compile(
    r"unknown (?:docker )?command|unknown (?:shorthand )?flag|^Usage:  docker .*COMMAND$", re.MULTILINE
)
_FEW = 6


class Fault(NamedTuple):
    """A word after `docker` that docker does not know, and how to mend it."""

    word: str
    what: str
    mend: str


def problems() -> list[Problem]:
    """What docker has not, wherever a reader sees it; and a record of its commands that is of another docker."""
    found = _recorded_elsewhere()
    for path in _prose():
        with suppress(ProblemError):  # what can't be read is told by the check of its kind
            found += _problems(path, spans(read_text(path)))
    for example in examples():
        found += _of_example(example)
    return found


def _of_example(example: Example) -> list[Problem]:
    found: list[Problem] = []
    with suppress(ProblemError):
        for item in example.transcript.items:
            if isinstance(item, Remark):
                found += _problems(example.transcript_path, spans(item.text, item.line))
            elif not _REFUSED.search("\n".join(item.output)):
                found += _problems(example.transcript_path, [item])
    return found


def spans(text: str, first: int = 1) -> Iterator[Command]:
    """The calls of docker among the code in backticks, with the lines that they start on."""
    text = _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    for span in SPAN.finditer(text):
        if _IS_CALL.match(span[2].strip()):
            # A line end in it is a space to Markdown; the shell has to be told.
            yield Command(first + text.count("\n", 0, span.start(2)), span[2].replace("\n", "\\\n"))


def faults(words: Iterable[str]) -> Iterator[Fault]:
    """What docker does not know among the words of a call."""
    rest = [word for word in words if not _OPTION_STANDS_FOR.match(word)]
    command = cli().find("")
    while command:
        options, arguments = parse(command.name, rest)
        unknown = [name for name, _ in options if name not in ("--help", *command.options)]
        for name in unknown:
            what = f"{_called(command)} has no option `{name}`."
            yield Fault(name, what, _near(name, command.options))
        # Whether the next word is the value of an option that is unknown, nobody knows.
        if not command.is_group or not arguments or unknown:
            return
        word, *rest = arguments
        group, command = command, cli().find(f"{command.name} {word}".strip())
        if not command and not _is_known_elsewhere(group, word):
            what = f"{_called(group)} has no command `{word}`."
            yield Fault(word, what, _near(word, cli().under(group.name)))


def _prose() -> list[Path]:
    docs = relative(pages.DOCS)
    return [
        *tools.files("*.md", under=docs),
        *tools.files("*.yml", under=f"{docs}/_data"),
        *tools.files("example.yml", "table.yml", under="snippets"),
    ]


def _problems(path: Path, commands: Iterable[Command]) -> Iterator[Problem]:
    for command in commands:
        for call in calls([command]):
            for fault in faults(call.words):
                above = command.text[: max(command.text.find(fault.word), 0)].count("\n")
                yield Problem(relative(path), command.line + above, fault.what, fault.mend)


def _recorded_elsewhere() -> list[Problem]:
    there = {"docker": reference().engine} | {name: plugin(name) for name in PLUGINS}
    if cli().versions == there:
        return []
    what = (
        f"The commands were recorded with {_in_words(cli().versions)}; the reference is {_in_words(there)}."
    )
    return [Problem(relative(CLI_FILE), 1, what, "Run `make record`.")]


def _in_words(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())


def _called(command: CliCommand) -> str:
    return f"`docker {command.name}`".replace(" `", "`")


def _is_known_elsewhere(group: CliCommand, word: str) -> bool:
    return bool(_STANDS_FOR.match(word)) or word == "help" or (not group.name and word in OF_OTHER_PLUGINS)


def _near(word: str, known: Iterable[str]) -> str:
    known = list(known)
    # Options by their long names.
    named = [each for each in known if each.startswith("--") or not each.startswith("-")]
    few = ", ".join(f"`{each}`" for each in named[:_FEW]) + (", ..." if named[_FEW:] else "")
    return did_you_mean(word, known, f"It has {few or 'none'}{'' if named[_FEW:] else '.'}")
