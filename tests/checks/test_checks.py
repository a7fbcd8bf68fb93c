"""The whole: a project without a fault has no problems; faults are told all at once, in order, with status 1."""

import re
from types import ModuleType

import pytest

from macros.problems import ProblemError
from tests.checks import __main__ as main
from tests.checks import (
    compose,
    dockerfiles,
    examples,
    images,
    manifests,
    pages,
    prose,
    scripts,
    tools,
    workflows,
)
from tests.checks.conftest import Project

WITHOUT_CONFIGURATION = (compose, dockerfiles, examples, images, manifests, pages, prose, scripts, workflows)


@pytest.mark.parametrize("check", WITHOUT_CONFIGURATION, ids=lambda check: check.__name__.rpartition(".")[2])
def test_a_good_project_has_no_problems(project: Project, check: ModuleType) -> None:
    assert check.problems() == []


def test_all_problems_are_told_sorted_with_one_closing_line(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "CHECKS", (dockerfiles.problems, pages.problems))
    project.write("snippets/build/greet/Dockerfile", "FROM busybox:1.37\nCMD echo Hello\n")
    project.write("docs/bad.md", "# Bad\n")
    assert main.main() == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in lines[:2]] == [
        "docs/bad.md:1",
        "snippets/build/greet/Dockerfile:2",
    ]
    assert re.fullmatch(r"checked 1 example, 1 Dockerfile, 2 pages in \d+ s: 2 problems", lines[2])


def test_no_problems_is_status_0(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "CHECKS", (pages.problems,))
    assert main.main() == 0
    assert capsys.readouterr().err.endswith("s: no problems\n")


def test_a_name_that_no_check_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["link"]) == 2
    assert capsys.readouterr().err == "There is no check `link`. Did you mean `links`?\n"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["no-such-tool"], "it isn't installed"),
        (["sh", "-c", "echo broken >&2; exit 3"], "status 3: broken"),
        (["sh", "-c", "echo no json"], "its answer isn't JSON: no json"),
    ],
    ids=["missing", "broken", "unreadable"],
)
def test_a_tool_that_fails_is_not_a_tool_that_found_nothing(
    project: Project, command: list[str], why: str
) -> None:
    with pytest.raises(ProblemError) as error:
        tools.run_json(*command)
    assert why in error.value.problems[0].what
