"""Whether an example ran in the lab: each command ended as recorded, and printed the same, or what we can explain.

`same` of the tests judges what is equal, as it does for the recordings. Beyond that only the differences below are
let pass. Each is one that a sentence tells a reader, and says as narrowly as it can how the machine's words follow
from the recorded ones: whatever else differs is a fault.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from macros.transcripts import Command
from tests.examples.equal import same

LINES = 20  # of what the machine printed, that are written down
_NO_NETWORK = re.compile(
    r"[Tt]emporary failure (?:in name resolution|resolving)|[Nn]ame or service not known|[Cc]ould not resolve"
    r"|server misbehaving|lookup \S+ on 127\.0\.0\.1:53|[Nn]etwork is unreachable|bad address"
)
Lines = Sequence[str]
Pair = tuple[Lines, Lines]


@dataclass(frozen=True)
class Outcome:
    """How a command went in the lab: what it printed, its exit status (None: it did not end), and how long it took."""

    lines: tuple[str, ...]
    status: int | None
    seconds: float
    unanswered: int = 0  # prompts that did not come


@dataclass(frozen=True)
class Difference:
    """One that a reader can be told of: the sentence, and what makes recorded and printed lines comparable."""

    why: str
    apply: Callable[[Lines, Lines], Pair]


def _says(*words: tuple[str, str]) -> Callable[[Lines, Lines], Pair]:
    """Where the recording has the first of two words (a pattern), the machine has the second."""

    def apply(recorded: Lines, printed: Lines) -> Pair:
        for pattern, other in words:
            recorded = [re.sub(pattern, other, line) for line in recorded]
        return recorded, printed

    return apply


# What the legacy builder says before it begins. How it tells its steps can't be compared with what BuildKit tells.
_LEGACY_WARNING = re.compile(
    r"^DEPRECATED: The legacy builder is deprecated .*\n"
    r" +BuildKit is currently disabled.*\n +environment-variable\.\n\n",
    re.MULTILINE,
)


def _builder(recorded: Lines, printed: Lines) -> Pair:
    return recorded, _LEGACY_WARNING.sub("", "".join(f"{line}\n" for line in printed)).splitlines()


# What bash says of a program in the background as soon as it is there, and once it has ended.
_JOB = re.compile(r"\[\d+\](?: \d+|[+-]? +Done\b.*)")


def _jobs(recorded: Lines, printed: Lines) -> Pair:
    return recorded, [line for line in printed if not _JOB.fullmatch(line)]


DIFFERENCES = (
    Difference(
        "The machine is a 32-bit PC: its platform is `linux/386`.",
        _says(
            (r"\bamd64\b", "386"),
            (r"\bx86_64\b(?!-linux)", "i686"),
            (r"\bx86_64-linux-gnu\b", "i386-linux-gnu"),
        ),
    ),
    Difference(
        "Containers are started by crun here, in the place of runc.",
        _says((r"^runc$", "crun")),
    ),
    Difference(
        "Images are kept by the storage driver `overlay2` here, not in the image store of containerd.",
        _says((r"^overlayfs$", "overlay2")),
    ),
    Difference(
        "The folder of an example lies in `/root` here.",
        _says((r"(?:/[\w.+-]+)*/field-notes-\w{8}(?!\w)", "/root")),
    ),
    Difference("The shell here tells of programs in the background.", _jobs),
    Difference(
        "Images are built by the legacy builder here, which takes a quarter of BuildKit's time in an emulator. "
        "It says so.",
        _builder,
    ),
)


def explanation(command: str, recorded: Lines, printed: Lines) -> str:
    """What a reader is told of this difference; "" if the outputs are not the same but for known differences."""
    may = [each for each in DIFFERENCES if each.apply(recorded, printed) != (recorded, printed)]
    for size in range(1, len(may) + 1):
        for some in combinations(may, size):
            if _same_but_for(some, command, recorded, printed):
                return " ".join(each.why for each in some)
    return ""


def judge(commands: Sequence[Command], outcomes: Sequence[Outcome], *first: str) -> dict[str, Any]:
    """What lab/checked.json says of an example whose commands went so, after those of `first`.

    Commands without an outcome did not run.
    """
    differs: list[dict[str, Any]] = []
    for number, (was, now) in enumerate(zip(commands, outcomes, strict=False), start=1):
        known = _difference(was, now)
        if known is None:
            continue
        told = {"command": number, "why": known} if known else {"command": number}
        differs.append({**told, "lines": list(now.lines[:LINES])})
        if not known:
            return {"ran": False, "why": _fault(number, was, now), "differs": differs}
    if len(outcomes) < len(commands):
        return {"ran": False, "why": f"The machine stopped before command {len(outcomes) + 1}."}
    seconds = round(sum(each.seconds for each in outcomes), 1)
    return {"ran": True, "seconds": seconds, "differs": differs, **({"first": [*first]} if first else {})}


def fails(was: Command, now: Outcome) -> bool:
    """Whether the example can't have run once one of its commands went so."""
    return _difference(was, now) == ""


def _difference(was: Command, now: Outcome) -> str | None:
    """None for no difference, else what a reader is told, "" where that can't be told."""
    if was.status != now.status or now.unanswered:
        return ""
    if same(was.text, was.output, now.lines):
        return None
    return explanation(was.text, was.output, now.lines)


def _same_but_for(differences: Sequence[Difference], command: str, recorded: Lines, printed: Lines) -> bool:
    for each in differences:
        recorded, printed = each.apply(recorded, printed)
    return same(command, recorded, printed)


def _fault(number: int, was: Command, now: Outcome) -> str:
    if any(_NO_NETWORK.search(line) for line in now.lines) and not any(map(_NO_NETWORK.search, was.output)):
        return f"Command {number} needs a network."
    if now.status is None:
        return f"Command {number} has not ended after {now.seconds:.0f} s."
    if now.unanswered:
        return f"Command {number} ended before it asked for what is typed into it."
    if was.status != now.status:
        return f"Command {number} ended with exit status {now.status}, recorded is {was.status}."
    return f"Command {number} prints something else."
