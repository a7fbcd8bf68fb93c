"""What explains a truth table as HTML: its rules, and where a reference says otherwise."""

import html
from collections.abc import Iterable

from macros.cells import Cells
from macros.prose import prose, unmarked
from macros.truth import Key, TruthTable
from macros.truth_parts import cell_id

_LETTERS = 48  # of a link that is read at a glance
_FEW = 3  # axes; a cell of a table with more is named by what differs from the first values


def show_truth_rules(cells: Cells) -> str:
    """Each rule, in how many cells it holds, and cells that show it."""
    items = []
    for rule in cells.table.rules:
        all_of = len(cells.holding(rule))
        broken = len({key for key, _, _ in cells.breaking(rule)})
        count = f"Holds in {all_of - broken} of {all_of} {'cell' if all_of == 1 else 'cells'}"
        links = _links(cells.table, rule.show)
        items.append(
            f'<li><p>{prose(rule.says)}</p><p class="truth-cells">{count}. For example: {links}</p></li>'
        )
    return f'<ol class="truth-rules">{"".join(items)}</ol>'


def show_truth_disputes(cells: Cells) -> str:
    """What a reference says, what the cells say instead, and those cells."""
    items = "".join(
        f"<li><blockquote><p>{prose(each.quote)}</p>"
        f'<p class="truth-page"><a href="{html.escape(each.url)}">{prose(each.page)}</a></p></blockquote>'
        f'<p>{prose(each.says)}</p><p class="truth-cells">Run: {_links(cells.table, each.show)}</p></li>'
        for each in cells.table.disputes
    )
    return f'<ul class="truth-disputes">{items}</ul>' if items else ""


def _links(table: TruthTable, keys: Iterable[Key]) -> str:
    """Links to cells, by what is chosen in them; by a number where that is more than a few words."""
    names = {key: _name(table, key) for key in keys}
    if all(len(unmarked(name)) <= _LETTERS for name in names.values()):
        return (
            "; ".join(f'<a href="#{cell_id(table, key)}">{prose(name)}</a>' for key, name in names.items())
            + "."
        )
    return " ".join(
        f'<a href="#{cell_id(table, key)}" title="{html.escape(unmarked(name))}">cell {number}</a>'
        for number, (key, name) in enumerate(names.items(), 1)
    )


def _name(table: TruthTable, key: Key) -> str:
    """The values of a cell that matter, as Markdown."""
    chosen = list(zip(table.axes, table.values(key), strict=True))
    if len(chosen) > _FEW:
        chosen = [(axis, value) for axis, value in chosen if value != axis.values[0]] or chosen
    return ", ".join(f"{axis.title}: {value.title}" for axis, value in chosen)
