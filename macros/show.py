"""An example as HTML: its files, what was typed, what the engine answered, where it was recorded.

All HTML of one example is a single line, and what Markdown, snippets or macros could take for their own is written
as character references: the text of files and recordings reaches the reader as it is, wherever the call stands.
"""

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound

from macros.examples import Example, is_dockerfile
from macros.icons import RAN, icon
from macros.problems import Problem, ProblemError, relative
from macros.transcripts import LEFT_OUT, Command, Input, Recorded, Remark

HOW_CHECKED = "reference/how-checked/"
LONG_FILE = 24  # lines; longer ones scroll inside their frame
_CODE = re.compile(r"`([^`]+)`")
_TAG = re.compile(r"<[^>]*>")
# What Markdown, snippets, macros or the parser of HTML would take for their own, or change.
_TAG_OR_MARKUP = re.compile(r"(<[^>]*>)|([\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029*_`~^\\{}\[\]!|])")


def show_example(example: Example, page_url: str) -> str:
    """One example: its files, its run under them, and where that was recorded.

    `page_url` is the address of the page below the site's root; links are relative to it. Raises ProblemError
    for an example that is not recorded.
    """
    return _one_line(_frame(example, page_url))


def show_examples(chosen: Sequence[Example], page_url: str) -> str:
    """Several examples to compare, in one set of tabs; each shows its lesson, then itself."""
    panes = [
        (html.escape(each.title), f'<p class="lesson">{_prose(each.lesson)}</p>{_frame(each, page_url)}')
        for each in chosen
    ]
    return _one_line(f'<div class="compare">{_tabs(_slug(chosen[0].name, "compare"), panes)}</div>')


def show_index(chosen: Sequence[Example], where: Mapping[str, str], page_url: str) -> str:
    """A list of examples, each with its lesson; `where` maps names to the addresses that show them."""
    items = "".join(
        f'<li><a href="{get_relative_url(where.get(each.name, ""), page_url)}">{html.escape(each.title)}</a> '
        f'<span>{_prose(each.lesson)}</span> <a class="zip" href="{_download(each, page_url)}" '
        f'aria-label="Download {html.escape(each.title)} as zip">zip</a></li>'
        for each in chosen
    )
    return _one_line(f'<ul class="all-examples">{items}</ul>')


def anchor(example: Example) -> str:
    """The id that a page gives to an example."""
    return _slug("example", example.name)


def download_path(example: Example) -> str:
    """Where the site keeps the example's zip, below its root."""
    return f"downloads/{example.name}.zip"


def _frame(example: Example, page_url: str) -> str:
    transcript = example.recorded_transcript
    assert transcript.recorded
    rows = "".join(_row(item) for item in transcript.items)
    return (
        f'<div class="tx" id="{anchor(example)}">{_files(example)}'
        f'<div class="tx-bar"><span class="tx-name">Run it</span>{_copy_button("Copy commands", "commands")}'
        f'<a class="btn" href="{_download(example, page_url)}" download>{icon("download")}'
        "<span>Download</span></a></div>"
        f'<div class="tx-run" role="group" aria-label="Recorded run: {html.escape(example.title)}">{rows}</div>'
        f"{_foot(transcript.recorded, page_url)}</div>"
    )


def _files(example: Example) -> str:
    files = example.files
    panes = [(html.escape(path.relative_to(example.folder).as_posix()), _file(path)) for path in files]
    if not panes:
        return ""
    if len(panes) == 1:
        bar = f'<div class="tx-bar"><span class="tx-name">{panes[0][0]}</span>{_copy_button("Copy", "file")}</div>'
        return f'<div class="tx-file">{bar}{panes[0][1]}</div>'
    button = _copy_button("Copy", "file")
    tabbed = [
        (name, f'<div class="tx-file"><div class="tx-corner">{button}</div>{code}</div>')
        for name, code in panes
    ]
    return _tabs(_slug("files", example.name), tabbed)


def _file(path: Path) -> str:
    text = _text(path)
    long = text.count("\n") > LONG_FILE
    scroll = f' tabindex="0" role="group" aria-label="{html.escape(path.name)}"' if long else ""
    code = f"<pre><code>{_colored(path, text)}</code></pre>"
    return f'<div class="highlight{" tx-long" if long else ""}"{scroll}>{code}</div>'


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ProblemError(
            Problem(
                relative(path),
                1,
                "The file is not text in UTF-8, so no page can show it.",
                "Let the Dockerfile or a command make what is not text.",
            )
        ) from error


