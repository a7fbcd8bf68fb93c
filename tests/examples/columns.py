"""Noise that is known by where it stands: in which column of a table, or in which part of a template."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from macros.transcripts import LEFT_OUT
from tests.examples.normalize import GENERATED, quiet

# A memory limit above this is no limit that somebody set, but all the memory of the machine.
MACHINE_MEMORY_GIB = 2
# A title of each table whose rows come in the order of random names, or by chance where they were made in the same
# second: `docker volume ls`, `docker buildx du`, `docker image ls`.
UNORDERED = ("VOLUME NAME", "LAST ACCESSED", "REPOSITORY")
_PROCESS_TITLE = re.compile(r"#|%?[A-Z]+")
_GENERATED = re.compile(rf"{GENERATED}(?![\w-])")
_MEMORY_LIMIT = re.compile(r"/ (\d[\d.]*)([KMGT]iB)")
_FIGURE = re.compile(r"(?<![\w.])\d[\d.]*(?:%|[kKMGT]?i?B\b)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_FORMAT = re.compile(r"--format[= ](['\"])(.*?)\1|(?<= -f)[= ]?(['\"])(.*?)\3", re.DOTALL)


def columns(command: str, lines: Sequence[str], head: str = "") -> list[str]:
    """The lines of an output with the noise replaced that only its column tells from what counts.

    `head` is the head of the table that the lines start in.
    """
    found = []
    for line in lines:
        if _is_head(line):
            head = line
        elif not line.strip():
            head = ""
        is_row = line not in (head, LEFT_OUT) and line.strip()
        found.append(_by_template(command, _by_head(head, line)) if is_row else line)
    return list(_in_order(found))


def first_head(lines: Sequence[str]) -> str:
    """The first line that is the head of a table, or nothing."""
    return next(filter(_is_head, lines), "")


def _is_head(line: str) -> bool:
    return _is_process_head(line) or "NAMES" in line.split() or "CPU %" in line or _unordered(line)


def _is_process_head(line: str) -> bool:
    titles = line.split()
    return not {"PID", "PPID"}.isdisjoint(titles) and all(map(_PROCESS_TITLE.fullmatch, titles))


def _by_head(head: str, line: str) -> str:
    if _is_process_head(head):
        return _process(head.split(), line)
    if "CPU %" in head:
        return re.sub(r"\s\d+$", " <count>", _stats(_generated(head, "NAME", line)))
    return _generated(head, "NAMES", line)


def _hidden(title: str) -> Callable[[str], str]:
    return lambda cell: f"<{title}>" if re.fullmatch(r"\d[\d:.,-]*[kmg]?", cell) else cell


def _pid(cell: str) -> str:
    # 1 is the container's main process and 0 the one outside of it: pages speak of both.
    return "<pid>" if cell.isdigit() and int(cell) > 1 else cell


def _state(cell: str) -> str:
    # Whether a living process happens to run or to sleep is chance; stopped (T) and zombie (Z) are not. Its niceness
    # (N, <) comes from the engine, which a lane of tests may have started with `nice`.
    return re.sub(r"^[RSDI]", "<alive>", re.sub("[N<]", "", cell))


# Title of a column of `ps`, `top` and `docker top` -> what is done to its cells. Others stay as they are.
PROCESS_COLUMNS: dict[str, Callable[[str], str]] = {
    "PID": _pid,
    "PPID": _pid,
    "STAT": _state,
    "S": _state,
    **{
        title: _hidden(title)
        for title in ("TIME", "STIME", "START", "ELAPSED", "C", "CPU", "%CPU", "%MEM", "%VSZ", "VSZ", "RSS")
    },
}


def _process(titles: list[str], line: str) -> str:
    # GNU ps aligns numbers to the right, busybox to the left; no cell but the last has a blank in it.
    cells = line.split(None, len(titles) - 1)
    if len(cells) < len(titles):
        return line
    return "  ".join(
        PROCESS_COLUMNS.get(title, str)(cell.strip()) for title, cell in zip(titles, cells, strict=True)
    )


def _generated(head: str, title: str, line: str) -> str:
    """A name that the engine made up, in the column of names alone: elsewhere `db_data` is somebody's word."""
    match = re.search(rf"(?:^|(?<=\s)){title}(?=\s|$)", head)
    if not match or not (name := _GENERATED.match(line, match.start())):
        return line
    return f"{line[: name.start()]}<name>{line[name.end() :]}"


def _stats(line: str) -> str:
    """Measured figures of `docker stats`. A memory limit that somebody set counts, that of the machine does not."""
    limit = _MEMORY_LIMIT.search(line)
    if not limit:
        return _FIGURE.sub("<figure>", line)
    gib = float(limit[1]) / {"KiB": 2.0**20, "MiB": 2.0**10, "GiB": 1, "TiB": 2.0**-10}[limit[2]]
    shown = "/ <all memory>" if gib > MACHINE_MEMORY_GIB else limit[0]
    return f"{_FIGURE.sub('<figure>', line[: limit.start()])}{shown}{_FIGURE.sub('<figure>', line[limit.end() :])}"


def _by_template(command: str, line: str) -> str:
    if not (match := _FORMAT.search(command)):
        return line
    template = match[2] or match[4]
    if "docker stats" in command:
        line = _stats(line)
    if ".Names" in template:
        line = re.sub(rf"(?<![\w-]){GENERATED}(?![\w-])", "<name>", line)
    if "{{.Name}}" in template:
        line = re.sub(rf"(?<=/){GENERATED}$", "<name>", line)
    return _pid_in_template(template, line) if "{{.State.Pid}}" in template else line


def _pid_in_template(template: str, line: str) -> str:
    places = _TEMPLATE.findall(template)
    between = map(re.escape, _TEMPLATE.split(template))
    pattern = "".join(
        text + ("(.*?)" if place else "") for text, place in zip(between, [*places, ""], strict=True)
    )
    match = re.fullmatch(pattern.replace(r"\\t", "\t"), line)
    if not match:
        return line
    for number in reversed([n for n, place in enumerate(places, 1) if place == "{{.State.Pid}}"]):
        start, end = match.span(number)
        line = line[:start] + ("<pid>" if match[number] != "0" else "0") + line[end:]
    return line


def _in_order(lines: Iterable[str]) -> Iterator[str]:
    """Tables that are sorted by a random name or id, sorted by what is not random."""
    head = ""
    for is_edge, part in groupby(lines, lambda line: not line.strip() or _unordered(line)):
        rows = list(part)
        yield from rows if is_edge or not _unordered(head) else sorted(rows, key=quiet)
        head = rows[-1]


def _unordered(line: str) -> bool:
    return any(title in line for title in UNORDERED)
