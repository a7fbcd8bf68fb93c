"""The report as HTML: what is asked of the site beside what was measured, and every page with its figures."""

import html
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mkdocs.utils import get_relative_url

from macros.prose import prose
from macros.report import FIRST_KB, IN_USE_KB, KB, MOST_REQUESTS, NEXT_KB, Report
from macros.show_run import UNSEARCHED

_NONE = "not measured"
_DASH = "\N{EN DASH}"
_COLUMNS = ("Speed", "Lighthouse", "Checkers", "HTML, KB", "First, KB", "Requests")
_CHECKERS = ("axe", "nu", "policy")


def show_asked(report: Report) -> str:
    """What is asked of every page and of a build, what was measured, when and with what."""
    rows = [
        f'<tr><th scope="row">{prose(what)}</th>{_cells(("Asked", asked), ("Measured", seen), ("With", by))}</tr>'
        for what, asked, seen, by in _asked(report)
    ]
    return _table("With: what measured it, and when.", ("", "Asked", "Measured", "With"), rows)


def show_pages(report: Report, titles: Mapping[str, str], page_url: str) -> str:
    """Each page with its figures, in the order of `titles`, which maps addresses to titles."""
    if not any(report.pages.values()):
        return "<p>No page has been measured yet.</p>"
    rows = [
        f'<tr><th scope="row"><a href="{get_relative_url(page or ".", page_url)}">{html.escape(title)}</a></th>'
        f"{_cells(*zip(_COLUMNS, _of_page(report.pages.get(page, {})), strict=True))}</tr>"
        for page, title in titles.items()
    ]
    table = _table("Sizes are in kilobytes, compressed.", ("Page", *_COLUMNS), rows)
    return f'<div class="numbers" {UNSEARCHED}>{table}</div>'  # a search for a page's title wants that page


def _asked(report: Report) -> Iterator[tuple[str, str, str, str]]:
    for what, asked, kind, name, told in _ROWS:
        taken = report.taken.get(kind)
        found = [page[name] for page in report.pages.values() if name in page]
        yield what, asked, told(found) if found else _NONE, _with(taken)
    for what, asked, kind, name, form in _OF_BUILDS:
        figure = report.builds.get(name)
        seen = _NONE if figure is None else _judged(form.format(figure, percent=(figure - 1) * 100), asked)
        yield what, asked, seen, _with(report.taken.get(kind))


def _judged(seen: str, asked: str) -> str:
    """What was seen, and whether that is more than was asked: both begin with a number, of the same unit."""
    measured, most = (float(text.split()[0]) for text in (seen, asked))
    return f"{seen}: more than asked" if measured > most else seen


def _with(taken: Sequence[str] | None) -> str:
    return f"{taken[1]}, {taken[0]}" if taken else _DASH


def _nothing(found: Sequence[int]) -> str:
    return f"{sum(found) or 'nothing'} on {len(found)} pages"


def _whole(found: Sequence[Sequence[int]]) -> str:
    return f"{sum(min(each) == 100 for each in found)} of {len(found)} pages"


def _fast(found: Sequence[Sequence[int]]) -> str:
    medians = [statistics.median(each) for each in found]
    whole = sum(each == 100 for each in medians)
    return f"{whole} of {len(found)} pages at 100; lowest median {min(medians):.0f}, lowest run {min(map(min, found))}"


def _size(found: Sequence[int]) -> str:
    return f"half of the pages up to {statistics.median(found) / KB:.1f} KB, the largest {max(found) / KB:.1f} KB"


def _most(found: Sequence[int]) -> str:
    return f"at most {max(found)}"


# What is measured, what is asked, the kind of run, the figure of a page, and how all pages' figures are told.
_ROWS: tuple[tuple[str, str, str, str, Callable[[Sequence[Any]], str]], ...] = (
    ("Lighthouse: performance", "median of five runs 100, none below 97", "speed", "speed", _fast),
    (
        "Lighthouse: accessibility, best practices, SEO, agentic browsing",
        "100 on every page",
        "lighthouse",
        "lighthouse",
        _whole,
    ),
    (
        "axe: WCAG 2.2 AA and best practices",
        "nothing, in both schemes, at 360 and 1280 pixels",
        "axe",
        "axe",
        _nothing,
    ),
    ("Nu HTML checker", "nothing", "nu", "nu", _nothing),
    ("Content Security Policy, in use", "no violation", "policy", "policy", _nothing),
    ("Before the first interaction", f"{FIRST_KB} KB", "weight", "first", _size),
    ("After a scroll", f"{IN_USE_KB} KB", "weight", "used", _size),
    ("The next page", f"{NEXT_KB} KB; the longest pages have ceilings of their own", "weight", "html", _size),
    ("Requests of a page", f"{MOST_REQUESTS}, none to another host", "weight", "requests", _most),
)
_OF_BUILDS = (
    ("What macros add to a build", "25 percent", "bench", "macros", "{percent:.0f} percent"),
    ("From a saved page to the page in the browser", "1 second", "bench", "edit", "{:.1f} seconds"),
    ("A whole `make test`", "20 minutes on two cores", "run", "minutes", "{:.0f} minutes"),
    (
        "The lab: from “Start Docker” to the prompt, once it is kept",
        "2.5 seconds",
        "lab",
        "lab_prompt",
        "{:.1f} seconds",
    ),
    ("The lab: the first `docker run`", "6 seconds", "lab", "lab_first", "{:.1f} seconds"),
    ("The lab: the third `docker run`", "4 seconds", "lab", "lab_third", "{:.1f} seconds"),
    ("The lab: fetched before the prompt is there", "38 MB", "lab", "lab_click", "{:.1f} MB"),
    (
        "The lab: longest stall of the page at a run",
        "50 milliseconds",
        "lab",
        "lab_stall",
        "{:.0f} milliseconds",
    ),
)


def _of_page(figures: Mapping[str, Any]) -> Iterator[str]:
    """A page's figures in the order of _COLUMNS."""
    speed, steady = figures.get("speed"), figures.get("lighthouse")
    yield _speed(speed) if speed else _DASH
    yield str(min(steady)) if steady else _DASH
    found = [figures[name] for name in _CHECKERS if name in figures]
    yield (str(sum(found) or "nothing")) if found else _DASH
    yield _kilobytes(figures, "html")
    yield _kilobytes(figures, "first", "used")
    yield str(figures.get("requests", _DASH))


def _speed(scores: Sequence[int]) -> str:
    median, lowest = statistics.median(scores), min(scores)
    return f"{median:.0f}" if lowest == median else f"{median:.0f}, lowest {lowest}"


def _kilobytes(figures: Mapping[str, Any], *names: str) -> str:
    told = (f"{figures[name] / KB:.1f}" for name in names if name in figures)
    return ", ".join(dict.fromkeys(told)) or _DASH


def _cells(*cells: tuple[str, str]) -> str:
    return "".join(
        f'<td data-title="{html.escape(title)}"><span>{prose(text)}</span></td>' for title, text in cells
    )


def _table(caption: str, titles: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{title}</th>' if title else "<td></td>" for title in titles)
    return (
        f'<div class="facts-table" tabindex="0" role="group" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
