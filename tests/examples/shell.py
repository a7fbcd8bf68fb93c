"""One bash on a pseudo-terminal, in which all commands of a transcript run, one after another."""

import os
import re
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import pexpect

from macros.transcripts import Command, Input, Output
from tests.patience import patient
from tests.processes import in_session, kill_each, marked

COLUMNS, ROWS = 120, 40
# Variables of a transcript's shell, the same on every machine: width, zone, language, no color.
SETTINGS = {
    "TERM": "dumb",
    "NO_COLOR": "1",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": str(COLUMNS),
    "LINES": str(ROWS),
    "BUILDKIT_PROGRESS": "plain",
    "COMPOSE_PROGRESS": "plain",
    "COMPOSE_ANSI": "never",
    "COMPOSE_MENU": "false",
    "DOCKER_CLI_HINTS": "false",
}
# Reads the name of a file that holds a command, runs it, then says its status between two record separators.
# The terminal echoes only while a command runs, as it does for a person. A Ctrl-C that a transcript types
# must end the command, not the shell.
_DRIVER = r"""
trap : INT
while IFS= read -r __command; do
  stty echo
  eval "$(cat "$__command")"
  __status=$?
  stty -echo
  printf '\036%s %d\036' "$1" "$__status"
done
"""
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")
_CONTROL = re.compile(r"[\x00-\x07\x0b-\x1f\x7f]")
# In the environment of all that a transcript starts, so that it is found again wherever it went.
_MARK = "DOCKER_FIELD_NOTES_SHELL"
_KILL_SECONDS = 10
_MOMENT = 0.1
_KEYS = re.compile(r"(?:\^[A-Z\\\]])+")


class ShellError(Exception):
    """A command that can't go on; `output` holds the lines it had printed until then."""

    def __init__(self, what: str, mend: str, output: list[str]) -> None:
        super().__init__(f"{what} {mend}")
        self.what, self.mend, self.output = what, mend, output


@dataclass
class Shell:
    """Starts bash in `folder` with exactly the variables of `env`; a context manager.

    `entry` is a command that starts the rest of its arguments somewhere else, such as in another namespace.
    """

    folder: Path
    env: dict[str, str]
    entry: Sequence[str] = ()

    def __enter__(self) -> Self:
        self._mark = secrets.token_hex(8)
        self._commands = self.folder.parent / f".command-{self._mark}"
        bash = ["bash", "--norc", "--noprofile", "-c", _DRIVER, "bash", self._mark]
        command = [*self.entry, *bash]
        self._child = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(self.folder),
            env=self.env | {_MARK: self._mark},
            echo=False,
            dimensions=(ROWS, COLUMNS),
            encoding="utf-8",
            codec_errors="replace",
            timeout=None,
        )
        self._child.delaybeforesend = None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End the shell and everything that it started, also what left its terminal."""
        if self._child.closed:
            return
        # Until nothing is found: a process may start another one while it is being looked for.
        end = time.monotonic() + patient(_KILL_SECONDS)
        while (left := self._processes()) and time.monotonic() < end:
            kill_each(left)
            time.sleep(0.02)
        self._child.close(force=True)

    def _processes(self) -> list[int]:
        return [*in_session(int(self._child.pid or 0)), *marked(_MARK, self._mark)]

    def run(self, command: Command, limit: float) -> Command:
        """Run a command, type its inputs, and return it with the dialog and status that came of it.

        Raises ShellError after `limit` seconds (see patient()) without an end, or where the shell itself ends.
        """
        limit = patient(limit)
        self._commands.write_text(command.text + "\n", encoding="utf-8")
        self._child.sendline(str(self._commands))
        dialog: list[Input | Output] = []
        for typed in command.inputs:
            late = f"The prompt `{typed.prompt}` did not come within {limit:g} s."
            dialog += self._expect(command, [prompt_pattern(typed), self._end], limit, late)
            if self._child.match_index == 1:
                raise ShellError(
                    f"The command ended before it showed the prompt `{typed.prompt}`.",
                    "Correct the command, or the prompt before `< `.",
                    [line for part in dialog if isinstance(part, Output) for line in part.lines],
                )
            self._type(typed)
            dialog.append(typed)
        dialog += self._expect(command, [self._end], limit, f"The command did not end within {limit:g} s.")
        return self._ended(command, dialog)

    @property
    def _end(self) -> "re.Pattern[str]":
        return re.compile(f"\x1e{self._mark} (\\d+)\x1e")

    def _ended(self, command: Command, dialog: list[Input | Output]) -> Command:
        ended = cast("re.Match[str]", self._child.match)
        return Command(command.line, command.text, tuple(dialog), int(ended[1]))

    def _type(self, typed: Input) -> None:
        if _KEYS.fullmatch(typed.text):
            # A program that has shown its prompt needs a moment until a signal finds it waiting.
            time.sleep(_MOMENT)
            for key in typed.text[1::2]:
                self._child.send(chr(ord(key) & 0x1F))
            return
        self._child.send(typed.text + "\r")
        # What is typed comes back as echo; it is the transcript's input line already.
        self._child.expect(echo_pattern(typed.text), timeout=patient(10))

    def _expect(
        self, command: Command, patterns: "Sequence[re.Pattern[str]]", limit: float, what: str
    ) -> list[Input | Output]:
        try:
            self._child.expect([*patterns], timeout=limit)
        except pexpect.TIMEOUT:
            raise ShellError(
                what,
                "Make it end by itself, or state a longer `limit:` (seconds) in example.yml.",
                seen_lines(self._child.before or ""),
            ) from None
        except pexpect.EOF:
            raise ShellError(
                "The command ended the shell that the transcript runs in.",
                "Put `exit`, `exec` or `set -e` into parentheses.",
                seen_lines(self._child.before or ""),
            ) from None
        lines = seen_lines(str(self._child.before))
        return [Output(command.line, tuple(lines))] if lines else []


def clean_environment(home: Path) -> dict[str, str]:
    """The variables of a transcript's shell, no others."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        # One that exists, whatever the caller has set: a program that finds none would have its error recorded.
        "TMPDIR": tempfile.gettempdir(),
        **SETTINGS,
    }


def prompt_pattern(typed: Input) -> "re.Pattern[str]":
    """What a terminal gets when a program asks for this input."""
    # A prompt is drawn with color and cursor codes between its letters, and not followed by a line end.
    codes = r"(?:\x1b\[[0-?]*[ -/]*[@-~])*"
    letters = codes.join(map(re.escape, typed.prompt))
    return re.compile(rf"(?:^|(?<=\n)|(?<=\r)){codes}{letters}{codes}$")


def echo_pattern(text: str) -> "re.Pattern[str]":
    """What a terminal gets when this line is typed."""
    between = r"(?:\x1b\[[0-?]*[ -/]*[@-~]|\r)*"
    return re.compile(between.join(map(re.escape, text)) + between + r"\r?\n")


def seen_lines(raw: str) -> list[str]:
    """What a person sees in the end: no escape codes, and of a line that was drawn over only the last state."""
    text = _ANSI.sub("", raw).replace("\r\n", "\n")
    lines = [_CONTROL.sub("", line.rstrip("\r").rsplit("\r", 1)[-1]) for line in text.split("\n")]
    if lines and not lines[-1]:
        lines.pop()
    return lines