def _colored(path: Path, text: str) -> str:
    """The text as HTML, highlighted; plain where the highlighter would change it (CRLF, a byte order mark)."""
    code = str(highlight(text, _lexer(path), HtmlFormatter(nowrap=True)))
    return code if html.unescape(_TAG.sub("", code)) == text else html.escape(text)


def _lexer(path: Path) -> Any:
    name = "Dockerfile" if is_dockerfile(path) else path.name
    try:
        return get_lexer_for_filename(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False, ensurenl=False)


def _row(item: Remark | Command) -> str:
    if isinstance(item, Remark):
        return f'<p class="tx-note">{_prose(item.text)}</p>'
    first, *more = item.text.split("\n")
    lines = "\n".join([_words(first), *map(_words, more)])
    status = f'<span class="tx-exit{" tx-exit--bad" if item.status else ""}">exit {item.status}</span>'
    command = (
        f'<div class="tx-cmd"><span class="tx-sign" aria-hidden="true">$</span>'
        f'<code class="tx-line">{lines}</code>{status}</div>'
    )
    return command + _dialog(item)


def _dialog(command: Command) -> str:
    if not command.dialog:
        return ""
    # What failed is mostly one long line that has to be read whole; other output keeps its columns.
    wrap = " tx-out--wrap" if command.status else ""
    parts: list[str] = []
    for part in command.dialog:
        if isinstance(part, Input):
            parts.append(
                f'<span class="tx-prompt">{html.escape(part.prompt)}</span><mark>{html.escape(part.text)}</mark>'
            )
        else:
            parts += [_output_line(line) for line in part.lines]
    scroll = "" if wrap else ' tabindex="0" role="region" aria-label="Output"' if _is_wide(command) else ""
    return f'<div class="tx-out{wrap}"><pre{scroll}>{chr(10).join(parts)}</pre></div>'


def _is_wide(command: Command) -> bool:
    return any(len(line) > 40 for line in command.output)  # what may not fit on a phone


def _output_line(line: str) -> str:
    return '<span class="tx-left-out">… lines left out</span>' if line == LEFT_OUT else html.escape(line)


def _foot(recorded: Recorded, page_url: str) -> str:
    environment = recorded.environment
    link = f'<a href="{get_relative_url(HOW_CHECKED, page_url)}">Recorded</a>'
    words = (
        f'{link} with <span class="n">Docker Engine</span> {environment.engine}, '
        f'<span class="n">{environment.platform},</span> <span class="n">{recorded.day}</span>'
    )
    return f'<div class="tx-foot"><span class="ran">{RAN}<span>{words}</span></span></div>'


def _tabs(name: str, panes: Sequence[tuple[str, str]]) -> str:
    """Tabs that work without scripts: Material's own markup, a radio button for each pane."""
    ids = [f"{name}-{number}" for number in range(1, len(panes) + 1)]
    inputs = "".join(
        f'<input{" checked" if each == ids[0] else ""} id="{each}" name="{name}" type="radio">'
        for each in ids
    )
    labels = "".join(
        f'<label for="{each}">{label}</label>' for each, (label, _) in zip(ids, panes, strict=True)
    )
    blocks = "".join(f'<div class="tabbed-block">{content}</div>' for _, content in panes)
    return (
        f'<div class="tabbed-set tabbed-alternate" data-tabs="{name}:{len(panes)}">{inputs}'
        f'<div class="tabbed-labels">{labels}</div><div class="tabbed-content">{blocks}</div></div>'
    )


def _copy_button(label: str, what: str) -> str:
    return f'<button type="button" class="btn" data-copy="{what}">{icon("copy")}<span>{label}</span></button>'


def _words(line: str) -> str:
    """A command line whose words break at spaces, never inside `--flag`."""
    return " ".join(
        f'<span class="w">{html.escape(word)}</span>' if "-" in word else html.escape(word)
        for word in line.split(" ")
    )


def _prose(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", html.escape(text, quote=False))


def _download(example: Example, page_url: str) -> str:
    return str(get_relative_url(download_path(example), page_url))


def _slug(*words: str) -> str:
    return "-".join(words).replace("/", "-")


def _one_line(text: str) -> str:
    return _TAG_OR_MARKUP.sub(lambda match: match[1] or f"&#{ord(match[2])};", text)
