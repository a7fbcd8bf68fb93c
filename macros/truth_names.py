"""Names in a truth table's description that lead nowhere: axes, values, steps, fields, cells, placeholders."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from macros.problems import Problem

if TYPE_CHECKING:
    from macros.truth import TruthTable

PLACEHOLDER = re.compile(r"\{@ ([a-z0-9_-]+) @\}")
Keys = list[str | int]


def wrong_names(table: "TruthTable") -> list[Problem]:
    """A problem for each, with its line; also for what is no regular expression."""
    choices = list(_in_choices(table))
    return [
        *choices,
        *_in_placeholders(table),
        *_in_fills(table),
        *_in_steps(table),
        *_in_cases(table),
        *_in_rules(table),
        *(() if choices else _in_cells(table)),
    ]


def _in_choices(table: "TruthTable") -> Iterator[Problem]:
    """Where cells are chosen by their values."""
    value = table.data.value
    yield from _choice(table, ["short"], table.short)
    for place, each in enumerate(value.get("left_out", ())):
        yield from _choice(table, ["left_out", place, "when"], each["when"])
    for place, step in enumerate(table.steps):
        yield from _choice(table, ["steps", place, "when"], step.when)
    for place, field in enumerate(value["observed"]):
        for number, case in enumerate(field["cases"]):
            yield from _choice(table, ["observed", place, "cases", number, "when"], case.get("when", {}))
    for place, rule in enumerate(value["rules"]):
        yield from _choice(table, ["rules", place, "where"], rule["where"])


def _choice(table: "TruthTable", keys: Keys, where: Mapping[str, Any]) -> Iterator[Problem]:
    axes = {axis.key: {value.key for value in axis.values} for axis in table.axes}
    for axis, wanted in where.items():
        if axis not in axes:
            yield table.data.problem([*keys, axis], f"There is no axis `{axis}`.", _known(axes))
            continue
        for name in {wanted} if isinstance(wanted, str) else set(wanted):
            if name not in axes[axis]:
                yield table.data.problem(
                    [*keys, axis], f"`{axis}` has no value `{name}`.", _known(axes[axis])
                )


def _in_placeholders(table: "TruthTable") -> Iterator[Problem]:
    known = {name for axis in table.axes for value in axis.values for name in value.fills}
    for place, step in enumerate(table.steps):
        for name in sorted(set(PLACEHOLDER.findall(step.run)) - known):
            yield table.data.problem(["steps", place, "run"], f"No value fills `{name}`.", _known(known))
    for file, text in table.texts.items():
        for name in sorted(set(PLACEHOLDER.findall(text)) - known):
            what = f"No value fills `{name}`, which stands in {file}."
            yield table.data.problem(["axes"], what, _known(known))


def _in_fills(table: "TruthTable") -> Iterator[Problem]:
    """A placeholder may stand in what fills another one, but not deeper."""
    every: list[tuple[Keys, str]] = [
        (["axes", place, "values", number, "fills", name], value.fills[name])
        for place, axis in enumerate(table.axes)
        for number, value in enumerate(axis.values)
        for name in value.fills
    ]
    nested = {keys[-1] for keys, text in every if PLACEHOLDER.search(text)}
    known = {str(keys[-1]) for keys, _ in every} - nested
    for keys, text in every:
        for name in sorted(set(PLACEHOLDER.findall(text)) - known):
            what = f"`{name}` has placeholders itself." if name in nested else f"No value fills `{name}`."
            yield table.data.problem(keys, what, _known(known))


def _in_steps(table: "TruthTable") -> Iterator[Problem]:
    before: set[str] = set()
    for place, step in enumerate(table.steps):
        if step.after and step.after not in before:
            what = f"No step before this one is `{step.after}`."
            yield table.data.problem(["steps", place, "after"], what, _known(before))
        before.add(step.key)


def _in_cases(table: "TruthTable") -> Iterator[Problem]:
    steps = {step.key for step in table.steps}
    fields = {field.key for field in table.observed}
    for place, field in enumerate(table.observed):
        said = [case.says for case in field.cases if case.says]
        for word in field.good:
            if word not in said:
                what = f"No case of `{field.key}` says `{word}`."
                yield table.data.problem(["observed", place, "good"], what, _known(said))
        if field.within and field.within not in fields:
            what = f"Nothing observes `{field.within}`."
            yield table.data.problem(["observed", place, "within"], what, _known(fields))
    for place, field in enumerate(table.data.value["observed"]):
        for number, case in enumerate(field["cases"]):
            keys: Keys = ["observed", place, "cases", number]
            if "step" in case and case["step"] not in steps:
                yield table.data.problem(
                    [*keys, "step"], f"There is no step `{case['step']}`.", _known(steps)
                )
            try:
                re.compile(case.get("match", ""))
            except re.error as error:
                mend = "Mend it; see the documentation of Python's `re`."
                yield table.data.problem([*keys, "match"], f"Not a regular expression: {error}.", mend)


def _in_rules(table: "TruthTable") -> Iterator[Problem]:
    fields = {field.key for field in table.observed}
    for place, rule in enumerate(table.data.value["rules"]):
        for name in set(rule["then"]) - fields:
            yield table.data.problem(
                ["rules", place, "then", name], f"Nothing observes `{name}`.", _known(fields)
            )


def _in_cells(table: "TruthTable") -> Iterator[Problem]:
    value, known = table.data.value, {".".join(key) for key in table.keys}
    shown: list[tuple[Keys, str]] = [(["start"], value["start"])]
    for part in ("rules", "disputes"):
        for place, each in enumerate(value.get(part, ())):
            shown += [([part, place, "show", number], cell) for number, cell in enumerate(each["show"])]
    for keys, cell in shown:
        if cell not in known:
            mend = f"Write a value for each of {', '.join(axis.key for axis in table.axes)}, joined by dots."
            yield table.data.problem(keys, f"There is no cell `{cell}`.", mend)


def _known(names: Iterable[str]) -> str:
    return f"Known: {', '.join(sorted(names))}."
