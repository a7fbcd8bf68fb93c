r"""A transcript: the commands that a reader types, and what a real engine answered.

The format of a `transcript.console` file, line by line:

    # recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24
    # a remark, shown to the reader
    $ docker run --rm -it busybox:1.37 \\      a command
    >   sh                                     its next line
    / # < echo hello                           typed into the running program, after the prompt `/ # `
    hello                                      output
    ...                                        stands for lines left out
    [exit 3]                                   the status, where it is not 0

A line of output that looks like one of these starts with a backslash, which is not part of it.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from macros.problems import Problem, ProblemError, relative
from macros.reference import Environment
from macros.text import empty, read_text

# Stands for lines left out. Not the three dots of the file, which a program may print as well: no output that is
# recorded holds a control character.
LEFT_OUT = "\x1a..."
_LEFT_OUT_MARK = "..."
_RECORDED = re.compile(
    r"Docker Engine (?P<engine>\S+), (?P<platform>[a-z]+/[a-z0-9]+(?:/[a-z0-9]+)?), "
    r"(?P<images>stand-in|official) images, (?P<day>\d{4}-\d\d-\d\d)"
)
_EXIT = re.compile(r"\[exit (\d{1,3})\]")
# What was meant as a command or a status, but is written a little differently.
_ALMOST = re.compile(r"\s*\$\s\S.*|\s*\[exit\b.*\]\s*")
_INPUT = re.compile(r"(?P<prompt>\S.*?[#$>:%?] )< (?P<text>.*)")


@dataclass(frozen=True)
class Recorded:
    """Where and when a transcript's outputs were recorded."""

    environment: Environment
    day: date

    def __str__(self) -> str:
        return f"# recorded: {self.environment}, {self.day.isoformat()}"


@dataclass(frozen=True)
class Remark:
    """A sentence of the author between commands; `line` is its place in the file."""

    line: int
    text: str


@dataclass(frozen=True)
class Input:
    """A line typed into a running program once the last line that it shows is `prompt`.

    A text that consists of `^` and a letter, once or more (`^C`, `^P^Q`), is typed as control keys.
    """

    line: int
    prompt: str
    text: str


@dataclass(frozen=True)
class Output:
    """Lines as the engine gave them; `line` is the place of the first one. LEFT_OUT stands for lines left out."""

    line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A command (its lines joined by line ends), what was typed into it, what it printed, its exit status."""

    line: int
    text: str
    dialog: tuple[Input | Output, ...] = ()
    status: int = 0

    @property
    def inputs(self) -> tuple[Input, ...]:
        return tuple(part for part in self.dialog if isinstance(part, Input))

    @property
    def output(self) -> tuple[str, ...]:
        """All output lines, in order, without what was typed."""
        return tuple(line for part in self.dialog if isinstance(part, Output) for line in part.lines)


@dataclass(frozen=True)
class Transcript:
    """A transcript file as an object. `recorded` is None until `make record` has run."""

    path: Path
    items: tuple[Remark | Command, ...]
    recorded: Recorded | None = None

    @property
    def commands(self) -> tuple[Command, ...]:
        return tuple(item for item in self.items if isinstance(item, Command))

    def text(self) -> str:
        """The file's text; reading it again gives an equal transcript."""
        lines = [str(self.recorded)] if self.recorded else []
        for item in self.items:
            lines += [f"# {item.text}"] if isinstance(item, Remark) else _command_lines(item)
        return "\n".join(lines) + "\n"

    def with_commands(self, commands: list[Command], recorded: Recorded | None) -> "Transcript":
        """The same transcript with other outputs: `commands` take the places of the old ones, in order."""
        rest = iter(commands)
        items = tuple(next(rest) if isinstance(item, Command) else item for item in self.items)
        return replace(self, items=items, recorded=recorded)


def parse_recorded(text: str) -> Recorded | None:
    """Where and when something was recorded, from such words as a transcript's first line has; None for others."""
    match = _RECORDED.fullmatch(text)
    try:
        day = date.fromisoformat(match["day"]) if match else None
    except ValueError:
        return None
    return (
        Recorded(Environment(match["engine"], match["platform"], match["images"]), day)
        if match and day
        else None
    )


def read_transcript(path: Path) -> Transcript:
    """Read a transcript file. Raises ProblemError with every malformed line."""
    return parse_transcript(path, read_text(path))


@cache
def parse_transcript(path: Path, text: str) -> Transcript:
    """Parse the text of a transcript; `path` is only used to name problems. Kept, since many ask for each."""
    if not text.strip():
        raise empty(path)
    reader = _Reader(relative(path))
    # Not splitlines(): what a program printed may hold other characters that it takes for line ends.
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        reader.take(number, line)
    reader.close()
    if reader.problems:
        raise ProblemError(*reader.problems)
    return Transcript(path, tuple(reader.items), reader.recorded)


