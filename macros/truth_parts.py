"""A cell of a truth table as HTML in parts, of which many cells have most in common.

A page has five places that change with the cell (SLOTS). What stands in one is a list of parts; joined, they are its
HTML. The site keeps the parts of all cells in one file, each once, and the cells as the numbers of their parts:

    {"parts": ["<div>", ...], "cells": {"exec.none": [[0, 1], [2, 3, 4], [5], [6, 7], [8]], ...}}

It is a script that leaves this at its own element, since a page that is read from a folder (file://) can't fetch data.
"""

import html
import json
from collections.abc import Iterator, Mapping

from macros.cells import Cells
from macros.prose import prose
from macros.show_code import show_text
from macros.show_run import show_files, show_row
from macros.show_seen import Group, groups, show_group, show_in_line
from macros.transcripts import Command, Output
from macros.truth import Axis, Key, TruthTable, Value

SLOTS = ("files", "run", "seen", "near", "bar")
ASSIGNED = "document.currentScript.table="
_CODE = "\x1a"  # where the text of a file goes


def cell_id(table: TruthTable, key: Key) -> str:
    """The id of a cell's row, which is its address on a page."""
    return "-".join((table.name, *key))


def all_parts(cells: Cells) -> str:
    """The script with the parts of all cells."""
    numbers: dict[str, int] = {}
    every = {
        ".".join(key): [
            [numbers.setdefault(part, len(numbers)) for part in slot] for slot in cell_parts(cells, key)
        ]
        for key in cells.table.keys
    }
    table = {"parts": list(numbers), "cells": every}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    return f"{ASSIGNED}{text}\n"


def cell_parts(cells: Cells, key: Key) -> list[list[str]]:
    """What stands in each of SLOTS, in parts."""
    seen = cells.observed[key]
    shown = [(group, show_group(group, seen)) for group in groups(cells.table)]
    return [
        list(_files(cells.table, key)) if cells.table.texts else [],
        list(_shown_rows(cells, key)),
        [f"<div><dt>{prose(group.title)}</dt><dd>{value}</dd></div>" for group, value in shown if value],
        list(_neighbors(cells, key)),
        [_line(group, cells, key) for group, value in shown if value and group.is_summary],
    ]


def neighbors(table: TruthTable, key: Key) -> Iterator[tuple[Axis, Value, Key]]:
    """All that differ from a cell in one axis, whether or not they exist."""
    for place, axis in enumerate(table.axes):
        for value in axis.values:
            if value.key != key[place]:
                yield axis, value, (*key[:place], value.key, *key[place + 1 :])


def choice(axis: Axis, value: Value) -> str:
    """A value with the name of its axis."""
    return f"{prose(axis.title)}: {prose(value.title)}"


def why_left_out(table: TruthTable, key: Key) -> str:
    """Why a cell does not exist; "" for one that does."""
    return next((why for when, why in table.left_out if table.fits(key, when)), "")


def _files(table: TruthTable, key: Key) -> Iterator[str]:
    files = table.files(key)
    frame = show_files(f"files-{table.name}", [(html.escape(name), _CODE) for name in files])
    first, *rest = frame.split(_CODE)
    yield first
    for (name, text), after in zip(files.items(), rest, strict=True):
        yield from (show_text(name, text), after)


def _shown_rows(cells: Cells, key: Key) -> Iterator[str]:
    for ran in cells.runs[key]:
        step = cells.table.step(ran.step)
        if step and not step.hidden:
            dialog = (Output(0, ran.output),) if ran.output else ()
            yield show_row(Command(0, cells.table.command(step, key), dialog, ran.status))


def _neighbors(cells: Cells, key: Key) -> Iterator[str]:
    """What changes with one choice, what does not, and what can't be chosen."""
    table, here = cells.table, cells.observed[key]
    others, same = [], []
    not_there: dict[str, list[str]] = {}
    for axis, value, other in neighbors(table, key):
        if other not in cells.runs:
            not_there.setdefault(why_left_out(table, other), []).append(choice(axis, value))
        elif cells.observed[other] == here:
            same.append((choice(axis, value), other))
        else:
            others.append((choice(axis, value), other))
    if others:
        yield '<ul class="near">'
        for label, other in others:
            yield from ("<li>", _to(table, other), f"<span>{label}</span> ", "<span>")
            yield from (_line(group, cells, other) for group in _changed(table, here, cells.observed[other]))
            yield "</span></a></li>"
        yield "</ul>"
    if same:
        yield '<p class="near-same"><span>Makes no difference here:</span> '
        for label, other in same:
            yield from (_to(table, other), f"{label}</a> ")
        yield "</p>"
    for why, labels in not_there.items():
        yield f'<p class="near-same"><span>Not possible here:</span> {", ".join(labels)}. {prose(why)}</p>'


def _changed(table: TruthTable, here: Mapping[str, object], there: Mapping[str, object]) -> list[Group]:
    """What to tell of another outcome: the fields of the summary that changed, or else the first one that did."""
    changed = [
        group for group in groups(table) if any(here[each.key] != there[each.key] for each in group.fields)
    ]
    return [group for group in changed if group.is_summary] or changed[:1]


def _line(group: Group, cells: Cells, key: Key) -> str:
    value = show_in_line(group, cells.observed[key])
    return f'<span class="seen"><small>{prose(group.title)}</small> {value}</span>'


def _to(table: TruthTable, key: Key) -> str:
    return f'<a href="#{cell_id(table, key)}">'
