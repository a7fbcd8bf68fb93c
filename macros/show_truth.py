"""A truth table as HTML: the explorer, in which a reader chooses a cell, and the table of cells.

The explorer is a custom element (docs/assets/javascripts/truth.js). It comes with the cell that `start:` names, so
there is something to read before the script, and nothing moves when it arrives. The parts of all cells are in a file
of the site (macros/truth_parts.py).
"""

import html
from collections.abc import Sequence

from mkdocs.utils import get_relative_url

from macros.cells import Cells
from macros.prose import prose, unmarked
from macros.show_run import UNSEARCHED, copy_button, show_foot
from macros.show_seen import groups, show_in_line
from macros.truth import Axis, Key, TruthTable, Value
from macros.truth_parts import cell_id, cell_parts, choice, neighbors


def parts_path(name: str) -> str:
    """Where the site keeps the parts of all cells, below its root, until finish/assets.py names it by its hash."""
    return f"truth/{name}.js"


def show_truth_table(cells: Cells, page_url: str) -> str:
    """The explorer and all cells; `page_url` is the address of the page below the site's root."""
    keys = cells.table.keys
    caption = f"All {len(keys)} cells. The first column leads to the run of each."
    return f"{_explorer(cells, page_url, page_url)}\n{_table(cells, keys, caption)}\n{_left_out(cells.table)}"


def show_truth_explorer(cells: Cells, page_url: str, table_url: str) -> str:
    """The explorer and the cells that `short:` chooses; `table_url` is the address of the page with all of them."""
    table = cells.table
    keys = [key for key in table.keys if table.fits(key, table.short)] if table.short else []
    words = f"All {len(table.keys)} cells, and the rules behind them"
    link = f'<a href="{get_relative_url(table_url, page_url)}">{words}</a>'
    few = _excerpt(cells, keys) if keys else ""
    return f'{_explorer(cells, page_url, table_url)}\n{few}\n<p class="truth-all">{link}</p>'


def _explorer(cells: Cells, page_url: str, table_url: str) -> str:
    table, start = cells.table, cells.table.start
    files, run, seen, near, bar = ("".join(slot) for slot in cell_parts(cells, start))
    if table_url != page_url:  # the rows of most cells are there
        near = near.replace('<a href="#', f'<a href="{get_relative_url(table_url, page_url)}#')
    assert cells.recorded  # noqa: S101  that is what whole_cells sees to
    title = html.escape(unmarked(table.title))
    return (
        f'<truth-table class="wr" data-name="{table.name}" data-start="{".".join(start)}" '
        f'data-parts="{get_relative_url(parts_path(table.name), page_url)}" {UNSEARCHED}><div class="wr-page">\n'
        f'<form class="wr-in" autocomplete="off"><fieldset disabled><legend class="sr">{title}</legend>'
        f"{_axes(table)}</fieldset>"
        '<p class="wr-note" role="status"></p></form>\n'
        f'<div class="wr-out"><div class="tx" id="run-{table.name}">'
        f'<div class="wr-files" data-slot="files">{files}</div>'
        f'<div class="tx-bar"><span class="tx-name">Run it</span>{copy_button("Copy commands", "commands")}</div>'
        f'<div class="tx-run" role="group" aria-label="Recorded run" data-slot="run">{run}</div>'
        f"{show_foot(cells.recorded, page_url)}</div>\n"
        f'<dl class="wr-seen" data-slot="seen">{seen}</dl>\n'
        f'<div class="wr-near"><p class="wr-title">Change one thing</p><div data-slot="near">{near}</div></div></div>\n'
        f'<div class="wr-bar" role="status" data-slot="bar">{bar}</div>\n</div></truth-table>'
    )


def _axes(table: TruthTable) -> str:
    """A group of radio buttons for each axis. A value that asks for a change elsewhere, too, has a dashed edge."""
    far = {(axis, value) for axis, value, key in _named(table) if key not in table.keys}
    return "".join(_axis(table, axis, place, far) for place, axis in enumerate(table.axes))


