"""Image archives: the same input gives the same bytes, and the IDs that an engine will show."""

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

from tests.engine.archive import ids, write
from tests.engine.standins.roots import Root


def archive(folder: Path, name: str, content: str = "hello", *others: str) -> Path:
    platforms = {}
    for architecture in ("amd64", *others):
        root = Root(folder / f"{name}-{architecture}.tar")
        root.folder("etc")
        root.file("etc/greeting", f"{content}, {architecture}")
        platforms[architecture] = [root.close()]
    path = folder / f"{name}.tar"
    assert write(path, "greeting:1", platforms, {"Cmd": ["sh"]}, ["made"]) == ids(path)
    return path


def content(path: Path, digest: str) -> Any:
    """The content of a blob, which must be what its name says."""
    with tarfile.open(path) as tar:
        blob = tar.extractfile("blobs/" + digest.replace(":", "/")).read()  # type: ignore[union-attr]
    assert "sha256:" + hashlib.sha256(blob).hexdigest() == digest
    return json.loads(blob)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = archive(tmp_path, "once"), archive(tmp_path, "again")
    assert once.read_bytes() == again.read_bytes()
    assert ids(once) != ids(archive(tmp_path, "other", "bye"))


def test_both_layouts_are_there(tmp_path: Path) -> None:
    path = archive(tmp_path, "once")
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
        index = json.load(tar.extractfile("index.json"))  # type: ignore[arg-type]
        assert manifest[0]["RepoTags"] == ["greeting:1"]
        assert manifest[0]["Layers"][0] in tar.getnames()
    name = index["manifests"][0]["annotations"]["io.containerd.image.name"]
    assert name == "docker.io/library/greeting:1"
    found = ids(path)
    assert found.manifest in found and found.config in found and "sha256:0" not in found


def test_an_image_of_two_platforms_has_an_index(tmp_path: Path) -> None:
    path = archive(tmp_path, "two", "hello", "arm64")
    images = content(path, ids(path).manifest)["manifests"]
    assert [image["platform"] for image in images] == [
        {"architecture": "amd64", "os": "linux"},
        {"architecture": "arm64", "os": "linux", "variant": "v8"},
    ]
    manifests = [content(path, image["digest"]) for image in images]
    settings = [content(path, manifest["config"]["digest"]) for manifest in manifests]
    assert [found["architecture"] for found in settings] == ["amd64", "arm64"]
    layers = [manifest["layers"][0]["digest"] for manifest in manifests]
    assert [found["rootfs"]["diff_ids"] for found in settings] == [[layer] for layer in layers]
    # An engine without containerd's image store gets the machine's own.
    assert ids(path).config == manifests[0]["config"]["digest"]
    assert len(set(layers)) == 2
