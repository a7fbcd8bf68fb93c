import json
from collections import defaultdict
from pathlib import Path

import pytest

from macros.problems import ProblemError
from macros.report import Report, read_report
from macros.show_report import show_asked, show_pages
from macros.show_run import UNSEARCHED
from tests import figures, report
from tests.report import updated


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests of this run have noted is theirs."""
    monkeypatch.setattr(figures, "_noted", defaultdict(dict))
    monkeypatch.setattr(figures, "_by", {})


def a_run(of: dict[str, dict[str, object]], day: str = "2026-11-30") -> dict[str, object]:
    return {"day": day, "by": "axe-core 4.14.0", "of": of}


def test_what_is_noted_is_left_and_told(tmp_path: Path) -> None:
    figures.note("axe", "axe-core 4.14.0", "run/", found=2)
    figures.leave(tmp_path)
    assert figures.left(tmp_path)["axe"]["of"] == {"run/": {"found": 2}}
    head, row = figures.told(("run/",), tmp_path).splitlines()
    assert head.split()[-1] == "page" and row.split() == ["-", "2", "-", "-", "-", "-", "-", "run/"]


def test_a_later_run_replaces_an_earlier_one_of_its_kind_alone(tmp_path: Path) -> None:
    for kind, found in (("axe", 2), ("nu", 1), ("axe", 0)):
        figures.note(kind, "a program", "run/", found=found)
        figures.leave(tmp_path)
    assert {kind: run["of"]["run/"]["found"] for kind, run in figures.left(tmp_path).items()} == {
        "axe": 0,
        "nu": 1,
    }


def test_a_report_keeps_what_was_not_measured_and_forgets_pages_that_are_gone() -> None:
    earlier = Report(
        {"nu": ("2026-11-01", "vnu-jar 1")}, {"macros": 1.2}, {"run/": {"nu": 0}, "gone/": {"nu": 0}}
    )
    made = updated(earlier, {"axe": a_run({"run/": {"found": 0}})}, ("run/", "new/"))
    assert made.taken == {"axe": ("2026-11-30", "axe-core 4.14.0"), "nu": ("2026-11-01", "vnu-jar 1")}
    assert made.builds == {"macros": 1.2}
    assert made.pages == {"run/": {"nu": 0, "axe": 0}, "new/": {}}


def test_a_figure_that_a_new_run_lacks_does_not_stay() -> None:
    earlier = Report({}, {}, {"run/": {"axe": 7}})
    assert updated(earlier, {"axe": a_run({})}, ("run/",)).pages == {"run/": {}}


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    report = Report(
        {"axe": ("2026-11-30", "axe-core 4")},
        {"macros": 1.12},
        {"": {"axe": 0}, "run/": {"speed": [99, 100]}},
    )
    path = tmp_path / "report.json"
    path.write_text(report.text(), encoding="utf-8")
    assert read_report(path) == report


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{"taken": {},\n"builds": }\n', 2, "Expecting value"),
        ('{"taken": {}, "builds": {}}', 1, "'pages' is a required property"),
        ('{"taken": {}, "builds": {}, "pages": {"": {"axe": "none"}}}', 1, "'none' is not of type"),
    ],
)
def test_a_report_that_was_written_by_hand_is_refused(tmp_path: Path, text: str, line: int, why: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        read_report(path)
    (problem,) = caught.value.problems
    assert problem.line == line and why in problem.what and "make report" in problem.mend


def test_the_page_says_what_was_measured_and_what_was_not() -> None:
    pages = {
        "run/": {"axe": 0, "first": 41234, "used": 41239, "speed": [100, 97, 100]},
        "": {"axe": 1, "first": 20000, "speed": [99, 99, 99]},
    }
    report = Report({"axe": ("2026-11-30", "axe-core 4.14.0")}, {"macros": 1.12}, pages)
    asked = show_asked(report)
    assert "1 on 2 pages" in asked and 'axe-core 4.14.0, <span class="w">2026-11-30</span>' in asked
    assert "12 percent<" in asked and "not measured" in asked
    assert "26 percent: more than asked" in show_asked(Report({}, {"macros": 1.26}, {}))
    assert "the largest 41.2 KB" in asked
    shown = show_pages(report, {"": "Home", "run/": "Run"}, "reference/report/")
    assert shown.index(">Home</a>") < shown.index(">Run</a>") and shown.startswith(
        f'<div class="numbers" {UNSEARCHED}>'
    )
    assert "<span>41.2</span>" in shown and "100, lowest 97" in shown and "<span>99</span>" in shown
    assert 'href="../../run/"' in shown and 'href="../.."' in shown.replace('"../../"', '"../.."')


def test_a_report_without_figures_of_pages_is_one_sentence() -> None:
    assert show_pages(Report({}, {}, {"": {}}), {"": "Home"}, "") == "<p>No page has been measured yet.</p>"


def test_the_report_in_the_project_can_be_read() -> None:
    assert json.loads(read_report().text())


def test_a_report_that_can_not_be_read_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures.note("axe", "axe-core 4.14.0", "run/", found=0)
    figures.leave(tmp_path / "figures")
    path = tmp_path / "report.json"
    path.write_text("<<<<<<< ours\n")
    monkeypatch.setattr(report, "FIGURES", tmp_path / "figures")
    monkeypatch.setattr(report, "REPORT", path)
    assert report.main() == 1
    assert "report.json:1: Not valid JSON" in capsys.readouterr().err
    assert path.read_text() == "<<<<<<< ours\n"
