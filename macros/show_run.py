"""What examples and truth tables share: a command and its output, tabs, buttons, where a run was recorded."""

import html
import re
from collections.abc import Callable, Sequence

from mkdocs.utils import get_relative_url

from macros.icons import RAN
from macros.prose import prose, whole_words
from macros.show_code import WIDE
from macros.transcripts import LEFT_OUT, Command, Input, Recorded, Remark

HOW_CHECKED = "reference/how-checked/"
UNSEARCHED = "data-search-exclude"  # words that stand in every frame would be found everywhere
_ID = re.compile(r"(sha256:)?[0-9a-f]{64}")
_COLUMNS = re.compile(r"\S(  |\t)")


def show_row(item: Remark | Command) -> str:
    """A remark, or a command with its exit status and its output."""
    if isinstance(item, Remark):
        return f'<p class="tx-note">{prose(item.text)}</p>'
    lines = "\n".join(whole_words(line) for line in item.text.split("\n"))
    bad = " tx-exit--bad" if item.status else ""
    return (
        f'<div class="tx-cmd"><span class="tx-sign" aria-hidden="true">$</span><code class="tx-line">{lines}</code>'
        f'<span class="tx-exit{bad}" {UNSEARCHED}>exit {item.status}</span></div>{_dialog(item)}'
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


def show_foot(recorded: Recorded, page_url: str, beside: str = "") -> str:
    """Where a run was recorded, with a link to how that is checked; and a button beside it."""
    environment = recorded.environment
    link = f'<a href="{get_relative_url(HOW_CHECKED, page_url)}">Recorded</a>'
    words = (
        f'{link} with <span class="n">Docker Engine</span> {environment.engine}, '
        f'<span class="n">{environment.platform},</span> <span class="n">{recorded.day}</span>'
    )
    return (
        f'<div class="tx-foot" {UNSEARCHED}><span class="ran">{RAN}<span>{words}</span></span>{beside}</div>'
    )


def show_tabs(name: str, panes: Sequence[tuple[str, str]]) -> str:
    """Tabs that work without scripts: Material's own markup, a radio button for each pane."""
    ids = [f"{name}-{number}" for number in range(1, len(panes) + 1)]
    inputs = "".join(f'<input id="{each}" name="{name}" type="radio">' for each in ids)
    labels = "".join(
        f'<label for="{each}">{label}</label>' for each, (label, _) in zip(ids, panes, strict=True)
    )
    blocks = "".join(f'<div class="tabbed-block">\n{content}\n</div>' for _, content in panes)
    return (
        '<div class="tabbed-set tabbed-alternate">'
        f"{inputs.replace('<input', '<input checked', 1)}"
        f'<div class="tabbed-labels">{labels}</div><div class="tabbed-content">{blocks}</div></div>'
    )


def show_files(name: str, files: Sequence[tuple[str, str]]) -> str:
    """The frame of files, in tabs where there are several: names and code as HTML; ids start with `name`."""
    button = copy_button("Copy", "file")
    if len(files) == 1:
        [(title, code)] = files
        bar = f'<div class="tx-bar" {UNSEARCHED}><span class="tx-name">{title}</span>{button}</div>'
        return f'<div class="tx-file">{bar}{code}</div>'
    corner = f'<div class="tx-corner" {UNSEARCHED}>{button}</div>'
    return show_tabs(name, [(title, f'<div class="tx-file">{corner}{code}</div>') for title, code in files])


def copy_button(label: str, what: str) -> str:
    """A button that copies the `file` or the `commands` of the frame around it."""
    return f'<button type="button" class="btn" data-copy="{what}"><span>{label}</span></button>'
