"""What a transcript leaves on the engine, and how it is removed without touching anything else."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from macros.examples import Example
from macros.problems import Problem, relative
from tests.engine import Engine
from tests.examples.names import Names, canonical

_PROJECT = '{{.Label "com.docker.compose.project"}}'
# How to list each kind; in the order of removal: what a container uses, or its volumes without a name, goes after it.
_LISTED = {
    "container": ("--all", "--no-trunc", "--format", f"{{{{.ID}}}}\t{{{{.Names}}}}\t{_PROJECT}"),
    "network": ("--no-trunc", "--format", f"{{{{.ID}}}}\t{{{{.Name}}}}\t{_PROJECT}"),
    "volume": ("--format", f"{{{{.Name}}}}\t{{{{.Name}}}}\t{_PROJECT}"),
    "image": ("--no-trunc", "--format", "{{json .}}"),
}
_FORCED = {
    "container": ("--force", "--volumes"),
    "network": (),
    "volume": ("--force",),
    "image": ("--force",),
}


@dataclass(frozen=True, order=True)
class Thing:
    """One thing that an engine holds: a container, a network, a volume, or one name of an image.

    `identity` is its id, or a volume's name. An image without a name has its id as `name`. `project` is the Compose
    project that it belongs to, or "".
    """

    kind: str
    identity: str
    name: str
    project: str = ""


def state(engine: Engine, kinds: Iterable[str] = tuple(_LISTED)) -> frozenset[Thing]:
    """The engine's containers, networks, volumes and images now, or those of the given kinds."""
    with ThreadPoolExecutor() as pool:  # each list is mostly the time that a `docker` takes to start
        return frozenset().union(*pool.map(partial(_things, engine), kinds))


def taken(
    engine: Engine,
    present: frozenset[Thing],
    example: Example,
    made: Names,
    so_far: str = "Nothing was run.",
) -> list[Problem]:
    """A problem for each name that the transcript would make and that is among what the engine holds already."""
    there = {(thing.kind, thing.name) for thing in present}
    there |= {("Compose project", thing.project) for thing in present if thing.project}
    there |= {("Compose project", name) for name in made.projects if _has_images(engine, name)}
    wanted = {**_by_kind(made), "Compose project": made.projects}
    return [
        Problem(
            relative(example.transcript_path),
            line,
            f"The {kind} name `{name}` is already taken on this engine.",
            f"{so_far} Rename or remove your {kind}, or use `ENGINE=private`.",
        )
        for kind, names in wanted.items()
        for name, line in names.items()
        if (kind, name) in there
    ]


def remove(engine: Engine, made: Names, before: frozenset[Thing], printed: str) -> list[str]:
    """Remove what the transcript made and is still there. Returns what is new too, but bears none of its names.

    `printed` is all that its commands printed: an image without a name is the transcript's if its id stands there.
    What bears no name of the transcript may be somebody else's on an engine that others use, so it stays there. On
    the private one, where nobody else works, it is removed.
    """
    alone = engine.kind == "private"
    strays: list[Thing] = []
    all_new = state(engine) - before
    for kind, force in _FORCED.items():
        new = {thing for thing in all_new if thing.kind == kind}
        if kind == "volume" and new:
            new &= _things(engine, kind)  # those without a name went with their containers
        named = {thing for thing in new if _is_of(made, thing, printed)}
        ours = sorted(new if alone else named)
        if ours:
            engine.docker(
                kind, "rm", *force, *(each.name if kind == "image" else each.identity for each in ours)
            )
        strays += sorted(new - named)
    # Building a name again leaves the older image without one: nobody else's, but only known here if printed.
    return [f"the {each.kind} `{each.name}`" for each in strays if not (alone and _is_unnamed_image(each))]


def _by_kind(made: Names) -> dict[str, dict[str, int]]:
    return {
        "container": made.containers,
        "network": made.networks,
        "volume": made.volumes,
        "image": made.images,
    }


def _is_of(made: Names, thing: Thing, printed: str) -> bool:
    """Whether the transcript made the thing, as far as names tell."""
    if thing.name in _by_kind(made)[thing.kind] or thing.project in made.projects:
        return True
    return _is_unnamed_image(thing) and thing.identity in printed


def _is_unnamed_image(thing: Thing) -> bool:
    return thing.kind == "image" and thing.name == thing.identity


def _has_images(engine: Engine, project: str) -> bool:
    """Whether the engine holds an image that Compose built for this project; lists of images tell no labels."""
    only = ("--quiet", "--filter", f"label=com.docker.compose.project={project}")
    return bool(engine.docker("image", "ls", *only).stdout.split())


def _things(engine: Engine, kind: str) -> set[Thing]:
    lines = engine.docker(kind, "ls", *_LISTED[kind]).stdout.splitlines()
    if kind == "image":
        rows = map(json.loads, lines)
        return {Thing(kind, str(row["ID"]), _reference(row)) for row in rows}
    return {Thing(kind, *line.split("\t")) for line in lines}


def _reference(row: dict[str, Any]) -> str:
    if row["Repository"] == "<none>":
        return str(row["ID"])
    if row["Tag"] == "<none>":
        return canonical(
            f"{row['Repository']}@{row['Digest']}" if row["Digest"] != "<none>" else row["Repository"]
        )
    return canonical(f"{row['Repository']}:{row['Tag']}")
