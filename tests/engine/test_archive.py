"""Image archives: the same input gives the same bytes, and the IDs that an engine will show."""

import json
import tarfile
from pathlib import Path

from tests.engine.archive import ids, write
from tests.engine.standins.roots import Root


def archive(folder: Path, name: str, content: str = "hello") -> Path:
    root = Root(folder / f"{name}-layer.tar")
    root.folder("etc")
    root.file("etc/greeting", content)
    layer = root.close()
    path = folder / f"{name}.tar"
    assert write(path, "greeting:1", [layer], {"Cmd": ["sh"]}, ["made"], "amd64") == ids(path)
    return path


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
