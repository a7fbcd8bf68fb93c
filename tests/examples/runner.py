"""Runs an example's transcript on an engine: one shell, a fresh copy of the folder, nothing left behind."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from macros.examples import ABOUT_FILE, TRANSCRIPT_FILE, Example
from macros.problems import Problem, ProblemError, relative
from macros.transcripts import Command
from tests.engine import Engine, EngineError
from tests.engine.emulation import emulation
from tests.engine.images import provide
from tests.examples import leftovers
from tests.examples.names import Names, names
from tests.examples.references import base_image_references
from tests.examples.shell import Shell, ShellError, clean_environment

LIMIT = 60  # seconds that one command may take, unless example.yml states another `limit:`


def run(engine: Engine, example: Example, say: Callable[[str], None]) -> list[Command]:
    """Run every command of the transcript and return them with what they printed now.

    Raises ProblemError, with the line of the command, if a name is taken (before anything runs), a command does
    not end, the engine dies, or something without a name is left behind. What the transcript made is removed in
    every case.
    """
    made = names(example)
    provide(engine, base_image_references(example), say)
    before = leftovers.state(engine)
    if problems := leftovers.taken(before, example, made):
        raise ProblemError(*problems)
    done: list[Command] = []
    try:
        emulated = emulation(engine, say) if "emulation" in example.needs else nullcontext()
        with emulated, fresh_copy(example) as folder, _shell(engine, example, folder) as shell:
            for command in example.transcript.commands:
                done.append(_run(engine, example, shell, command))
    finally:
        strays = _clean_up(engine, example, made, before, done)
    if strays:
        raise ProblemError(*strays)
    return done


def _run(engine: Engine, example: Example, shell: Shell, command: Command) -> Command:
    try:
        done = shell.run(command, float(example.about.get("limit", LIMIT)))
    except ShellError as error:
        _check_alive(engine, example, command)
        last = "\n".join(f"    {line}" for line in error.output[-10:])
        shown = f"\n  Its last lines:\n{last}\n " if last else ""
        raise _problem(example, command, f"`{command.text}`: {error.what}{shown}", error.mend) from None
    if done.status:
        _check_alive(engine, example, command)
    return done


def _check_alive(engine: Engine, example: Example, command: Command) -> None:
    if not engine.alive():
        raise _problem(
            example,
            command,
            f"The engine stopped answering at `{command.text}`.",
            f"The transcript keeps its old text. The engine's last words:\n{engine.last_words()}",
        )


def _clean_up(
    engine: Engine, example: Example, made: Names, before: frozenset[leftovers.Thing], done: list[Command]
) -> list[Problem]:
    printed = "\n".join(line for command in done for line in command.output)
    try:
        return leftovers.remove(engine, example, made, before, printed)
    except EngineError:
        if engine.alive():
            raise
        return []  # a dead private engine keeps nothing; the reason is on its way already


def _problem(example: Example, command: Command, what: str, mend: str) -> ProblemError:
    return ProblemError(Problem(relative(example.transcript_path), command.line, what, mend))


def _shell(engine: Engine, example: Example, folder: Path) -> Shell:
    """The shell of a transcript; one that needs the host sees the machine as the engine does."""
    home = folder.parent / "home"
    home.mkdir()
    entry = [*engine.entry, f"--wd={folder}"] if engine.entry and "host" in example.needs else []
    return Shell(folder, clean_environment(home) | engine.env, entry)


@contextmanager
def fresh_copy(example: Example) -> Iterator[Path]:
    """A fresh copy of what a reader downloads, in a folder of the example's name (Compose names projects by it)."""
    with tempfile.TemporaryDirectory(prefix="field-notes-") as place:
        folder = Path(place) / example.folder.name
        shutil.copytree(example.folder, folder, ignore=shutil.ignore_patterns(ABOUT_FILE, TRANSCRIPT_FILE))
        for path in folder.rglob("*"):
            # Git keeps no more of a file's mode than its run bit; the rest would depend on the reader's umask.
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        folder.chmod(0o755)
        yield folder
