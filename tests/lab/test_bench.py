"""What `make bench` tells of the lab, and what the report makes of it."""

from macros.report import Report
from macros.show_report import show_asked
from tests.site.lab.bench import ROWS, table

FOUND = {row.name: row.asked + 1 for row in ROWS}


def test_every_figure_stands_beside_what_is_asked_and_what_a_trial_took() -> None:
    head, *rows = table(FOUND).splitlines()
    assert head.split()[:3] == ["measured", "asked", "trial"] and len(rows) == len(ROWS)
    assert rows[0].split()[:6] == ["3.5", "s", "2.5", "s", "2.3", "s"]


def test_the_report_shows_what_is_left_for_it_with_the_same_demands() -> None:
    report = Report({"lab": ("2026-11-30", "Chromium 156")}, dict(FOUND), {})
    shown = [row for row in show_asked(report).split("<tr>") if "The lab" in row]
    assert len(shown) == 5 and not any("not measured" in row for row in shown)
    for row in ROWS:
        told = f"{row.asked:g}"
        assert any(f">{told} " in each for each in shown), row.name
