"""Findings of linters, and the ones that an example shows on purpose.

An example declares such a rule in its example.yml, with the reason:

    lint:
      DL3025: The shell form is what this example shows.

A declared rule that no longer occurs is a problem too, so that the list never outlives its reasons.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from macros.examples import ABOUT_FILE, Example
from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative

# The names of rules, by who finds them, as patterns; what Compose finds has one name.
HADOLINT = r"(?:DL|SC)\d{4}"
BUILDKIT = r"[A-Z][A-Za-z]+"
COMPOSE_SCHEMA = "compose-schema"
COMPOSE_CONFIG = "compose-config"
_KINDS = (HADOLINT, BUILDKIT, COMPOSE_SCHEMA, COMPOSE_CONFIG)


@dataclass(frozen=True)
class Finding:
    """What a linter found in a file of an example, by the name of its rule."""

    rule: str
    problem: Problem


def declared(example: Example) -> dict[str, str]:
    """The rules that the example breaks on purpose, each with its reason."""
    try:
        return {str(rule): str(reason or "") for rule, reason in example.about.get("lint", {}).items()}
    except ProblemError:
        return {}  # reported by tests/checks/examples.py


def judge(example: Example, kind: str, findings: Iterable[Finding]) -> list[Problem]:
    """The findings that the example doesn't declare, and the declared rules of this kind that don't occur."""
    known, found = declared(example), list(findings)
    occurring = {finding.rule for finding in found}
    problems = [finding.problem for finding in found if finding.rule not in known]
    problems += [
        _at(example, rule, f"The declared rule {rule} does not occur any more.", "Remove this line.")
        for rule in known
        if re.fullmatch(kind, rule) and rule not in occurring
    ]
    return problems


def malformed(example: Example) -> list[Problem]:
    """Declarations without a reason, and names that no linter gives to a rule."""
    problems = []
    for rule, reason in declared(example).items():
        if not any(re.fullmatch(kind, rule) for kind in _KINDS):
            mend = "Write it as hadolint (DL3025) or `docker build --check` (JSONArgsRecommended) prints it."
            problems.append(_at(example, rule, f"`{rule}` is not the name of a rule.", mend))
        elif not reason.strip():
            mend = "Say after the colon why the example breaks it."
            problems.append(_at(example, rule, f"The declared rule {rule} has no reason.", mend))
    return problems


def _at(example: Example, rule: str, what: str, mend: str) -> Problem:
    path = example.folder / ABOUT_FILE
    return Problem(relative(path), line_of(read_nodes(path), "lint", rule), what, mend)
