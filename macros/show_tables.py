"""A table of facts as HTML, in which every row leads to its source."""

import html
from pathlib import Path
from typing import Any

from macros.problems import ProblemError
from macros.prose import prose, unmarked
from macros.tables import read_table, unshown

_SHORT = 28  # letters of a command of several words that fit beside the other columns in one line


def show_table(path: Path, example_url: dict[str, str]) -> str:
    """A table as HTML, with its sources in the last column.

    `example_url` maps the name of an example to the address of the place that shows it. Raises ProblemError,
    also for a row whose proof is an example that no page shows.
    """
    data = read_table(path)
    if problems := unshown(data, example_url):
        raise ProblemError(*problems)
    table = data.value
    keys = [column["key"] for column in table["columns"]]
    titles = [str(column["title"]) for column in table["columns"]]
    # What has no title of its own, since the caption names it, is no head.
    head = "".join(
        f'<th scope="col">{prose(title)}</th>' if title else "<td></td>" for title in [*titles, "Proof"]
    )
    body = "".join(_show_row(row, keys, titles, example_url) for row in table["rows"])
    return (
        f'<div class="facts-table" tabindex="0" role="group" aria-label="{html.escape(table["caption"])}">'
        f"<table><caption>{prose(str(table['caption']))}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


# On a phone a row is a block, and each cell shows the title of its column.
def _show_row(row: dict[str, Any], keys: list[str], titles: list[str], example_url: dict[str, str]) -> str:
    first, *rest = keys
    source = row["source"]
    url = example_url[source["example"]] if "example" in source else source["url"]
    proof = f'<a href="{html.escape(url)}">{prose(str(source["title"]))}</a>'
    cells = [(title, prose(str(row[key]))) for key, title in zip(rest, titles[1:], strict=True)]
    shown = "".join(
        f'<td data-title="{html.escape(unmarked(title))}"><span>{cell}</span></td>'
        for title, cell in [*cells, ("Proof", proof)]
    )
    name = str(row[first])
    short = ' class="short"' if " " in name and len(unmarked(name)) <= _SHORT else ""
    return f'<tr><th scope="row"{short}>{prose(name)}</th>{shown}</tr>'
