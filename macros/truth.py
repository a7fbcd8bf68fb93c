"""A truth table: what an engine does for every combination of a few choices, as a description.

A folder `snippets/truth/NAME` holds `table.yml`, the files of a run, and `cells.json` (see macros/cells.py):

    title: What runs?
    lesson: One sentence.
    start: exec.none                the cell that a reader sees first: its values, in the order of the axes
    at_once: 4                      how many runs may go on side by side
    names: [demo]                   what a run makes (containers, images, networks, volumes)
    axes:
      - key: entrypoint
        title: ENTRYPOINT
        values:
          - {key: none, title: None}
          - {key: exec, title: '`["serve"]`', fills: {entrypoint: 'ENTRYPOINT ["serve"]'}}
    steps:                          the commands of a run; a placeholder `{@ entrypoint @}` is filled by a value,
                                    which may hold one that a value of another axis fills
      - {key: build, run: docker build --quiet --tag demo ., once: true}      for all cells that it is the same for
      - {key: run, run: docker run --name demo demo, needed: true}            where it fails, the run ends
      - {key: wait, run: sleep 1, after: run, hidden: true}                   only where `run` ended with 0; not shown
      - {key: ask, run: demo --ask, when: {entrypoint: exec}}                 only in the cells with these values
      - {key: leave, run: docker swarm leave --force, clean: true}            at last; not recorded
    observed:                       what is read from the answers: the first case that fits gives the value
      - key: argv
        title: Arguments
        kind: tokens
        cases:
          - {step: run, match: '^argv: (.*)$'}      a line of its output, or of its last line `[exit 0]`
          - {says: none}
        group: What it gets                     shown together with its neighbors of this group
        within: argv                            tokens that are not in that field are struck out
        summary: true                           shown where there is room for little, too
        good: [worked]                          marked as good, and all else that is observed as bad
    left_out:
      - {when: {entrypoint: none}, why: One sentence.}
    rules:                          what explains the cells; the checks hold each against all of them
      - {says: One sentence., where: {entrypoint: exec}, then: {argv: '["serve"]'}, show: [exec.none]}
    disputes:                       where a reference says otherwise
      - {page: Title, url: "https://...", quote: Its words, says: One sentence., show: [exec.none]}
"""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from macros import examples
from macros.data import Data, read_data
from macros.examples import TRUTH
from macros.problems import ProblemError
from macros.text import read_text
from macros.truth_names import PLACEHOLDER, wrong_names
from macros.truth_schema import SCHEMA

TABLE_FILE = "table.yml"
CELLS_FILE = "cells.json"

Key = tuple[str, ...]

_EMPTY = re.compile(r"\x1a |(?: |^)\x1a$|\x1a", re.MULTILINE)


@dataclass(frozen=True)
class Value:
    """One choice on an axis; `fills` maps placeholders to what takes their place."""

    key: str
    title: str
    fills: Mapping[str, str]
    needs: str


@dataclass(frozen=True)
class Axis:
    """One thing to choose."""

    key: str
    title: str
    hint: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Step:
    """A command of a run. `once`: for a whole group of cells. `needed`: where it fails, the run ends.

    `when` chooses the cells that have it. `after` names a step: only where that one ended with 0 is this one run.
    `clean`: it runs last of all, for a whole group, when what the group made is removed, and is not recorded.
    """

    key: str
    run: str
    when: Mapping[str, Any]
    once: bool
    needed: bool
    hidden: bool
    after: str
    clean: bool


@dataclass(frozen=True)
class Case:
    """One way to read a value from a run; the first that fits counts. `source` says who gave it, for tokens."""

    step: str
    match: str
    all: bool
    when: Mapping[str, Any]
    says: str | None
    source: str


@dataclass(frozen=True)
class Field:
    """One thing that is observed. `summary`: shown where there is room for little. `good`: what is marked as such.

    Neighbors of one `group` are shown together, under its name. `within` names the field that tells which of its tokens
    a program got; the others are struck out.
    """

    key: str
    title: str
    kind: str
    group: str
    within: str
    summary: bool
    good: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Rule:
    """A sentence that holds in every cell that `where` chooses; `then` maps fields to what is observed there.

    That is a text, several of which one is observed, or an expression between slashes: `/^serve/`.
    """

    says: str
    where: Mapping[str, Any]
    then: Mapping[str, Any]
    show: tuple[Key, ...]


@dataclass(frozen=True)
class Dispute:
    """Words of a reference that a cell contradicts."""

    page: str
    url: str
    quote: str
    says: str
    show: tuple[Key, ...]


