"""Every `docker ...` that a reader sees is one that docker has: its commands and its options, as in snippets/cli.json.

Looked at are code in backticks (pages, their data, what describes examples and truth tables, remarks of transcripts)
and the commands of transcripts and of truth tables. They may show a command that docker refuses: its output says so.
What only a newer docker has is declared in snippets/reference.yml.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from macros import pages
from macros.cells import read_cells
from macros.examples import Example, examples
from macros.problems import Problem, ProblemError, did_you_mean, relative
from macros.reference import PLUGINS, plugin, reference
from macros.reference import newer as declared_newer
from macros.text import read_text
from macros.transcripts import Command, Remark
from macros.truth import TruthTable, read_truth_table, truth_tables
from tests.checks import tools
from tests.checks.source import SPAN
from tests.cli.model import CLI_FILE, CliCommand, cli
from tests.examples.calls import calls, parse

# Commands of plugins that do not come with Docker Engine, and the page that says what they are. Their own commands and
# options are not known here.
OF_OTHER_PLUGINS = {
    "ai": "https://docs.docker.com/ai/gordon/",
    "debug": "https://docs.docker.com/reference/cli/docker/debug/",
    "desktop": "https://docs.docker.com/reference/cli/docker/desktop/",
    "init": "https://docs.docker.com/reference/cli/docker/init/",
    "mcp": "https://docs.docker.com/reference/cli/docker/mcp/",
    "model": "https://docs.docker.com/reference/cli/docker/model/",
    "offload": "https://docs.docker.com/reference/cli/docker/offload/",
    "sandbox": "https://docs.docker.com/reference/cli/docker/sandbox/",
    "scout": "https://docs.docker.com/reference/cli/docker/scout/",
}
_FENCE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1", re.DOTALL | re.MULTILINE)
_IS_CALL = re.compile(r"(?:\$ |sudo |\w+=\S+ )*docker\s")
_COMPOSE_1 = re.compile(r"(?:\$ |sudo )*docker-compose (?P<command>[a-z-]\S*)")
# `...`, `<command>`, `[OPTIONS]`, `IMAGE`, `$name` stand for what the reader puts there.
_STANDS_FOR = re.compile(r"[<\[{$…A-Z]|\.\.\.")
_OPTION_STANDS_FOR = re.compile(r"-{1,2}(?:[<\[{$….]|flag\b|options?\b)|--[A-Z]")
# Of a command that they have not, Compose and Buildx only say which ones they have.
_REFUSED = re.compile(
    r"unknown (?:docker )?command|unknown (?:shorthand )?flag|^Usage:  docker .*COMMAND$", re.MULTILINE
)
_FEW = 6


class Fault(NamedTuple):
    """A word after `docker` that docker does not know, the call as it is declared, and how to mend it."""

    word: str
    call: str
    what: str
    mend: str


class Found(NamedTuple):
    """A fault, the file that it stands in, and its line."""

    path: Path
    line: int
    fault: Fault


def problems() -> list[Problem]:
    """What docker has not, wherever a reader sees it; and what was recorded or declared for another docker."""
    found = list(_found())
    data, newer = declared_newer()
    seen = {each.fault.call for each in found}
    return [
        *_recorded_elsewhere(),
        *(
            Problem(relative(each.path), each.line, each.fault.what, each.fault.mend)
            for each in found
            if each.fault.call not in newer
        ),
        *(
            data.problem(
                ["newer", call],
                f"No text has `{call}` any more, or the recorded docker has it.",
                "Remove the line.",
            )
            for call in newer
            if call not in seen
        ),
    ]


def _found() -> Iterator[Found]:
    for path in _prose():
        with suppress(ProblemError):  # what can't be read is told by the check of its kind
            text = read_text(path)
            yield from _at(path, spans(text))
            yield from _of_compose_1(path, text)
    for example in examples():
        with suppress(ProblemError):
            yield from _of_example(example)
    for folder in truth_tables().values():
        with suppress(ProblemError):
            yield from _of_table(read_truth_table(folder))


def _of_example(example: Example) -> Iterator[Found]:
    for item in example.transcript.items:
        if isinstance(item, Remark):
            yield from _at(example.transcript_path, spans(item.text, item.line))
        elif not _REFUSED.search("\n".join(item.output)):
            yield from _at(example.transcript_path, [item])


def _of_table(table: TruthTable) -> Iterator[Found]:
    """What is wrong with the commands of a run, at the line of the step or of the value that fills it."""
    cells = read_cells(table)
    for place, step in enumerate(table.steps):
        # Each text of the command, and a cell that has it.
        for text, key in {table.command(step, key): key for key in table.keys}.items():
            outputs = [line for ran in cells.runs.get(key, ()) if ran.step == step.key for line in ran.output]
            if text and not _REFUSED.search("\n".join(outputs)):
                for each in _at(table.data.path, [Command(0, text)]):
                    yield each._replace(line=_line_in(table, place, each.fault.word))


def _line_in(table: TruthTable, place: int, word: str) -> int:
    """The line of a word of a command: in the value that fills it in, or else in the step."""
    fills = (
        table.data.line("axes", axis, "values", value, "fills", name)
        for axis, each in enumerate(table.axes)
        for value, one in enumerate(each.values)
        for name, text in one.fills.items()
        if word in text and word not in table.steps[place].run
    )
    return next(fills, table.data.line("steps", place, "run"))


def _of_compose_1(path: Path, text: str) -> Iterator[Found]:
    """Calls of the first Compose, a program of its own."""
    for span in SPAN.finditer(_FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)):
        if match := _COMPOSE_1.match(span[2].strip()):
            line = text.count("\n", 0, span.start(2)) + 1
            what = "`docker-compose` is the first Compose, which is no longer supported."
            call = f"docker compose {match['command']}"
            yield Found(path, line, Fault(match[0], match[0], what, f"Write `{call}`."))


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
            what = f"`{_called(command)}` has no option `{name}`."
            yield Fault(name, _called(command, name), what, _near(name, command.options))
        # Whether the next word is the value of an option that is unknown, nobody knows.
        if not command.is_group or not arguments or unknown:
            return
        word, *rest = arguments
        group, command = command, cli().find(f"{command.name} {word}".strip())
        if not command and not _is_known_elsewhere(group, word):
            what = f"`{_called(group)}` has no command `{word}`."
            yield Fault(word, _called(group, word), what, _near(word, cli().under(group.name)))


def _prose() -> list[Path]:
    docs = relative(pages.DOCS)
    return [
        *tools.files("*.md", under=docs),
        *tools.files("*.yml", under=f"{docs}/_data"),
        *tools.files("example.yml", "table.yml", under="snippets"),
    ]


def _at(path: Path, commands: Iterable[Command]) -> Iterator[Found]:
    for command in commands:
        for call in calls([command]):
            for fault in faults(call.words):
                above = command.text[: max(command.text.find(fault.word), 0)].count("\n")
                yield Found(path, command.line + above, fault)


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


def _called(command: CliCommand, *more: str) -> str:
    return " ".join(filter(None, ("docker", command.name, *more)))


def _is_known_elsewhere(group: CliCommand, word: str) -> bool:
    return bool(_STANDS_FOR.match(word)) or word == "help" or (not group.name and word in OF_OTHER_PLUGINS)


def _near(word: str, known: Iterable[str]) -> str:
    known = list(known)
    # Options by their long names.
    named = [each for each in known if each.startswith("--") or not each.startswith("-")]
    few = ", ".join(f"`{each}`" for each in named[:_FEW]) + (", ..." if named[_FEW:] else "")
    # Most options have letters in common.
    alike = 0.75 if word.startswith("-") else 0.6
    return did_you_mean(word, known, f"It has {few or 'none'}{'' if named[_FEW:] else '.'}", alike)
