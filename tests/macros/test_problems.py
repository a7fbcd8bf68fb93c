"""A problem has an address; all problems are told at once, in order."""

from pathlib import Path

import pytest

from macros.problems import ROOT, Problem, ProblemError, relative, report

LATER = Problem("docs/b.md", 2, "Second.", "Mend it.")
EARLY = Problem("docs/a.md", 10, "First.", "Mend it.")


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    assert str(LATER) == "docs/b.md:2: Second. Mend it."


def test_lines_are_sorted_as_numbers() -> None:
    problems = [Problem("a", line, "What.", "Mend.") for line in (10, 9)]
    assert [each.line for each in ProblemError(*problems).problems] == [9, 10]


def test_an_error_carries_and_says_all_problems_in_order() -> None:
    error = ProblemError(LATER, EARLY)
    assert error.problems == [EARLY, LATER] and str(error) == f"{EARLY}\n{LATER}"


def test_a_path_is_relative_to_the_project_where_it_lies_inside(tmp_path: Path) -> None:
    assert relative(ROOT / "docs" / "index.md") == "docs/index.md"
    assert relative(tmp_path / "x") == (tmp_path / "x").as_posix()


def test_a_report_names_each_problem_once_and_ends_with_status_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert report([LATER, EARLY, LATER]) == 1
    assert capsys.readouterr() == ("", f"{EARLY}\n{LATER}\n")
    assert report([]) == 0
    assert capsys.readouterr() == ("", "")


def test_on_github_a_report_marks_the_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    report([Problem("docs/a.md", 3, "100% wrong.", "One.\nTwo.")])
    assert capsys.readouterr().out == "::error file=docs/a.md,line=3::100%25 wrong. One.%0ATwo.\n"
