"""Runs an example's transcript on an engine: one shell, a fresh copy of the folder, nothing left behind."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from macros.examples import ABOUT_FILE, TRANSCRIPT_FILE, Example
from macros.problems import Problem, ProblemError, relative
from macros.transcripts import Command
from tests.engine import Engine, EngineError
from tests.engine.emulation import emulation
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples import leftovers
from tests.examples.calls import calls
from tests.examples.compose_names import ComposeError, made_by_compose
from tests.examples.harm import harms
from tests.examples.hiccups import hiccup
from tests.examples.names import Names, names
from tests.examples.project import copy_project
from tests.examples.references import base_image_references, base_images_among
from tests.examples.shell import Shell, ShellError, clean_environment

LIMIT = 60  # seconds that one command may take, unless example.yml states another `limit:`


def run(engine: Engine, example: Example, say: Say) -> list[Command]:
    """Run every command of the transcript and return them with what they printed now.

    Raises ProblemError, with the line of the command, if a name is taken or something of others would be changed
    (before anything runs), a command does not end, the engine dies, or something without a name is left behind. What
    the transcript made is removed in every case. On the user's engine, what has no name may be somebody else's: it
    is left, and said. A run in which the engine had a hiccup (see hiccups.py) is said and made once more.
    """
    done = _run_once(engine, example, say)
    if wrong := hiccup(line for command in done for line in command.output):
        say(f"{relative(example.transcript_path)}: {wrong}; run once more")
        done = _run_once(engine, example, say)
    return done


def _run_once(engine: Engine, example: Example, say: Say) -> list[Command]:
    done: list[Command] = []
    emulated = emulation(engine, say) if "emulation" in example.needs else nullcontext()
    with emulated, _place(example) as folder, _shell(engine, example, folder) as shell:
        with _watched(engine, example):
            present = leftovers.state(engine)
            made = _made(engine, example, shell, present)
            images = _images(example)
            provide(engine, images, say)
            before = present | leftovers.images_of(engine, images)
        try:
            for command in example.transcript.commands:
                _look_again(engine, example, shell, command, made)
                done.append(_run(engine, example, shell, command))
        finally:
            shell.kill()
            strays = _clean_up(engine, example, made, before, done)
    if strays and engine.kind == "private":
        raise ProblemError(*(_stray(example, each) for each in strays))
    for each in strays:
        say(
            f"{relative(example.transcript_path)}:1: Warning: {each} is new on your engine, and the transcript "
            "gives nothing that name. It was left there, since it may be somebody else's."
        )
    return done


@contextmanager
def _place(example: Example) -> Iterator[Path]:
    """The folder that a transcript starts in: a copy of its own, or of the project."""
    if "project" not in example.needs:
        with fresh_copy(example) as folder:
            yield folder
        return
    with tempfile.TemporaryDirectory(prefix="field-notes-") as place:
        yield copy_project(Path(place))


def _images(example: Example) -> list[str]:
    """The base images that must be there before it runs."""
    found = base_image_references(example)
    if "project" in example.needs:  # what it works with stands in its outputs alone
        found += base_images_among([example.transcript.text()])
    return found


def _made(engine: Engine, example: Example, shell: Shell, present: frozenset[leftovers.Thing]) -> Names:
    """What the transcript makes. Raises ProblemError if any of it is there, or if it would harm what others made."""
    made = names(example)
    made.add(made_by_compose(calls(example.transcript.commands), shell.folder, shell.env))
    problems = leftovers.taken(engine, present, example, made)
    if engine.kind == "docker":
        problems += harms(example, made)
    if problems:
        raise ProblemError(*problems)
    return made


def _look_again(engine: Engine, example: Example, shell: Shell, command: Command, made: Names) -> None:
    """Add to `made` what Compose makes in this command, whose files earlier ones may have written."""
    here = [call for call in calls(example.transcript.commands) if call.line == command.line]
    # On the user's engine, what is recorded to work must say first what it makes.
    strict = engine.kind == "docker" and command.status == 0
    with _watched(engine, example, command.line):
        try:
            new = made_by_compose(here, shell.folder, shell.env, strict=strict).without(made)
        except ComposeError as error:
            what = f"What Compose makes here can't be told beforehand: {error}."
            raise _problem(example, command, what, "Mend it, or use ENGINE=private.") from None
        so_far = "What ran before this line is removed again."
        if new == Names():
            return
        if problems := leftovers.taken(engine, leftovers.state(engine), example, new, so_far):
            raise ProblemError(*problems)
    made.add(new)


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
        raise _died(engine, example, command.line, f"at `{command.text}`")


def _died(engine: Engine, example: Example, line: int, when: str) -> ProblemError:
    what = f"The engine stopped answering {when}."
    mend = f"The transcript keeps its old text. The engine's last words:\n{engine.last_words()}"
    return ProblemError(Problem(relative(example.transcript_path), line, what, mend))


@contextmanager
def _watched(engine: Engine, example: Example, line: int = 1) -> Iterator[None]:
    """Where the engine is asked between commands, its death gets a place, too."""
    try:
        yield
    except EngineError:
        if engine.alive():
            raise
        raise _died(engine, example, line, "before this line") from None


def _clean_up(
    engine: Engine, example: Example, made: Names, before: frozenset[leftovers.Thing], done: list[Command]
) -> list[str]:
    printed = "\n".join(line for command in done for line in command.output)
    try:
        return leftovers.remove(engine, made, before, printed)
    except EngineError as error:
        line = done[-1].line if done else 1
        if engine.alive():
            path = relative(example.transcript_path)
            mend = "Remove by hand what is left, then run it again."
            raise ProblemError(Problem(path, line, f"Cleaning up failed: {error}", mend)) from None
        if len(done) == len(example.transcript.commands):
            raise _died(engine, example, line, "after the last command") from None
        return []  # a dead private engine keeps nothing; the reason is on its way already


def _stray(example: Example, stray: str) -> Problem:
    what = f"The transcript left {stray} behind, which it gave no name."
    return Problem(
        relative(example.transcript_path), 1, what, "Give it a name, or remove it in the transcript."
    )


def _problem(example: Example, command: Command, what: str, mend: str) -> ProblemError:
    return ProblemError(Problem(relative(example.transcript_path), command.line, what, mend))


def _shell(engine: Engine, example: Example, folder: Path) -> Shell:
    """The shell of a transcript; one that needs the host sees the machine as the engine does."""
    home = folder.parent / "home"
    home.mkdir()
    entry = [*engine.entry, f"--wd={folder}"] if engine.entry and "host" in example.needs else []
    env = clean_environment(home) | engine.env
    if "project" in example.needs:
        # The project's own programs are to use this engine, and images as it has them.
        env |= {"ENGINE": "docker", "IMAGES": engine.images or "official"}
    return Shell(folder, env, entry)


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
