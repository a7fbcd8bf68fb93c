"""An example as HTML: its files, what was typed, what the engine answered, where it was recorded."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

from mkdocs.utils import get_relative_url

from macros.downloads import download_path
from macros.examples import Example
from macros.lab import Lab
from macros.needs import in_words
from macros.prose import prose, unmarked
from macros.show_code import has_crlf, show_code
from macros.show_lab import show_try
from macros.show_run import UNSEARCHED, copy_button, show_files, show_foot, show_row, show_tabs


def show_example(example: Example, page_url: str, lab: Lab | None = None) -> str:
    """One example: its files, its run under them, where that was recorded, and, if it ran there, the way into the lab.

    `page_url` is the address of the page below the site's root; links are relative to it. Raises ProblemError
    for an example that is not recorded.
    """
    transcript = example.recorded_transcript
    assert transcript.recorded  # noqa: S101  that is what recorded_transcript sees to
    title = html.escape(unmarked(example.title))
    rows = "\n".join(show_row(item) for item in transcript.items)
    return (
        f'<div class="tx" id="{example.anchor}">\n{_files(example)}'
        f'<div class="tx-bar" {UNSEARCHED}><span class="tx-name">Run it</span>'
        f'{copy_button("Copy commands", "commands")}<a class="btn" href="{_download(example, page_url)}">'
        f"<span>Download</span></a></div>\n"
        f'<div class="tx-run" role="group" aria-label="Recorded run: {title}">\n{rows}\n</div>\n'
        f"{_needs(example)}{show_foot(transcript.recorded, page_url, show_try(example, lab))}\n</div>"
    )


def show_examples(chosen: Sequence[Example], page_url: str, lab: Lab | None = None) -> str:
    """Several examples to compare, in one set of tabs; each shows its lesson, then itself."""
    panes = [
        (
            prose(each.title),
            f'<p class="lesson">{prose(each.lesson)}</p>\n{show_example(each, page_url, lab)}',
        )
        for each in chosen
    ]
    return f'<div class="compare">\n{show_tabs(_slug(chosen[0].name, "compare"), panes)}\n</div>'


def show_index(chosen: Sequence[Example], where: Mapping[str, str], page_url: str) -> str:
    """A list of examples in the order of `where`, which maps names to the addresses that show them."""
    order = {name: place for place, name in enumerate(where)}
    in_order = sorted(chosen, key=lambda each: order.get(each.name, len(order)))
    items = "\n".join(_entry(each, where.get(each.name), page_url) for each in in_order)
    return f'<ul class="all-examples">\n{items}\n</ul>'


def _entry(example: Example, where: str | None, page_url: str) -> str:
    title = prose(example.title)
    link = f'<a href="{get_relative_url(where, page_url)}">{title}</a>' if where else f"<b>{title}</b>"
    return (
        f'<li>{link} <span class="lesson">{prose(example.lesson)}</span> '
        f'<a class="zip" href="{_download(example, page_url)}" '
        f'aria-label="Download {html.escape(unmarked(example.title))} as zip">zip</a></li>'
    )


def _files(example: Example) -> str:
    files = [(_file_name(path, example), show_code(path)) for path in example.files]
    return f"{show_files(_slug('files', example.name), files)}\n" if files else ""


def _file_name(path: Path, example: Example) -> str:
    name = html.escape(path.relative_to(example.folder).as_posix())
    return f'{name} <span class="tx-ends">CRLF</span>' if has_crlf(path) else name


def _needs(example: Example) -> str:
    return f'<p class="tx-needs">Needs {prose(in_words(example.needs))}.</p>\n' if example.needs else ""


# Without the attribute `download`: with it, browsers pass a service worker by, and ask the network alone.
def _download(example: Example, page_url: str) -> str:
    return str(get_relative_url(download_path(example), page_url))


def _slug(*words: str) -> str:
    return "-".join(words).replace("/", "-")
