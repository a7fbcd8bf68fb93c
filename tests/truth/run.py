"""Runs the cells of a truth table on an engine, several at once, each under names of its own.

What a run makes gets the names of table.yml with an ending (`demo` becomes `demo-fn12`), so that runs don't meet; in
what is recorded they are without it.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from macros.cells import Ran, Run
from macros.problems import Problem, ProblemError, relative
from macros.transcripts import Command
from macros.truth import TABLE_FILE, Key, Step, TruthTable
from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples import leftovers
from tests.examples.hiccups import hiccup
from tests.examples.needs import unmet_needs
from tests.examples.references import base_images_among
from tests.examples.shell import Shell, ShellError, clean_environment

_ASKED = Lock()  # the engine's client serves one thread at a time


def runnable(engine: Engine, table: TruthTable, say: Say) -> list[Key]:
    """The cells that this engine can run; why it can't run the others is said."""
    lacking = {
        (axis.key, value.key): reason
        for axis in table.axes
        for value in axis.values
        if value.needs and (reason := unmet_needs(engine, [value.needs]))
    }
    for (axis, value), reason in lacking.items():
        say(f"{table.label}: the cells with `{axis}: {value}` are left as they are. {reason}")
    return [key for key in table.keys if not lacking.keys() & set(table.choice(key).items())]


def run_cells(engine: Engine, table: TruthTable, keys: Sequence[Key], say: Say) -> dict[Key, Run]:
    """Run these cells and return what they answered, in their order.

    Raises ProblemError if a name is taken, a command does not end, or something without a name is left behind. What
    the runs made is removed in every case.
    """
    groups: dict[Key, list[Key]] = {}
    for key in keys:
        groups.setdefault(table.group(key), []).append(key)
    runs = [
        _Group(engine, table, cells, f"-fn{number}", say) for number, cells in enumerate(groups.values(), 1)
    ]
    provide(engine, base_images_among(_texts(table, keys)), say)
    before = leftovers.state(engine)
    _refuse_taken(table, runs, before)
    try:
        done = _run_all(runs, table.at_once)
    finally:
        strays = _remove_new(engine, runs, before)
    if strays:
        raise ProblemError(
            _problem(table, f"The runs left {strays[0]} behind.", "Name it, or remove it in a step.")
        )
    return {key: done[key] for key in keys}


def _texts(table: TruthTable, keys: Sequence[Key]) -> set[str]:
    """The files and the commands of these cells."""
    files = {text for key in keys for text in table.files(key).values()}
    return files | {table.command(step, key) for key in keys for step in table.steps}


def _run_all(groups: Sequence["_Group"], at_once: int) -> dict[Key, Run]:
    """Run groups side by side; all their problems are told together. Ctrl-C ends what has not begun."""
    done: dict[Key, Run] = {}
    problems: list[Problem] = []
    pool = ThreadPoolExecutor(at_once)
    try:
        for running in [pool.submit(group.run) for group in groups]:
            try:
                done |= running.result()
            except ProblemError as error:
                problems += error.problems
    finally:
        pool.shutdown(cancel_futures=True)
    if problems:
        raise ProblemError(*problems)
    return done


