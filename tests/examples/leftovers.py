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


@dataclass(frozen=True)
class State:
    """What an engine holds: ids of containers and networks, volume names, image id by reference (or by id)."""

    containers: frozenset[str]
    networks: frozenset[str]
    volumes: frozenset[str]
    images: frozenset[tuple[str, str]]


def state(engine: Engine) -> State:
    """The engine's containers, networks, volumes and images now."""
    images = {(row["ID"], _reference(row)) for row in _rows(engine, "image", "ls", "--no-trunc")}
    return State(
        frozenset(_words(engine, "container", "ls", "--all", "--quiet", "--no-trunc")),
        frozenset(_words(engine, "network", "ls", "--quiet", "--no-trunc")),
        frozenset(_words(engine, "volume", "ls", "--quiet")),
        frozenset(images),
    )


def taken(engine: Engine, example: Example, made: Names) -> list[Problem]:
    """A problem for each name that the transcript would make and that the engine already has."""
    containers = _words(engine, "container", "ls", "--all", "--format", "{{.Names}}")
    projects = _words(engine, "container", "ls", "--all", "--format", f'{{{{.Label "{_PROJECT}"}}}}')
    images = {_reference(row) for row in _rows(engine, "image", "ls", "--no-trunc")}
    there = (
        ("container", made.containers, containers),
        ("image", made.images, images),
        ("volume", made.volumes, _words(engine, "volume", "ls", "--quiet")),
        ("network", made.networks, _words(engine, "network", "ls", "--format", "{{.Name}}")),
        ("Compose project", made.projects, projects),
    )
    return [
        Problem(
            relative(example.transcript_path),
            line,
            f"The {kind} name `{name}` is already taken on this engine.",
            f"Nothing was run. Rename or remove your {kind}, or use `ENGINE=private`.",
        )
        for kind, names, present in there
        for name, line in names.items()
        if name in present
    ]


def remove(engine: Engine, example: Example, made: Names, before: State, printed: str) -> list[Problem]:
    """Remove what the transcript made and is still there.

    `printed` is all that its commands printed: an image without a name is the transcript's if its id stands there.
    What is new but bears no name of the transcript may be somebody else's on an engine that others use, so it stays
    there. On the private one, where nobody else works, it is removed, and it is a problem: the transcript has to
    name what it makes, so that the clean-up works everywhere.
    """
    alone = engine.kind == "private"
    strays = _remove_containers(engine, made, before, alone)
    strays += _remove_networks(engine, made, before, alone)
    strays += _remove_volumes(engine, made, before, alone)
    strays += _remove_images(engine, made, before, printed, alone)
    return [
        Problem(
            relative(example.transcript_path),
            1,
            f"The transcript left {stray} behind, which it gave no name.",
            "Give it a name, or remove it in the transcript.",
        )
        for stray in strays
        if alone
    ]


def _remove_containers(engine: Engine, made: Names, before: State, alone: bool) -> list[str]:
    ours, strays = [], []
    for row in _inspect(engine, "container", state(engine).containers - before.containers):
        name = row["Name"].lstrip("/")
        named = name in made.containers or _project(row["Config"]["Labels"]) in made.projects
        if not named:
            strays.append(f"the container `{name}`")
        if named or alone:
            ours.append(row["Id"])
    if ours:
        engine.docker("container", "rm", "--force", "--volumes", *ours)
    return strays


def _remove_networks(engine: Engine, made: Names, before: State, alone: bool) -> list[str]:
    ours, strays = [], []
    for row in _inspect(engine, "network", state(engine).networks - before.networks):
        named = row["Name"] in made.networks or _project(row["Labels"]) in made.projects
        if not named:
            strays.append(f"the network `{row['Name']}`")
        if named or alone:
            ours.append(row["Id"])
    if ours:
        engine.docker("network", "rm", *ours)
    return strays


def _remove_volumes(engine: Engine, made: Names, before: State, alone: bool) -> list[str]:
    ours, strays = [], []
    for row in _inspect(engine, "volume", state(engine).volumes - before.volumes):
        named = row["Name"] in made.volumes or _project(row["Labels"]) in made.projects
        if not named:
            strays.append(f"the volume `{row['Name']}`")
        if named or alone:
            ours.append(row["Name"])
    if ours:
        engine.docker("volume", "rm", "--force", *ours)
    return strays


def _remove_images(engine: Engine, made: Names, before: State, printed: str, alone: bool) -> list[str]:
    ours, strays = [], []
    for identity, reference in state(engine).images - before.images:
        unnamed = reference == identity
        named = reference in made.images or any(f"/{project}-" in reference for project in made.projects)
        named = named or (unnamed and identity in printed)
        # Building a name again leaves the older image without one: nobody else's, but only known here if printed.
        if not named and not unnamed:
            strays.append(f"the image `{reference}`")
        if named or alone:
            ours.append(reference)
    if ours:
        engine.docker("image", "rm", "--force", *ours)
    return strays


def _project(labels: dict[str, str] | None) -> str:
    return (labels or {}).get(_PROJECT, "")


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