def _command_lines(command: Command) -> list[str]:
    first, *more = command.text.split("\n")
    lines = [f"$ {first}"] + [f"> {line}".rstrip() if not line else f"> {line}" for line in more]
    for part in command.dialog:
        if isinstance(part, Input):
            lines.append(f"{part.prompt}< {part.text}")
        else:
            lines += [_escape(line) for line in part.lines]
    return lines + ([f"[exit {command.status}]"] if command.status else [])


def _is_special(line: str) -> bool:
    starts = line.startswith(("$ ", "> ", "# ", "\\")) or line in ("$", ">", "#")
    return starts or line == _LEFT_OUT_MARK or any(form.fullmatch(line) for form in (_EXIT, _ALMOST, _INPUT))


def _escape(line: str) -> str:
    if line == LEFT_OUT:
        return _LEFT_OUT_MARK
    return f"\\{line}" if _is_special(line) else line


@dataclass
class _Reader:
    """Takes lines one by one and keeps what they mean."""

    path: str
    items: list[Remark | Command] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    recorded: Recorded | None = None
    _closed: bool = True  # no command is open for output

    def take(self, number: int, line: str) -> None:
        if line.startswith("# recorded:"):
            self._take_header(number, line)
        elif line.startswith("# ") or line == "#":
            self._closed = True
            self.items.append(Remark(number, line[2:]))
        elif line.startswith("$ ") and line[2:].strip():
            self._closed = False
            self.items.append(Command(number, line[2:]))
        elif line.rstrip() == "$":
            self._wrong(
                number, "A prompt without a command.", "Write the command after `$ `, or delete the line."
            )
        elif line.startswith("> ") or line == ">":
            self._take_continuation(number, line[2:])
        elif match := _EXIT.fullmatch(line):
            self._take_exit(number, int(match[1]))
        elif match := _INPUT.fullmatch(line):
            self._take_part(number, Input(number, match["prompt"], match["text"]))
        elif _ALMOST.fullmatch(line):
            self._wrong(
                number,
                f"`{line.strip()}` looks like a command or an exit status, but is written otherwise.",
                "Write `$ command` or `[exit 1]` at the start of the line; before output, put a backslash.",
            )
        else:
            self._take_output(number, LEFT_OUT if line == _LEFT_OUT_MARK else line.removeprefix("\\"))

    def close(self) -> None:
        if not any(isinstance(item, Command) for item in self.items):
            self._wrong(1, "The transcript has no command.", "Write at least one line that starts with `$ `.")

    def _take_header(self, number: int, line: str) -> None:
        found = parse_recorded(line.removeprefix("# recorded: "))
        if number != 1 or not found:
            self._wrong(
                number,
                "The line that says where it was recorded is malformed or not the first.",
                "Delete it and run `make record`; it is written by the recorder alone.",
            )
            return
        self.recorded = found

    def _take_continuation(self, number: int, text: str) -> None:
        command = self._open(number, "A line that continues a command, but no command above it.")
        if command and command.dialog:
            self._wrong(
                number,
                "A line that continues a command after its output.",
                "Move it under the command, or start an output line with a backslash: `\\> `.",
            )
        elif command:
            self.items[-1] = replace(command, text=f"{command.text}\n{text}")

    def _take_exit(self, number: int, status: int) -> None:
        command = self._open(number, "An exit status, but no command above it.")
        if not command:
            return
        if not 1 <= status <= 255:
            self._wrong(
                number,
                f"`[exit {status}]` can't be.",
                "Leave the line out for status 0; others are 1 to 255. `make record` writes it.",
            )
        self.items[-1] = replace(command, status=status)
        self._closed = True

    def _take_output(self, number: int, line: str) -> None:
        command = self._open(number, "Output, but no command above it.")
        if not command:
            return
        if command.dialog and isinstance(command.dialog[-1], Output):
            last = command.dialog[-1]
            grown = replace(last, lines=(*last.lines, line))
            self.items[-1] = replace(command, dialog=(*command.dialog[:-1], grown))
        else:
            self._take_part(number, Output(number, (line,)))

    def _take_part(self, number: int, part: Input | Output) -> None:
        command = self._open(number, "Typed input, but no command above it.")
        if command:
            self.items[-1] = replace(command, dialog=(*command.dialog, part))

    def _open(self, number: int, what: str) -> Command | None:
        last = self.items[-1] if self.items else None
        if self._closed or not isinstance(last, Command):
            self._wrong(number, what, "Start a command with `$ `, a remark with `# `.")
            return None
        return last

    def _wrong(self, number: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.path, number, what, mend))
