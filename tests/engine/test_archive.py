"""Image archives: the same input gives the same bytes, and the IDs that an engine will show."""

import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.engine.archive import full_name, ids, write
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


@pytest.mark.parametrize(
    ("ref", "full"),
    [
        ("busybox:1", "docker.io/library/busybox:1"),
        ("team/app:1", "docker.io/team/app:1"),
        ("gcr.io/distroless/static:1", "gcr.io/distroless/static:1"),
        ("localhost/app:1", "localhost/app:1"),
        ("mine:5000/app:1", "mine:5000/app:1"),
    ],
)
def test_an_image_s_full_name(ref: str, full: str) -> None:
    assert full_name(ref) == full


def test_a_tree_keeps_modes_and_links(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin/tool").write_text("tool")
    (tree / "bin/tool").chmod(0o750)
    (tree / "bin/twin").hardlink_to(tree / "bin/tool")
    (tree / "sbin").symlink_to("bin")
    (tree / "tmp").mkdir()
    root = Root(tmp_path / "root.tar")
    root.tree(tree, leave_out=("tmp",))
    root.folders("var/lib/app")
    root.folders("var/lib")
    with tarfile.open(root.close()) as tar:
        assert tar.getnames() == ["bin", "bin/tool", "bin/twin", "sbin", "var", "var/lib", "var/lib/app"]
        assert (tar.getmember("bin/tool").mode, tar.getmember("bin/twin").linkname) == (0o750, "bin/tool")
        assert tar.getmember("sbin").linkname == "bin"
        twin = tar.extractfile("bin/twin")
        assert twin and twin.read() == b"tool"
