"""Every Compose file of an example against the Compose specification's schema."""

from pathlib import Path

from macros.examples import examples, is_compose_file
from macros.problems import Problem, relative
from macros.text import read_text
from tests.checks import schemas
from tests.examples import lint
from tests.examples.lint import Finding

_MEND = "See https://docs.docker.com/reference/compose-file/, or declare it in example.yml: "
_MEND += f"`lint: {{{lint.COMPOSE_SCHEMA}: the reason}}`."


def problems() -> list[Problem]:
    """Compose files that the schema refuses, and examples that declare so although it doesn't."""
    every = examples()
    paths = [path for example in every for path in example.compose_files]
    refused = schemas.problems("compose-spec", paths, _MEND)
    found = [problem for example in every for path in example.files if (problem := misnamed(path))]
    for example in every:
        inside = f"snippets/{example.name}/"
        findings = [
            Finding(lint.COMPOSE_SCHEMA, problem) for problem in refused if problem.path.startswith(inside)
        ]
        found += lint.judge(example, lint.COMPOSE_SCHEMA, findings)
    return found


def misnamed(path: Path) -> Problem | None:
    """A problem for a Compose file whose name doesn't say so: neither this check nor the runner would know it."""
    if path.suffix not in (".yaml", ".yml") or is_compose_file(path):
        return None
    lines = [n for n, text in enumerate(read_text(path).splitlines(), 1) if text.startswith("services:")]
    if not lines:
        return None
    mend = f"Name it compose.{path.name}, here and in the transcript."
    return Problem(relative(path), lines[0], "This is a Compose file by its content, not by its name.", mend)
