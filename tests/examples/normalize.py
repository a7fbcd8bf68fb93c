"""What changes from run to run inside a line, and the placeholder that takes its place before outputs are compared.

A rule is one row of RULES and one row of CASES in test_normalize.py: noise that it hides, a change that it shows.
What hangs on columns is in columns.py, what hangs on the order of lines in interleaved.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

GRACE_SECONDS = 10  # what `docker stop` waits before it kills, unless told otherwise
GENERATED = r"[a-z]{3,}_[a-z]{2,}\d?"  # a name that the engine makes up, such as quirky_euler
_EPHEMERAL = range(32768, 61000)  # Linux: net.ipv4.ip_local_port_range

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
_ZONE = r"(?:Z| ?[+-]\d\d:?\d\d| UTC| GMT)*"
_AGE = r"(?:About an? |Less than a |\d+ )(?:second|minute|hour|day|week|month|year)s?"
# Values that somebody set, not measured: `interval: 1.5s` in a Compose file.
_SETTING = re.compile(r"(?:interval|period|timeout|delay|window)\"?[:=] ?\"?$", re.IGNORECASE)
# What a program says by chance, as a whole line.
BY_CHANCE = (
    # The client has a few tries of a few milliseconds each for a container that starts.
    "failed to resize tty, using default size",
)


@dataclass(frozen=True)
class Rule:
    """One kind of noise: what it looks like, what is put in its place, why it varies."""

    name: str
    pattern: str
    placeholder: "str | Callable[[re.Match[str]], str]"
    why: str

    def apply(self, line: str) -> str:
        """The line with every piece of this noise replaced."""
        return re.sub(self.pattern, self.placeholder, line)


def _duration(match: "re.Match[str]") -> str:
    """A measured time. The one difference that counts is whether the grace period of a stop ran out."""
    if _SETTING.search(match.string[: match.start()]):
        return match[0]
    part = match.groupdict()
    seconds = int(part["minutes"] or 0) * 60 + float(part["number"]) / {"ms": 1e3, "µs": 1e6}.get(
        part["unit"], 1
    )
    sign = "s or more" if seconds >= GRACE_SECONDS else "s or less"
    return f"<{GRACE_SECONDS} {sign}>"


def _measured(before: str, number: str, after: str) -> str:
    return rf"{before}(?:(?P<minutes>\d+)m ?)?(?P<number>{number})(?P<unit>{after})"


def _port(match: "re.Match[str]") -> str:
    return "<port>" if int(match[0]) in _EPHEMERAL else match[0]


RULES = (
    Rule("long id", r"\b[0-9a-f]{64}\b", "<id>", "ids are random"),
    # One id in 280 has no letter; a number of 12 digits that is not an id, such as nanoseconds, ends in zeros.
    Rule(
        "short id",
        r"\b(?:(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12}|\d{6}(?!0{6})\d{6})\b",
        "<id>",
        "ids are random",
    ),
    Rule("BuildKit id", r"\b(?=\d*[a-z])[a-z0-9]{25}\b", "<id>", "ids are random"),
    Rule("MAC address", r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", "<mac>", "random"),
    # The year 1 means "never" in the engine's answers.
    Rule("time stamp", rf"\b(?!0001-)\d{{4}}[-/]\d\d[-/]\d\d[T ]{_CLOCK}{_ZONE}", "<time>", "the clock"),
    Rule("log time stamp", rf"\b\d{{1,2}}/{_MONTH}/\d{{4}}[: ]{_CLOCK}{_ZONE}", "<time>", "the clock"),
    Rule(
        "date in words",
        rf"\b(?:{_DAY},? )?(?:{_MONTH} +\d+|\d+ {_MONTH}(?: \d{{4}})?) {_CLOCK}{_ZONE}(?: \d{{4}})?\b",
        "<time>",
        "the clock",
    ),
    Rule(
        "file date", rf"\b{_MONTH} +\d{{1,2}} (?: ?\d{{4}}|\d\d:\d\d)(?= )", "<time>", "when a file was made"
    ),
    Rule("day of a recording", r"(?<=images, )\d{4}-\d\d-\d\d$", "<day>", "the day of the run"),
    Rule("clock", rf"(?<![\w-]){_CLOCK}\b", "<time>", "the clock"),
    Rule("age", rf"\b{_AGE} ago\b", "<age> ago", "how long ago"),
    Rule("up time", rf"\bUp {_AGE}", "Up <age>", "how long it has been running"),
    # A whole number of seconds alone (`30s`) is nearly always a setting, so it stays.
    Rule(
        "duration",
        _measured(r"\b", r"\d+\.\d+|\d+(?=ms\b|µs\b)|(?<=m)\d+", r"ms|µs|s") + r"\b",
        _duration,
        "speed",
    ),
    Rule("duration in words", _measured(r"\b", r"\d+\.\d+", " seconds?") + r"\b", _duration, "speed"),
    Rule(
        "time -p",
        _measured(r"(?:(?<=^real )|(?<=^user )|(?<=^sys ))", r"\d+\.\d+", "") + "$",
        _duration,
        "speed",
    ),
    Rule("life of a container", _measured("(?<=execDuration=)", r"\d+", ""), _duration, "speed"),
    # logrus, in which the client and Compose write, counts them from its own start.
    Rule("seconds of a log", r"^(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,}\]", r"\1[<seconds>]", "speed"),
    Rule("rate", r"\b\d+(?:\.\d+)? ?[kMG]i?B/s", "<rate>", "speed"),
    Rule(
        "private address",
        r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?P<net>/)?(?(net)\d+)\b",
        r"<address>\g<net>",
        "each engine has its own address pool",
    ),
    Rule(
        "IPv6 address", r"\bf(?:d[0-9a-f]{2}|e80):[0-9a-f:]+(?:/\d+)?", "<address>", "random, or of the pool"
    ),
    Rule(
        "ephemeral port",
        r'(?<=[0-9\]]:)\d{5}\b|(?<=:::)\d{5}\b|(?<="HostPort": ")\d{5}\b|(?<=localhost:)\d{5}\b',
        _port,
        "a port published without a number is given a free one",
    ),
    Rule("job", r"^\[(\d+)\] \d+$", r"[\1] <pid>", "process ids are counted by the machine"),
    Rule("process id", r'(?<="Pid": )[1-9]\d*', "<pid>", "process ids are counted by the machine"),
    Rule("process id of tini", r"(?<=tini \()\d+(?=\)\])", "<pid>", "a container's start uses up some"),
    Rule("interface number", r"@if\d+\b", "@if<number>", "interfaces are counted by the machine"),
    Rule("virtual interface", r"\bveth[0-9a-f]{7}\b", "<veth>", "its name is random"),
    Rule("snapshot", r"(?<=/snapshots/)\d+(?=/)", "<number>", "snapshots are counted by the engine"),
    Rule("generated name", rf'(?<="Name": "/){GENERATED}(?=")|(?<=\bname=){GENERATED}\b', "<name>", "random"),
    Rule("temporary folder", r"(?:/[\w.+-]+)*/field-notes-\w{8}(?!\w)", "<folder>", "its name is random"),
    Rule("links of /proc", r"^(dr-xr-xr-x +)\d+(?= .* (?:proc|sys)$)", r"\1<links>", "one for each process"),
    Rule(
        "column width", r"(?<=\S)[ \t]{2,}(?=\S)", "  ", "columns are as wide as the longest id, time or name"
    ),
    Rule("column end", r"(?<=\S)[ \t]+$", "", "the same, in the last column"),
)


def quiet(line: str) -> str:
    """A line with all noise replaced; sizes stay, since they may differ only a little."""
    for rule in RULES:
        line = rule.apply(line)
    return line
