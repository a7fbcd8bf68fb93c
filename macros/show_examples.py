"""An example as HTML: its files, what was typed, what the engine answered, where it was recorded."""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mkdocs.utils import get_relative_url

from macros.downloads import download_path
from macros.examples import Example
from macros.icons import RAN, icon
from macros.needs import in_words
from macros.prose import prose, unmarked, whole_words
from macros.show_code import WIDE, has_crlf, show_code
from macros.transcripts import LEFT_OUT, Command, Input, Recorded, Remark

HOW_CHECKED = "reference/how-checked/"
_ID = re.compile(r"(sha256:)?[0-9a-f]{64}")
_COLUMNS = re.compile(r"\S(  |\t)")
_UNSEARCHED = "data-search-exclude"  # words that stand in every frame would be found everywhere


def show_example(example: Example, page_url: str) -> str:
    """One example: its files, its run under them, and where that was recorded.

    `page_url` is the address of the page below the site's root; links are relative to it. Raises ProblemError
    for an example that is not recorded.
    """
    transcript = example.recorded_transcript
    assert transcript.recorded  # noqa: S101  that is what recorded_transcript sees to
    title = html.escape(unmarked(example.title))
    rows = "\n".join(_row(item) for item in transcript.items)
    return (
        f'<div class="tx" id="{example.anchor}">\n{_files(example)}'
        f'<div class="tx-bar" {_UNSEARCHED}><span class="tx-name">Run it</span>'
        f'{_copy_button("Copy commands", "commands")}<a class="btn" href="{_download(example, page_url)}" download>'
        f"{icon('download')}<span>Download</span></a></div>\n"
        f'<div class="tx-run" role="group" aria-label="Recorded run: {title}">\n{rows}\n</div>\n'
        f"{_needs(example)}{_foot(transcript.recorded, page_url)}\n</div>"
    )


def show_examples(chosen: Sequence[Example], page_url: str) -> str:
    """Several examples to compare, in one set of tabs; each shows its lesson, then itself."""
    panes = [
        (prose(each.title), f'<p class="lesson">{prose(each.lesson)}</p>\n{show_example(each, page_url)}')
        for each in chosen
    ]
    return f'<div class="compare">\n{_tabs(_slug(chosen[0].name, "compare"), panes)}\n</div>'


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
        f'<a class="zip" href="{_download(example, page_url)}" download '
        f'aria-label="Download {html.escape(unmarked(example.title))} as zip">zip</a></li>'
    )


def _files(example: Example) -> str:
    files = [(_file_name(path, example), show_code(path)) for path in example.files]
    if not files:
        return ""
    button = _copy_button("Copy", "file")
    if len(files) == 1:
        [(name, code)] = files
        bar = f'<div class="tx-bar" {_UNSEARCHED}><span class="tx-name">{name}</span>{button}</div>'
        return f'<div class="tx-file">{bar}{code}</div>\n'
    corner = f'<div class="tx-corner" {_UNSEARCHED}>{button}</div>'
    panes = [(name, f'<div class="tx-file">{corner}{code}</div>') for name, code in files]
    return f"{_tabs(_slug('files', example.name), panes)}\n"


def _file_name(path: Path, example: Example) -> str:
    name = html.escape(path.relative_to(example.folder).as_posix())
    return f'{name} <span class="tx-ends">CRLF</span>' if has_crlf(path) else name


def _row(item: Remark | Command) -> str:
    if isinstance(item, Remark):
        return f'<p class="tx-note">{prose(item.text)}</p>'
    lines = "\n".join(whole_words(line) for line in item.text.split("\n"))
    bad = " tx-exit--bad" if item.status else ""
    return (
        f'<div class="tx-cmd"><span class="tx-sign" aria-hidden="true">$</span><code class="tx-line">{lines}</code>'
        f'<span class="tx-exit{bad}" {_UNSEARCHED}>exit {item.status}</span></div>{_dialog(item)}'
    )


def _dialog(command: Command) -> str:
    if not command.dialog:
        return ""
    parts: list[str] = []
    kind, scroll = _kind(command)
    line_of = whole_words if _is_read_whole(command) else html.escape
    for part in command.dialog:
        parts += (
            [_typed(part)] if isinstance(part, Input) else [_output(line, line_of) for line in part.lines]
        )
    # A browser drops a line end right behind <pre>, so the text has an element of its own.
    return f'<div class="tx-out{kind}"><pre{scroll}><samp>{chr(10).join(parts)}</samp></pre></div>'


def _kind(command: Command) -> tuple[str, str]:
    """How output that is wider than its frame is shown: a class, and attributes for what scrolls."""
    if _is_read_whole(command):
        return " tx-out--wrap", ""
    if all(_ID.fullmatch(line) for line in command.output):
        return " tx-out--id", ""  # nobody reads an id to its end
    if any(len(line) > WIDE for line in command.output):
        of = html.escape(command.text.partition("\n")[0])
        return "", f' tabindex="0" role="group" aria-label="Output of {of}"'
    return "", ""


def _is_read_whole(command: Command) -> bool:
    """Whether wide output is text: what failed mostly is, and a lone line that is no id and has no columns to keep."""
    line, *more = command.output or [""]
    is_text = not (more or _ID.fullmatch(line) or _COLUMNS.search(line))
    return command.status != 0 or (is_text and len(line) > WIDE)


def _typed(part: Input) -> str:
    return f'<span class="tx-prompt">{html.escape(part.prompt)}</span><mark>{html.escape(part.text)}</mark>'


def _output(line: str, line_of: Callable[[str], str]) -> str:
    return '<span class="tx-left-out">… lines left out</span>' if line == LEFT_OUT else line_of(line)


def _needs(example: Example) -> str:
    return f'<p class="tx-needs">Needs {html.escape(in_words(example.needs))}.</p>\n' if example.needs else ""


def _foot(recorded: Recorded, page_url: str) -> str:
    environment = recorded.environment
    link = f'<a href="{get_relative_url(HOW_CHECKED, page_url)}">Recorded</a>'
    words = (
        f'{link} with <span class="n">Docker Engine</span> {environment.engine}, '
        f'<span class="n">{environment.platform},</span> <span class="n">{recorded.day}</span>'
    )
    return f'<div class="tx-foot" {_UNSEARCHED}><span class="ran">{RAN}<span>{words}</span></span></div>'


def _tabs(name: str, panes: Sequence[tuple[str, str]]) -> str:
    """Tabs that work without scripts: Material's own markup, a radio button for each pane."""
    ids = [f"{name}-{number}" for number in range(1, len(panes) + 1)]
    inputs = "".join(f'<input id="{each}" name="{name}" type="radio">' for each in ids)
    labels = "".join(
        f'<label for="{each}">{label}</label>' for each, (label, _) in zip(ids, panes, strict=True)
    )
    blocks = "".join(f'<div class="tabbed-block">\n{content}\n</div>' for _, content in panes)
    return (
        f'<div class="tabbed-set tabbed-alternate" data-tabs="{name}:{len(panes)}">'
        f"{inputs.replace('<input', '<input checked', 1)}"
        f'<div class="tabbed-labels">{labels}</div><div class="tabbed-content">{blocks}</div></div>'
    )


def _copy_button(label: str, what: str) -> str:
    return f'<button type="button" class="btn" data-copy="{what}">{icon("copy")}<span>{label}</span></button>'


def _download(example: Example, page_url: str) -> str:
    return str(get_relative_url(download_path(example), page_url))


def _slug(*words: str) -> str:
    return "-".join(words).replace("/", "-")
