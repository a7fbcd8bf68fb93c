"""What changes from run to run, and the placeholder that takes its place before two outputs are compared.

A rule is one row of RULES and two rows of test_equal.py: one where it hides noise, one where a real change shows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

GRACE_SECONDS = 10  # what `docker stop` waits before it kills, unless told otherwise
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
_ZONE = r"(?:Z| ?[+-]\d\d:?\d\d| UTC| GMT)*"
_AGE = r"(?:About an? |Less than a |\d+ )(?:second|minute|hour|day|week|month|year)s?"


@dataclass(frozen=True)
class Rule:
    """One kind of noise: what it looks like, what is put in its place, why it varies."""

    name: str
    pattern: re.Pattern[str]
    placeholder: "str | Callable[[re.Match[str]], str]"
    why: str

    def apply(self, line: str) -> str:
        return self.pattern.sub(self.placeholder, line)


def _duration(match: "re.Match[str]") -> str:
    """A measured time. The one difference that counts is whether the grace period of a stop ran out."""
    minutes, number, unit = match["minutes"] or "0", float(match["number"]), match["unit"]
    seconds = int(minutes) * 60 + number / {"s": 1, "ms": 1e3, "µs": 1e6}[unit]
    return f"<{GRACE_SECONDS} s or more>" if seconds >= GRACE_SECONDS else f"<under {GRACE_SECONDS} s>"


RULES = (
    Rule(
        "digest", re.compile(r"\bsha256:[0-9a-f]{64}\b"), "<digest>", "images carry the time they were built"
    ),
    Rule("long id", re.compile(r"\b[0-9a-f]{64}\b"), "<id>", "ids are random"),
    Rule("short id", re.compile(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12}\b"), "<id>", "ids are random"),
    Rule(
        "MAC address",
        re.compile(r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b"),
        "<mac>",
        "random, or made from the address",
    ),
    Rule(
        "BuildKit reference", re.compile(r"\b[a-z0-9]{25}::[a-z0-9]{25}\b"), "<ref>", "references are random"
    ),
    Rule("step clock", re.compile(r"^(#\d+) \d+\.\d+ "), r"\1 ", "seconds since the step began"),
    Rule(
        "step duration",
        re.compile(r"^(#\d+ (?:DONE|.* done))(?: \d+\.\d+s)(?: done)?$"),
        r"\1",
        "the machine's speed",
    ),
    Rule("time stamp", re.compile(rf"\b\d{{4}}[-/]\d\d[-/]\d\d[T ]{_CLOCK}{_ZONE}"), "<time>", "the clock"),
    Rule(
        "log time stamp",
        re.compile(rf"\b\d{{1,2}}/{_MONTH}/\d{{4}}[: ]{_CLOCK}{_ZONE}"),
        "<time>",
        "the clock",
    ),
    Rule(
        "date in words",
        re.compile(rf"\b{_DAY},? (?:{_MONTH} +\d+|\d+ {_MONTH} \d{{4}}) {_CLOCK}{_ZONE}(?: \d{{4}})?"),
        "<time>",
        "the clock",
    ),
    Rule(
        "file date",
        re.compile(rf"\b{_MONTH} +\d{{1,2}} (?: ?\d{{4}}|\d\d:\d\d)(?= )"),
        "<time>",
        "when a file was made",
    ),
    Rule("clock", re.compile(rf"\b{_CLOCK}\b"), "<time>", "the clock"),
    Rule("age", re.compile(rf"\b{_AGE} ago\b"), "<age> ago", "how long ago"),
    Rule("up time", re.compile(rf"\bUp {_AGE}"), "Up <age>", "how long it has been running"),
    Rule(
        "duration",
        re.compile(r"\b(?:(?P<minutes>\d+)m)?(?P<number>\d+\.\d+|\d+(?=ms|µs))(?P<unit>ms|µs|s)\b"),
        _duration,
        "the machine's speed",
    ),
    Rule(
        "private address",
        re.compile(
            r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?P<net>/)?(?(net)\d+)\b"
        ),
        r"<address>\g<net>",
        "each engine has its own address pool",
    ),
    Rule(
        "IPv6 address",
        re.compile(r"\bf(?:d[0-9a-f]{2}|e80):[0-9a-f:]+(?:/\d+)?"),
        "<address>",
        "random, or of the pool",
    ),
    Rule(
        "ephemeral port",
        re.compile(r"(?<=:)(?:3[3-9]|4\d|5\d)\d{3}\b|(?<=:)32[89]\d\d\b|(?<=:)327[7-9]\d\b|(?<=:)3276[89]\b"),
        "<port>",
        "published ports without a number are given one from 32768 up",
    ),
    Rule("job", re.compile(r"^\[(\d+)\] \d+$"), r"[\1] <pid>", "process ids are counted by the machine"),
    Rule(
        "process id", re.compile(r'(?<="Pid": )[1-9]\d*'), "<pid>", "process ids are counted by the machine"
    ),
    Rule("interface number", re.compile(r"@if\d+\b"), "@if<number>", "interfaces are counted by the machine"),
    Rule(
        "column width",
        re.compile(r"(?<=\S) {2,}(?=\S)"),
        "  ",
        "columns are as wide as the longest ids, times and names",
    ),
    Rule("column end", re.compile(r"(?<=\S) +$"), "", "the same, in the last column"),
)
_TABLE_HEAD = re.compile(r"\s*(?:%?[A-Z]+\s+)*(?:P?PID)(?:\s+%?[A-Z]+)*\s*")
_PROCESS_NOISE = {"PID", "PPID", "TIME", "STIME", "START", "STAT", "%CPU", "%MEM", "VSZ", "RSS", "C"}
_GENERATED = re.compile(r"\b[a-z]+_[a-z]+\d?$")
_STEP = re.compile(r"#(\d+) ?(.*)")
_STEP_NOISE = re.compile(
    r"transferring |sha256:|<digest>|(?:exporting|unpacking|naming|resolve|extracting) |\[auth\]|\.\.\.$|DONE|$"
)
_COMPOSE_STEP = re.compile(
    r" (?:Container|Network|Volume|Image|Service) \S+ +\S+.*| \S+  (?:Built|Building|Pulled|Pulling)"
)
_FIGURES = re.compile(r"\d[\d.]*(?:%|[kKMG]?i?B)?")


def normal(command: str, lines: Sequence[str]) -> list[str]:
    """The output of a command with all noise replaced; sizes stay, since they may differ a little only."""
    found = [_apply(line) for line in _tables(command, lines)]
    return _sorted_compose_steps(_sorted_build_steps(found))


def _apply(line: str) -> str:
    for rule in RULES:
        line = rule.apply(line)
    return line


def _tables(command: str, lines: Sequence[str]) -> list[str]:
    """Replace what varies by its column: process ids and times, generated names, figures of `docker stats`."""
    found, head = [], ""
    for line in lines:
        if (
            _TABLE_HEAD.fullmatch(line)
            or line.startswith("CONTAINER ID ")
            or line.rstrip().endswith(" NAMES")
        ):
            head = line
        elif "PID" in head.split() and not head.startswith("CONTAINER"):
            line = _process(head, line)
        elif head.split()[-1:] == ["NAMES"]:
            line = _GENERATED.sub("<name>", line)
        elif head.startswith("CONTAINER ID") and "CPU %" in head:
            who, name, *figures = line.split(None, 2)
            line = "  ".join([who, name, *(_FIGURES.sub("<figure>", each) for each in figures)])
        if ".State.Pid" in command:
            line = re.sub(r"\b[1-9]\d*\b", "<pid>", line)
        found.append(line)
    return found


def _process(head: str, line: str) -> str:
    titles = head.split()
    cells = line.split(None, len(titles) - 1)
    if len(cells) < len(titles):
        return line
    shown = [
        f"<{title}>" if title in _PROCESS_NOISE and not (title.endswith("PID") and cell == "1") else cell
        for title, cell in zip(titles, cells, strict=True)
    ]
    return "  ".join(shown)


def _sorted_build_steps(lines: list[str]) -> list[str]:
    """BuildKit numbers steps as it comes to them and mixes their lines; what counts is each step's own story."""
    steps: dict[str, list[str]] = {}
    rest: list[str] = []
    for line in lines:
        if match := _STEP.fullmatch(line):
            if match[2] == "CACHED" or not _STEP_NOISE.match(match[2]):
                steps.setdefault(match[1], []).append(match[2])
            elif match[1] not in steps:
                steps[match[1]] = []
        elif line or not steps:
            rest.append(line)
    return sorted(f"#{name}" for story in steps.values() for name in _told(story)) + rest


def _told(story: list[str]) -> list[str]:
    internal = story and story[0].startswith(("[internal]", "exporting", "importing"))
    if internal:
        return [story[0]] + [line for line in story[1:] if line.startswith("ERROR")]
    return [f" {story[0]} | {line}" for line in story[1:]] or [f" {line}" for line in story]


def _sorted_compose_steps(lines: list[str]) -> list[str]:
    """Compose works on services side by side: the order of its progress lines is chance."""
    found: list[str] = []
    run: list[str] = []
    for line in [*lines, ""]:
        if _COMPOSE_STEP.fullmatch(line):
            run.append(line)
        else:
            found += [*sorted(run), line]
            run = []
    return found[:-1]
