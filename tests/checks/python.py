"""The project's own Python: ruff's rules, ruff's form, and strict types."""

import json

from macros.problems import Problem, sentence
from tests.checks import tools

PACKAGES = ("finish", "lab", "macros", "tests")


def problems() -> list[Problem]:
    """What ruff and mypy find in the packages of the project."""
    return _mypy() + _ruff() + _form()


def _ruff() -> list[Problem]:
    return [
        Problem(
            tools.shown(each["filename"]),
            each["location"]["row"],
            sentence(f"{each['code']}: {each['message']}"),
            f"See {each['url'] or 'https://docs.astral.sh/ruff/rules/'}.",
        )
        for each in tools.run_json("ruff", "check", "--no-cache", "--output-format", "json", *PACKAGES)
    ]


def _form() -> list[Problem]:
    answer = tools.run_json("ruff", "format", "--no-cache", "--check", "--output-format", "json", *PACKAGES)
    return [
        Problem(
            tools.shown(each["filename"]),
            each["location"]["row"],
            "From here on the file is not formatted.",
            f"Run `.venv/bin/ruff format {' '.join(PACKAGES)}`.",
        )
        for each in answer
    ]


def _mypy() -> list[Problem]:
    found = []
    for line in tools.run("mypy", "--no-error-summary", "--output", "json", *PACKAGES).splitlines():
        each = json.loads(line)
        if each["severity"] == "error":
            what = sentence(f"{each['message']} [{each['code']}]")
            found.append(Problem(tools.shown(each["file"]), max(each["line"], 1), what, "Mend the type."))
    return found
