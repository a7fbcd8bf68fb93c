"""The names that a transcript gives to what it makes: containers, images, volumes, networks.

Read from the commands alone, so that a name that is taken can be refused before anything runs, and so that
the clean-up can tell what a transcript made from what was made at the same time by somebody else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from macros.examples import Example
from tests.examples.calls import Call, calls, parse

_NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_MOUNT_SOURCE = re.compile(r"(?:^|,)(?:source|src)=([^,]+)")


@dataclass
class Names:
    """Each name that a transcript makes, and the line of the command that makes it first.

    `projects` are Compose's; what is in them, compose_names.py finds.
    """

    containers: dict[str, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)
    volumes: dict[str, int] = field(default_factory=dict)
    networks: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)

    def add(self, others: "Names") -> None:
        for kind, names in vars(others).items():
            setattr(self, kind, names | getattr(self, kind))

    def without(self, others: "Names") -> "Names":
        """The names that are not among `others`."""
        return Names(
            *(
                {name: line for name, line in names.items() if name not in getattr(others, kind)}
                for kind, names in vars(self).items()
            )
        )


def names(example: Example) -> Names:
    """Every name that the example's transcript itself gives to what it makes; Compose gives others."""
    found = Names()
    for call in calls(example.transcript.commands):
        _take(found, call)
    return found


def canonical(reference: str) -> str:
    """An image reference with what Docker adds to it: `greet` -> `docker.io/library/greet:latest`."""
    name, _, digest = reference.partition("@")
    first, slash, _ = name.partition("/")
    if not slash:
        name = f"docker.io/library/{name}"
    elif not (any(mark in first for mark in ".:") or first != first.lower() or first == "localhost"):
        name = f"docker.io/{name}"
    if digest:
        return f"{name}@{digest}"
    return name if ":" in name.rsplit("/", 1)[-1] else f"{name}:latest"


def _take(found: Names, call: Call) -> None:
    line = call.line
    if call.verb in ("run", "create"):
        _note(found.containers, call.values("--name"), line)
        _note(found.volumes, _volumes(call), line)
    elif call.verb == "compose" and call.arguments[:1] == ["run"]:
        options, _ = parse("compose run", call.arguments[1:])
        _note(found.containers, (value for name, value in options if name == "--name"), line)
    elif call.verb == "build":
        _note(found.images, map(canonical, call.values("--tag", "-t")), line)
    elif call.verb in ("tag", "commit", "import"):
        _note(found.images, map(canonical, call.arguments[1:2]), line)
    elif call.verb == "rename":
        _note(found.containers, call.arguments[1:2], line)
    elif call.verb == "volume create":
        _note(found.volumes, call.values("--name") + call.arguments, line)
    elif call.verb == "network create":
        _note(found.networks, call.arguments, line)


def _volumes(call: Call) -> Iterator[str]:
    for value in call.values("--volume", "-v"):
        source, colon, _ = value.partition(":")
        if colon and _NAMED.fullmatch(source):
            yield source
    for value in call.values("--mount"):
        if "type=bind" not in value and (match := _MOUNT_SOURCE.search(value)):
            yield match[1]


def _note(place: dict[str, int], found: Iterable[str], line: int) -> None:
    for name in found:
        if "$" not in name:
            place.setdefault(name, line)
