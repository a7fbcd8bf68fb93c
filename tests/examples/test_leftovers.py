"""What an engine's lists of images mean: each name is a thing of its own."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from docker import APIClient

from tests.engine import Engine
from tests.engine.say import Say
from tests.examples.leftovers import Thing, _images, images_of, present

HUB, DIGEST, ID = "docker.io/library", "sha256:" + "d" * 64, "sha256:" + "1" * 64


@pytest.mark.parametrize(
    ("tags", "digests", "names"),
    [
        (["shop:1", "shop:2"], [f"shop@{DIGEST}"], [f"{HUB}/shop:1", f"{HUB}/shop:2"]),
        (["shop:1"], [f"other@{DIGEST}"], [f"{HUB}/shop:1", f"{HUB}/other@{DIGEST}"]),
        ([], [f"localhost:5000/shop@{DIGEST}"], [f"localhost:5000/shop@{DIGEST}"]),
        (None, None, [ID]),
    ],
    ids=["a digest beside tags is no name", "of another repository it is", "without tags too", "no name"],
)
def test_names_of_an_image(tags: list[str] | None, digests: list[str] | None, names: list[str]) -> None:
    row: dict[str, Any] = {"Id": ID, "RepoTags": tags, "RepoDigests": digests}
    engine = cast("APIClient", SimpleNamespace(images=lambda **_: [row]))
    assert [thing.name for thing in _images(engine)] == names


@pytest.mark.engine
def test_things_are_found_by_their_whole_names(engine: Engine, say: Say, before: frozenset[Thing]) -> None:
    made = ["demo:1", "demo-fn1:latest", "demo-fn12:latest"]
    for name in made:
        engine.docker("tag", "busybox:1.37", name)
    try:
        assert {thing.name for thing in images_of(engine, ["demo-fn1"])} == {f"{HUB}/demo-fn1:latest"}
        assert {thing.name for thing in present(engine, ["demo:1", "demo-none"])} == {f"{HUB}/demo:1"}
        assert present(engine, []) == frozenset()  # not all that there is
    finally:
        engine.docker("rmi", *made)
