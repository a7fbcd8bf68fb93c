"""Facts as data: docs/_data/tables/NAME.yml becomes a table, in which every row has its source.

    caption: What the two forms give the engine
    columns:
      - {key: what, title: ""}          the first column heads its rows
      - {key: exec, title: Exec form}
    rows:
      - what: You write
        exec: '`CMD ["serve"]`'
        source: {title: Dockerfile reference, url: "https://..."}   or {title: ..., example: chapter/name}

Cells may hold `code` and nothing else of Markdown.
"""

import html
from pathlib import Path
from typing import Any

import yaml

from macros.problems import Problem, ProblemError, relative
from macros.prose import prose

LINE = "(line)"  # a row's place in the file, under a key that no column has


def read_table(path: Path) -> dict[str, Any]:
    """Read and check a table. Raises ProblemError with the line of each row that lacks a column or a source."""
    name = relative(path)
    text = path.read_text(encoding="utf-8")
    try:
        table, root = yaml.safe_load(text), yaml.compose(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProblemError(
            Problem(name, line, f"Not valid YAML: {error.problem}.", "Mend the line.")
        ) from error
    missing = [
        key for key in ("caption", "columns", "rows") if not isinstance(table, dict) or not table.get(key)
    ]
    if missing:
        raise ProblemError(
            *(
                Problem(name, 1, f"`{key}:` is missing.", "See macros/tables.py for the format.")
                for key in missing
            )
        )
    shapes = _shape_problems(name, table, root)
    if shapes:
        raise ProblemError(*shapes)
    keys = [column["key"] for column in table["columns"]]
    for row, node in zip(table["rows"], _entry(root, "rows").value, strict=True):
        row[LINE] = node.start_mark.line + 1
    problems = [problem for row in table["rows"] for problem in _row_problems(name, row, keys)]
    if problems:
        raise ProblemError(*problems)
    return dict(table)


def show_table(path: Path, example_url: dict[str, str]) -> str:
    """A table as HTML, with its sources in the last column.

    `example_url` maps the name of an example to the address of the place that shows it. Raises ProblemError,
    also for a row whose proof is an example that no page shows.
    """
    table = read_table(path)
    unshown = [
        _unshown(relative(path), row)
        for row in table["rows"]
        if row["source"].get("example", "") not in ("", *example_url)
    ]
    if unshown:
        raise ProblemError(*unshown)
    keys = [column["key"] for column in table["columns"]]
    head = "".join(f'<th scope="col">{prose(str(column["title"]))}</th>' for column in table["columns"])
    body = "".join(_show_row(row, keys, example_url) for row in table["rows"])
    return (
        f'<div class="facts-table" tabindex="0" role="region" aria-label="{html.escape(table["caption"])}">'
        f"<table><caption>{prose(str(table['caption']))}</caption>"
        f'<thead><tr>{head}<th scope="col">Proof</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _show_row(row: dict[str, Any], keys: list[str], example_url: dict[str, str]) -> str:
    first, *rest = keys
    cells = "".join(f"<td>{prose(str(row[key]))}</td>" for key in rest)
    source = row["source"]
    url = example_url[source["example"]] if "example" in source else source["url"]
    link = f'<a href="{html.escape(url)}">{prose(str(source["title"]))}</a>'
    return f'<tr><th scope="row">{prose(str(row[first]))}</th>{cells}<td>{link}</td></tr>'


def _shape_problems(name: str, table: dict[str, Any], root: Any) -> list[Problem]:
    """Columns and rows that are no lists of the right things, each with its line."""
    found = []
    for part, needs in (("columns", ("key", "title")), ("rows", ())):
        node = _entry(root, part)
        entries = table[part] if isinstance(table[part], list) else [table[part]]
        nodes = node.value if isinstance(table[part], list) else [node]
        for entry, place in zip(entries, nodes, strict=True):
            if not isinstance(entry, dict) or any(need not in entry for need in needs):
                found.append(
                    Problem(
                        name,
                        place.start_mark.line + 1,
                        f"This is not one of the `{part}:`.",
                        "See macros/tables.py for the format.",
                    )
                )
    return found


def _unshown(name: str, row: dict[str, Any]) -> Problem:
    example = row["source"]["example"]
    return Problem(
        name,
        row[LINE],
        f"The proof of the row is the example `{example}`, which no page shows.",
        "Correct its name, or show it on a page.",
    )


def _row_problems(name: str, row: dict[str, Any], keys: list[str]) -> list[Problem]:
    line = row[LINE]
    found = [
        Problem(name, line, f"The row has no `{key}:`.", f"Add `{key}: ...`.")
        for key in keys
        if key not in row
    ]
    found += [
        Problem(name, line, f"Unknown column `{key}`.", f"Known: {', '.join(keys)}, source.")
        for key in row
        if key not in (*keys, "source", LINE)
    ]
    source = row.get("source")
    if (
        not isinstance(source, dict)
        or not source.get("title")
        or not (source.get("url") or source.get("example"))
    ):
        return [
            *found,
            Problem(
                name,
                line,
                "The row has no source.",
                "Add `source: {title: ..., url: https://...}` or `{title: ..., example: chapter/name}`.",
            ),
        ]
    if not str(source.get("url", "https://")).startswith("https://"):
        found.append(
            Problem(name, line, f"The source `{source['url']}` is not an https address.", "Use https.")
        )
    return found


def _entry(node: Any, name: str) -> Any:
    return next(value for key, value in node.value if key.value == name)
