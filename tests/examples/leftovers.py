"""What a transcript leaves on the engine, and how it is removed without touching anything else."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from docker import APIClient
from docker.errors import NotFound

from macros.examples import Example
from macros.problems import Problem, relative
from tests.engine import Engine
from tests.examples.names import Names, canonical

_PROJECT = "com.docker.compose.project"
# In the order of removal: what a container uses, or its volumes without a name, goes after it.
_KINDS = ("container", "network", "volume", "image")


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


def state(engine: Engine, kinds: Iterable[str] = _KINDS) -> frozenset[Thing]:
    """The engine's containers, networks, volumes and images now, or those of the given kinds."""
    with engine.api() as client:
        return frozenset(thing for kind in kinds for thing in _LISTS[kind](client.api))


def images_of(engine: Engine, names: Collection[str]) -> frozenset[Thing]:
    """The engine's images of these names. To list all of them is work for the engine, since it tells their sizes."""
    with engine.api() as client:
        found = frozenset(_images(client.api, {"reference": [*names]}))
    # The engine's filter is wider: it takes a name without a tag for all tags, and no names for all images.
    return frozenset(thing for thing in found if is_named(thing, names))


def present(engine: Engine, names: Collection[str]) -> frozenset[Thing]:
    """What the engine holds now that bears one of the names."""
    others = state(engine, [kind for kind in _KINDS if kind != "image"])
    return images_of(engine, names) | {thing for thing in others if is_named(thing, names)}


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
    for kind in _KINDS:
        new = {thing for thing in all_new if thing.kind == kind}
        if kind == "volume" and new:
            new &= state(engine, [kind])  # those without a name went with their containers
        named = {thing for thing in new if _is_of(made, thing, printed)}
        for each in sorted(new if alone else named):
            _remove(engine, each)
        strays += sorted(new - named)
    # Building a name again leaves the older image without one: nobody else's, but only known here if printed.
    return [f"the {each.kind} `{each.name}`" for each in strays if not (alone and _is_unnamed_image(each))]


def is_named(thing: Thing, names: Iterable[str]) -> bool:
    """Whether the thing bears one of the names, as commands write them."""
    if thing.kind == "image":
        return thing.name in map(canonical, names)
    return thing.name in names


def remove_things(engine: Engine, things: Iterable[Thing]) -> None:
    """Remove things of the engine, those first that use others."""
    for each in sorted(things, key=lambda thing: (_KINDS.index(thing.kind), thing)):
        _remove(engine, each)


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
    with engine.api() as client:
        return bool(client.api.images(filters={"label": f"{_PROJECT}={project}"}))


def _remove(engine: Engine, thing: Thing) -> None:
    """Remove it, whatever state it is in. It may have gone by itself, as a container with `--rm` does."""
    with engine.api() as client, suppress(NotFound):
        api = client.api
        match thing.kind:
            case "container":
                api.remove_container(thing.identity, v=True, force=True)
            case "network":
                api.remove_network(thing.identity)
            case "volume":
                api.remove_volume(thing.identity, force=True)
            case _:
                api.remove_image(thing.name, force=True)


def _containers(api: APIClient) -> Iterator[Thing]:
    for row in api.containers(all=True):
        # A link gives a container further names, with the other one's before them: `/web/db`.
        names = [name[1:] for name in row["Names"] if name.count("/") == 1]
        yield Thing("container", row["Id"], next(iter(names), ""), (row["Labels"] or {}).get(_PROJECT, ""))


def _networks(api: APIClient) -> Iterator[Thing]:
    for row in api.networks():
        yield Thing("network", row["Id"], row["Name"], (row["Labels"] or {}).get(_PROJECT, ""))


def _volumes(api: APIClient) -> Iterator[Thing]:
    for row in api.volumes()["Volumes"] or []:
        yield Thing("volume", row["Name"], row["Name"], (row["Labels"] or {}).get(_PROJECT, ""))


def _images(api: APIClient, filters: Mapping[str, object] | None = None) -> Iterator[Thing]:
    for row in api.images(filters=filters):
        tags = row["RepoTags"] or []
        tagged = {tag.rpartition(":")[0] for tag in tags}
        # The digest of a repository that has tags is no name of its own: it goes with the last of them.
        digests = [each for each in row["RepoDigests"] or [] if each.partition("@")[0] not in tagged]
        for name in [*map(canonical, (*tags, *digests))] or [row["Id"]]:
            yield Thing("image", row["Id"], name)


_LISTS: dict[str, Callable[[APIClient], Iterator[Thing]]] = {
    "container": _containers,
    "network": _networks,
    "volume": _volumes,
    "image": _images,
}
