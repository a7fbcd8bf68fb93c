"""What an engine's lists of images mean: each name is a thing of its own."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from docker import APIClient

from tests.examples.leftovers import _images

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
    engine = cast("APIClient", SimpleNamespace(images=lambda: [row]))
    assert [thing.name for thing in _images(engine)] == names
