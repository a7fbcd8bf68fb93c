"""`make report`: write what the last runs measured into docs/_data/report.json, which a page of the site shows.

The figures come from `make test`, `make speed` and `make bench`. A kind that none of them has measured here keeps what
the report says of it.
"""

import sys
from pathlib import Path
from typing import Any

from macros.problems import ProblemError, relative, report
from macros.records import write
from macros.report import REPORT, Report, read_report
from tests.figures import FIGURES, left
from tests.site.built import PAGES

BUILDS = ("bench", "run", "lab")
# By kind: what the report calls a figure, and the name that the run gave it.
OF_PAGES = {
    "axe": {"axe": "found"},
    "lighthouse": {"lighthouse": "scores"},
    "nu": {"nu": "found"},
    "policy": {"policy": "found"},
    "speed": {"speed": "scores"},
    "weight": {"html": "page", "first": "first", "used": "used", "requests": "requests"},
}


def main() -> int:
    """Write the report, and say what was taken from when."""
    kinds = left(FIGURES)
    if not kinds:
        print(
            "Nothing was measured here. Run `make test`, `make speed` or `make bench` first.", file=sys.stderr
        )
        return 1
    try:
        made = updated(_earlier(REPORT), kinds, PAGES)
        write(REPORT, made.text())
    except ProblemError as error:  # what it says would be lost
        return report(error.problems)
    for kind, (day, by) in made.taken.items():
        print(f"{kind}: {'measured' if kind in kinds else 'kept'}, {day}, {by}")
    print(f"{relative(REPORT)} says so now.")
    return 0


def updated(earlier: Report, kinds: dict[str, dict[str, Any]], pages: tuple[str, ...]) -> Report:
    """A report with the figures of these kinds in place of its own, of these pages alone."""
    taken = earlier.taken | {kind: (str(each["day"]), str(each["by"])) for kind, each in kinds.items()}
    builds, of_pages = dict(earlier.builds), {page: dict(earlier.pages.get(page, {})) for page in pages}
    for kind, each in kinds.items():
        if kind in BUILDS:
            for figures in each["of"].values():
                builds |= figures
            continue
        for page, figures in of_pages.items():
            of = each["of"].get(page, {})
            for name, as_noted in OF_PAGES[kind].items():
                figures.pop(name, None)
                if as_noted in of:
                    figures[name] = of[as_noted]
    return Report(dict(sorted(taken.items())), builds, of_pages)


def _earlier(path: Path) -> Report:
    return read_report(path) if path.is_file() else Report({}, {}, {})


if __name__ == "__main__":
    sys.exit(main())