def _named(table: TruthTable) -> list[tuple[str, str, Key]]:
    return [(axis.key, value.key, key) for axis, value, key in neighbors(table, table.start)]


def _axis(table: TruthTable, axis: Axis, place: int, far: set[tuple[str, str]]) -> str:
    hint = f" <small>{prose(axis.hint)}</small>" if axis.hint else ""
    radios = "".join(
        f'<label class="opt{" opt--far" if (axis.key, value.key) in far else ""}"><input type="radio" '
        f'name="{table.name}-{axis.key}" value="{value.key}"{_checked(value, table.start[place])}>'
        f"<span><span>{prose(value.title)}</span></span></label>"
        for value in axis.values
    )
    legend = f"<legend>{prose(axis.title)}{hint}</legend>"
    return f'<fieldset class="wr-axis">{legend}<div class="opts">{radios}</div></fieldset>'


def _checked(value: Value, start: str) -> str:
    return " checked" if value.key == start else ""


def _excerpt(cells: Cells, keys: Sequence[Key]) -> str:
    """Some of the cells; a choice that is the same in all of them is told once, and has no column."""
    table = cells.table
    same = [place for place in range(len(table.axes)) if len({key[place] for key in keys}) == 1]
    values = table.values(keys[0])
    told = "; ".join(choice(table.axes[place], values[place]) for place in same)
    caption = f"{len(keys)} of {len(table.keys)} cells{f', all with {told}' if told else ''}."
    return _table(cells, keys, caption, same)


def _table(cells: Cells, keys: Sequence[Key], caption: str, without: Sequence[int] = ()) -> str:
    """Cells as rows; `without` the axes at these places."""
    table = cells.table
    columns = groups(table)
    places = [place for place in range(len(table.axes)) if place not in without]
    titles = [table.axes[place].title for place in places] + [group.title for group in columns]
    head = "".join(f'<th scope="col">{prose(title)}</th>' for title in titles)
    above: Key = ("",) * len(table.axes)
    rows = ""
    for key in keys:
        rows += f"{_row(cells, key, places, above)}\n"
        above = key
    return (
        f'<div class="truth-frame" tabindex="0" role="group" aria-label="{html.escape(unmarked(table.title))}" '
        f'{UNSEARCHED}><table class="truth"><caption><span>{caption}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>"
    )


def _row(cells: Cells, key: Key, places: Sequence[int], above: Key) -> str:
    """A cell: what is chosen at these places, paler where it is as in the row above, and what is observed."""
    table, values = cells.table, cells.table.values(key)
    name = html.escape(
        unmarked(
            ", ".join(f"{axis.title}: {value.title}" for axis, value in zip(table.axes, values, strict=True))
        )
    )
    first, *rest = places
    link = f'<a href="#{cell_id(table, key)}" aria-label="{name}">{prose(values[first].title)}</a>'
    parts = [f'<th scope="row" data-title="{_title(table.axes[first].title)}"><span>{link}</span></th>']
    for place in rest:
        same = ' class="same"' if key[: place + 1] == above[: place + 1] else ""
        title = _title(table.axes[place].title)
        parts.append(f'<td data-title="{title}"{same}><span>{prose(values[place].title)}</span></td>')
    for group in groups(table):
        shown = show_in_line(group, cells.observed[key])
        parts.append(f'<td data-title="{_title(group.title)}"><span>{shown}</span></td>')
    return f'<tr id="{cell_id(table, key)}">{"".join(parts)}</tr>'


def _title(text: str) -> str:
    """The title of a column as an attribute says it."""
    return html.escape(unmarked(text))


def _left_out(table: TruthTable) -> str:
    if not table.left_out:
        return ""
    reasons = "".join(f"<li>{prose(why)}</li>" for _, why in table.left_out)
    return f'<div class="truth-left-out"><p>Not in the table:</p><ul>{reasons}</ul></div>'