@dataclass(frozen=True, eq=False)
class TruthTable:
    """A table's description, read and checked."""

    folder: Path
    data: Data

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def label(self) -> str:
        """What `make record` knows it by."""
        return f"{TRUTH}/{self.name}"

    @property
    def title(self) -> str:
        return str(self.data.value["title"])

    @property
    def lesson(self) -> str:
        return str(self.data.value["lesson"])

    @property
    def at_once(self) -> int:
        return int(self.data.value.get("at_once", 1))

    @property
    def limit(self) -> int:
        """Seconds that one command may take."""
        return int(self.data.value.get("limit", 60))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.data.value.get("names", ()))

    @property
    def start(self) -> Key:
        return _key(self.data.value["start"])

    @property
    def short(self) -> Mapping[str, Any]:
        """What chooses the cells for a page that has room for a few."""
        return dict(self.data.value.get("short", {}))

    @property
    def cells_path(self) -> Path:
        return self.folder / CELLS_FILE

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        return tuple(
            Axis(
                each["key"],
                each["title"],
                each.get("hint", ""),
                tuple(
                    Value(value["key"], value["title"], value.get("fills", {}), value.get("needs", ""))
                    for value in each["values"]
                ),
            )
            for each in self.data.value["axes"]
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(
                each["key"],
                each["run"],
                each.get("when", {}),
                each.get("once", False),
                each.get("needed", False),
                each.get("hidden", False),
                each.get("after", ""),
                each.get("clean", False),
            )
            for each in self.data.value["steps"]
        )

    def step(self, key: str) -> Step | None:
        """The step of that key; None where there is none."""
        return next((step for step in self.steps if step.key == key), None)

    @cached_property
    def observed(self) -> tuple[Field, ...]:
        return tuple(
            Field(
                each["key"],
                each["title"],
                each.get("kind", "text"),
                each.get("group", ""),
                each.get("within", ""),
                each.get("summary", False),
                tuple(each.get("good", ())),
                tuple(map(_case, each["cases"])),
            )
            for each in self.data.value["observed"]
        )

    @cached_property
    def left_out(self) -> tuple[tuple[Mapping[str, Any], str], ...]:
        """Which cells can't exist, and why."""
        return tuple((each["when"], each["why"]) for each in self.data.value.get("left_out", ()))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(
            Rule(each["says"], each["where"], each["then"], tuple(map(_key, each["show"])))
            for each in self.data.value["rules"]
        )

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        return tuple(
            Dispute(each["page"], each["url"], each["quote"], each["says"], tuple(map(_key, each["show"])))
            for each in self.data.value.get("disputes", ())
        )

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The cells that exist, in the order of the axes."""
        every = itertools.product(*(tuple(value.key for value in axis.values) for axis in self.axes))
        return tuple(key for key in every if not any(self.fits(key, when) for when, _ in self.left_out))

    def choice(self, key: Key) -> dict[str, str]:
        """The values of a cell by their axes."""
        return {axis.key: value for axis, value in zip(self.axes, key, strict=True)}

    def values(self, key: Key) -> list[Value]:
        """The values of a cell, in the order of the axes."""
        chosen = zip(self.axes, key, strict=True)
        return [next(value for value in axis.values if value.key == name) for axis, name in chosen]

    def fits(self, key: Key, where: Mapping[str, Any]) -> bool:
        """Whether a cell has the values that `where` asks for; an axis may be given one or a list of them."""
        choice = self.choice(key)
        return all(choice[axis] in _several(wanted) for axis, wanted in where.items())

    def fills(self, key: Key) -> dict[str, str]:
        """What takes the place of each placeholder in a cell, its own placeholders filled."""
        every = {name: "" for axis in self.axes for value in axis.values for name in value.fills}
        every |= {name: text for value in self.values(key) for name, text in value.fills.items()}
        return {name: fill(text, every) for name, text in every.items()}

    def command(self, step: Step, key: Key) -> str:
        """A command as a reader types it; "" where the cell has none."""
        return fill(step.run, self.fills(key)).rstrip("\n") if self.fits(key, step.when) else ""

    def group(self, key: Key) -> Key:
        """What cells have in common that share their files and the steps that run once; without such steps, nothing."""
        common = [step for step in self.steps if step.once or step.clean]
        if not common:
            return key
        texts = [*(step.run for step in common), *self.texts.values()]
        used = {name for text in texts for name in PLACEHOLDER.findall(text)}
        fills = [
            (axis.key, name, text)
            for axis in self.axes
            for value in axis.values
            for name, text in value.fills.items()
        ]
        used |= {inner for _, name, text in fills if name in used for inner in PLACEHOLDER.findall(text)}
        shared = {axis for axis, name, _ in fills if name in used}.union(*(step.when for step in common))
        return tuple(value if axis in shared else "" for axis, value in self.choice(key).items())

    @cached_property
    def texts(self) -> dict[str, str]:
        """The files of a run, by their names, with placeholders."""
        own = {TABLE_FILE, CELLS_FILE}
        paths = sorted(path for path in self.folder.iterdir() if path.is_file() and path.name not in own)
        return {path.name: read_text(path) for path in paths}

    def files(self, key: Key) -> dict[str, str]:
        """The files of a cell's run."""
        fills = self.fills(key)
        return {name: fill(text, fills) for name, text in self.texts.items()}


def truth_tables() -> dict[str, Path]:
    """The folder of each truth table, by its name, sorted."""
    return {
        path.parent.name: path.parent for path in sorted((examples.SNIPPETS / TRUTH).glob(f"*/{TABLE_FILE}"))
    }


def read_truth_table(folder: Path) -> TruthTable:
    """Read a table's description. Raises ProblemError with the line of all that is wrong in it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != CELLS_FILE)
    return _table(folder, tuple((path.name, path.read_bytes()) for path in files))


@cache
def _table(folder: Path, _files: tuple[tuple[str, bytes], ...]) -> TruthTable:
    """Kept while the files stay as they are, since many pages and checks ask for the same tables."""
    table = TruthTable(folder, read_data(folder / TABLE_FILE, SCHEMA))
    if problems := wrong_names(table):
        raise ProblemError(*problems)
    return table


def fill(text: str, fills: Mapping[str, str]) -> str:
    """The text with its placeholders filled. One that becomes empty takes a space, or its line, with it."""
    filled = PLACEHOLDER.sub(lambda match: fills[match[1]] or "\x1a", text)
    lines = [line for line in filled.split("\n") if line.strip(" \x1a") or "\x1a" not in line]
    return "\n".join(_EMPTY.sub("", line) for line in lines)


def _key(text: str) -> Key:
    return tuple(text.split("."))


def _several(wanted: Any) -> list[str]:
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _case(case: dict[str, Any]) -> Case:
    return Case(
        case.get("step", ""),
        case.get("match", ""),
        case.get("all", False),
        case.get("when", {}),
        case.get("says"),
        case.get("source", ""),
    )
