"""What a transcript leaves on the engine, and how it is removed without touching anything else."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from macros.examples import Example
from macros.problems import Problem, relative
from tests.engine import Engine
from tests.examples.names import Names, canonical

_PROJECT = "com.docker.compose.project"
_LISTED_BY = {
    "container": ("container", "ls", "--all", "--quiet", "--no-trunc"),
    "network": ("network", "ls", "--quiet", "--no-trunc"),
    "volume": ("volume", "ls", "--quiet"),
}
_REMOVED_WITH = {"container": ("--force", "--volumes"), "network": (), "volume": ("--force",)}


@dataclass(frozen=True)
class State:
    """What an engine holds: ids of containers and networks, volume names, image id by reference (or by id)."""

    containers: frozenset[str]
    networks: frozenset[str]
    volumes: frozenset[str]
    images: frozenset[tuple[str, str]]


def state(engine: Engine) -> State:
    """The engine's containers, networks, volumes and images now."""
    containers, networks, volumes = (frozenset(_words(engine, *words)) for words in _LISTED_BY.values())
    return State(containers, networks, volumes, _images(engine))


def _images(engine: Engine) -> frozenset[tuple[str, str]]:
    return frozenset((row["ID"], _reference(row)) for row in _rows(engine, "image", "ls", "--no-trunc"))


def taken(engine: Engine, example: Example, made: Names, so_far: str = "Nothing was run.") -> list[Problem]:
    """A problem for each name that the transcript would make and that the engine already has."""
    there = (
        ("container", made.containers, _words(engine, "container", "ls", "--all", "--format", "{{.Names}}")),
        ("image", made.images, {reference for _, reference in _images(engine)}),
        ("volume", made.volumes, _words(engine, "volume", "ls", "--quiet")),
        ("network", made.networks, _words(engine, "network", "ls", "--format", "{{.Name}}")),
        ("Compose project", made.projects, {name for name in made.projects if _has_project(engine, name)}),
    )
    return [
        Problem(
            relative(example.transcript_path),
            line,
            f"The {kind} name `{name}` is already taken on this engine.",
            f"{so_far} Rename or remove your {kind}, or use `ENGINE=private`.",
        )
        for kind, names, present in there
        for name, line in names.items()
        if name in present
    ]


def remove(engine: Engine, made: Names, before: State, printed: str) -> list[str]:
    """Remove what the transcript made and is still there. Returns what is new too, but bears none of its names.

    `printed` is all that its commands printed: an image without a name is the transcript's if its id stands there.
    What bears no name of the transcript may be somebody else's on an engine that others use, so it stays there. On
    the private one, where nobody else works, it is removed.
    """
    # Containers first: nothing that one uses can be removed.
    strays = [stray for kind in _LISTED_BY for stray in _remove(engine, kind, made, before)]
    return strays + _remove_images(engine, made, before, printed)


def _remove(engine: Engine, kind: str, made: Names, before: State) -> list[str]:
    """Remove the new things of a kind: those that bear one of the names, or are of a project that is ours."""
    ours, strays = [], []
    for row in _inspect(engine, kind, _words(engine, *_LISTED_BY[kind]) - getattr(before, f"{kind}s")):
        name = row["Name"].lstrip("/")
        named = name in getattr(made, f"{kind}s") or _project(row) in made.projects
        if not named:
            strays.append(f"the {kind} `{name}`")
        if named or engine.kind == "private":
            ours.append(row.get("Id", name))  # a volume has no id
    if ours:
        engine.docker(kind, "rm", *_REMOVED_WITH[kind], *ours)
    return strays


def _remove_images(engine: Engine, made: Names, before: State, printed: str) -> list[str]:
    alone = engine.kind == "private"
    ours, strays = [], []
    for identity, reference in _images(engine) - before.images:
        unnamed = reference == identity
        named = identity in printed if unnamed else reference in made.images
        # Building a name again leaves the older image without one: nobody else's, but only known here if printed.
        if not named and not (unnamed and alone):
            strays.append(f"the image `{reference}`")
        if named or alone:
            ours.append(reference)
    if ours:
        engine.docker("image", "rm", "--force", *ours)
    return strays


def _project(row: dict[str, Any]) -> str:
    labels = row.get("Config", row)["Labels"] or {}  # a container keeps them in its settings
    return str(labels.get(_PROJECT, ""))


def _has_project(engine: Engine, name: str) -> bool:
    """Whether anything on the engine is of this Compose project, also if its names are others."""
    only = ("--quiet", "--filter", f"label={_PROJECT}={name}")
    return any(
        _words(engine, *command, *only)
        for command in (("container", "ls", "--all"), ("image", "ls"), ("volume", "ls"), ("network", "ls"))
    )


def _reference(row: dict[str, Any]) -> str:
    if row["Repository"] == "<none>":
        return str(row["ID"])
    if row["Tag"] == "<none>":
        return canonical(
            f"{row['Repository']}@{row['Digest']}" if row["Digest"] != "<none>" else row["Repository"]
        )
    return canonical(f"{row['Repository']}:{row['Tag']}")


def _rows(engine: Engine, *command: str) -> list[dict[str, Any]]:
    lines = engine.docker(*command, "--format", "{{json .}}").stdout.splitlines()
    return [json.loads(line) for line in lines]


def _words(engine: Engine, *command: str) -> set[str]:
    return set(engine.docker(*command).stdout.split())


def _inspect(engine: Engine, kind: str, which: Iterable[str]) -> list[dict[str, Any]]:
    which = list(which)
    return json.loads(engine.docker(kind, "inspect", *which, check=False).stdout or "[]") if which else []
