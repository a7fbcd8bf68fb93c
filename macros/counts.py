"""What the site has, in numbers: its examples and truth tables, and the errors and questions of its pages."""

import re
from collections.abc import Mapping, Sequence

from macros.claims import Claim
from macros.examples import examples
from macros.pages import pages
from macros.text import read_text
from macros.truth import read_truth_table, truth_tables

FAILED = ("wrong", "outdated")
_ERROR = re.compile(r"^### .*\{ *\.wrong\b[^}]*\}$", re.MULTILINE)
_QUESTION = re.compile(r"^\?\?\? question ", re.MULTILINE)


def counts(runs: Mapping[str, int], ledger: Sequence[Claim]) -> dict[str, int]:
    """How many of each of macros.calls.COUNTS there are; `runs` is what of_runs() gives."""
    texts = [read_text(page) for page in pages()]
    return {
        **runs,
        "errors": sum(len(_ERROR.findall(text)) for text in texts),
        "questions": sum(len(_QUESTION.findall(text)) for text in texts),
        "claims": len(ledger),
        "claims that failed": sum(1 for claim in ledger if claim.about["verdict"] in FAILED),
    }


def of_runs() -> dict[str, int]:
    """How many there are of what stands below snippets/."""
    every = examples()
    commands = [command for each in every for command in each.transcript.commands]
    tables = [read_truth_table(folder) for folder in truth_tables().values()]
    return {
        "examples": len(every),
        "commands": len(commands),
        "outputs": sum(1 for command in commands if command.output),
        "dockerfiles": sum(len(each.dockerfiles) for each in every),
        "compose files": sum(len(each.compose_files) for each in every),
        "truth tables": len(tables),
        "cells": sum(len(table.keys) for table in tables),
    }
