import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from lab import pack
from lab.disk import CHUNK

needs_zstd = pytest.mark.skipif(not shutil.which("zstd"), reason="no zstd on this machine")


def test_names_say_what_is_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "wasm.wasm"
    file.write_text("hello")
    assert pack.name_of(file, "wasm", ".wasm") == "wasm.2cf24dba5fb0.wasm"


def test_parts_of_a_state_are_whole_and_named_by_their_content(tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.write_bytes(bytes(range(256)) * 10)
    parts = pack.split(packed, tmp_path, size=1000)
    assert [part["bytes"] for part in parts] == [1000, 1000, 560]
    content = b"".join((tmp_path / str(part["file"])).read_bytes() for part in parts)
    assert content == packed.read_bytes()
    for number, part in enumerate(parts):
        found = hashlib.sha256((tmp_path / str(part["file"])).read_bytes()).hexdigest()
        assert found == part["sha256"]
        assert part["file"] == f"state-{number:02}.{found[:12]}.zst"


@needs_zstd
def test_a_state_can_be_unpacked_from_its_parts(tmp_path: Path) -> None:
    saved = tmp_path / "state.bin"
    saved.write_bytes(b"page" * 10_000)
    folder = tmp_path / "to"
    folder.mkdir()
    pack.state(folder, saved)
    facts = json.loads((folder / "state.json").read_text())
    whole = b"".join((folder / part["file"]).read_bytes() for part in facts["parts"])
    assert len(whole) == facts["bytes"]
    plain = subprocess.run(["zstd", "-dc", "--long=27"], input=whole, capture_output=True, check=True).stdout
    assert plain == saved.read_bytes()
    assert facts["unpacked"] == len(plain)
    assert sorted(path.name for path in folder.iterdir()) == [
        *(part["file"] for part in facts["parts"]),
        "state.json",
    ]


@needs_zstd
def test_chunks_of_a_disk_are_packed_one_by_one(tmp_path: Path) -> None:
    image = tmp_path / "disk"
    image.write_bytes(b"a" * CHUNK + b"b" * CHUNK)
    folder = tmp_path / "to"
    folder.mkdir()
    pack.disk(folder, image)
    assert sorted(path.name for path in folder.iterdir()) == ["0.zst", "1.zst"]
    plain = subprocess.run(["zstd", "-dc", folder / "1.zst"], capture_output=True, check=True).stdout
    assert plain == b"b" * CHUNK


def test_a_version_changes_with_any_fact() -> None:
    facts: dict[str, object] = {"state": {"parts": [{"sha256": "1"}]}, "engine": "28.5.2"}
    same: dict[str, object] = {"engine": "28.5.2", "state": {"parts": [{"sha256": "1"}]}}
    other: dict[str, object] = {"engine": "28.5.2", "state": {"parts": [{"sha256": "2"}]}}
    assert pack.version(facts) == pack.version(same)
    assert pack.version(facts) != pack.version(other)
    assert len(pack.version(facts)) == 12
