"""Every Compose file of an example against the Compose specification's schema."""

from macros.examples import examples
from macros.problems import Problem
from tests.checks import lint, schemas
from tests.checks.lint import Finding

RULE = "compose-schema"
_MEND = "See https://docs.docker.com/reference/compose-file/, or declare it in example.yml: "
_MEND += f"`lint: {{{RULE}: the reason}}`."


def problems() -> list[Problem]:
    """Compose files that the schema refuses, and examples that declare so although it doesn't."""
    every = examples()
    paths = [path for example in every for path in example.compose_files]
    refused = schemas.problems("compose-spec", paths, _MEND)
    found = []
    for example in every:
        inside = f"snippets/{example.name}/"
        findings = [Finding(RULE, problem) for problem in refused if problem.path.startswith(inside)]
        found += lint.judge(example, lint.COMPOSE_SCHEMA, findings)
    return found