@dataclass
class _Group:
    """The cells that share their files and what runs once; `ending` tells its names from those of the others."""

    engine: Engine
    table: TruthTable
    keys: list[Key]
    ending: str
    say: Say

    @property
    def names(self) -> list[str]:
        return [name + self.ending for name in self.table.names]

    def run(self) -> dict[Key, Run]:
        """Run all cells, one after another; once more after a hiccup of the engine, which is said."""
        done = self._run_once()
        if wrong := hiccup(line for run in done.values() for ran in run for line in ran.output):
            self.say(f"{self.table.label}: {wrong}; some cells are run once more")
            done = self._run_once()
        return done

    def _run_once(self) -> dict[Key, Run]:
        first = self.keys[0]
        with _folder(self.table, first) as folder:
            try:
                with self._shell(folder) as shell:
                    once, failed = self._steps(shell, first, [], once=True)
                    kept, files = self._present(), frozenset(folder.iterdir())
                    done = {}
                    for key in self.keys:
                        done[key] = self._cell(shell, key, once, failed, kept)
                        _remove_files(folder, files)
                    return done
            finally:
                try:
                    self._remove(frozenset())
                finally:
                    self._clean(folder)

    def _shell(self, folder: Path) -> Shell:
        env = clean_environment(folder.parent / "home") | self.engine.env
        return Shell(folder, env, self.engine.entry and [*self.engine.entry, f"--wd={folder}"])

    def _clean(self, folder: Path) -> None:
        """Run the steps that put the engine back as it was; in a shell of their own, should the other have failed."""
        first = self.keys[0]
        steps = [step for step in self.table.steps if step.clean and self.table.command(step, first)]
        if not steps:
            return
        with self._shell(folder) as shell:
            for step in steps:
                ran = self._run_step(shell, step, first, text := self.table.command(step, first))
                if ran.status:
                    what = f"`{text}` ended with {ran.status}: {' '.join(ran.output)}"
                    raise ProblemError(_problem(self.table, what, "See what is left on the engine.", step))

    def _cell(
        self, shell: Shell, key: Key, once: list[Ran], failed: bool, kept: frozenset[leftovers.Thing]
    ) -> Run:
        if failed:
            return tuple(once)
        ran, _ = self._steps(shell, key, once, once=False)
        self._remove(kept)
        return tuple(ran)

    def _steps(self, shell: Shell, key: Key, before: list[Ran], once: bool) -> tuple[list[Ran], bool]:
        """What ran `before`, and then the steps that run once, or the others.

        One that fails and is needed is the last one, and that is said.
        """
        done = [*before]
        for step in self.table.steps:
            text = self.table.command(step, key)
            if step.clean or step.once != once or not text or not _may_run(step, done):
                continue
            done.append(ran := self._run_step(shell, step, key, text))
            if ran.status and step.needed:
                return done, True
        return done, False

    def _run_step(self, shell: Shell, step: Step, key: Key, text: str) -> Ran:
        try:
            ran = shell.run(Command(0, self._own(text)), self.table.limit)
        except ShellError as error:
            last = "".join(f"\n    {line}" for line in error.output[-10:])
            what = f"Cell {'.'.join(key)}: `{text}`: {error.what}{last}"
            raise ProblemError(_problem(self.table, what, error.mend, step)) from None
        return Ran(step.key, ran.status, tuple(map(self._shown, ran.output)))

    def _own(self, text: str) -> str:
        """A command with the names of this group."""
        for name in self.table.names:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", name + self.ending, text)
        return text

    def _shown(self, line: str) -> str:
        return re.sub(re.escape(self.ending) + r"(?!\w)", "", line)

    def _present(self) -> frozenset[leftovers.Thing]:
        with _ASKED:
            return leftovers.present(self.engine, self.names)

    def _remove(self, kept: frozenset[leftovers.Thing]) -> None:
        new = self._present() - kept
        with _ASKED:
            leftovers.remove_things(self.engine, new)


def _refuse_taken(table: TruthTable, runs: Sequence[_Group], before: frozenset[leftovers.Thing]) -> None:
    for group in runs:
        for thing in before:
            if leftovers.is_named(thing, group.names):
                what = f"The {thing.kind} name `{thing.name}` is already taken on this engine."
                mend = f"Nothing was run. Rename or remove your {thing.kind}, or use `ENGINE=private`."
                raise ProblemError(_problem(table, what, mend))


def _remove_new(engine: Engine, runs: Sequence[_Group], before: frozenset[leftovers.Thing]) -> list[str]:
    """Remove what bears a name of the runs, and, where nobody else works, all that is new; say what had no name."""
    new = leftovers.state(engine) - before
    named = {thing for thing in new for group in runs if leftovers.is_named(thing, group.names)}
    alone = engine.kind == "private"
    leftovers.remove_things(engine, new if alone else named)
    return [
        f"the {each.kind} `{each.name}`" for each in sorted(new - named) if alone and each.kind != "image"
    ]


def _may_run(step: Step, done: Sequence[Ran]) -> bool:
    return not step.after or any(ran.step == step.after and not ran.status for ran in done)


@contextmanager
def _folder(table: TruthTable, key: Key) -> Iterator[Path]:
    """A folder with the files of a run."""
    with tempfile.TemporaryDirectory(prefix="field-notes-") as place:
        folder = Path(place) / table.name
        folder.mkdir(mode=0o755)
        (folder.parent / "home").mkdir()
        _write(folder, table.files(key))
        yield folder


def _remove_files(folder: Path, kept: frozenset[Path]) -> None:
    """Remove what a cell left in the folder, so that the next one begins with the same files."""
    for path in set(folder.iterdir()) - kept:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755 if text.startswith("#!") else 0o644)


def _problem(table: TruthTable, what: str, mend: str, step: Step | None = None) -> Problem:
    path = table.folder / TABLE_FILE
    line = table.data.line("steps", table.steps.index(step), "run") if step else 1
    return Problem(relative(path), line, what, mend)
