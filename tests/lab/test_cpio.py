import shutil
import subprocess
from pathlib import Path

import pytest

from lab.cpio import pack


def test_entries_start_at_multiples_of_four_and_end_with_the_trailer() -> None:
    archive = pack({"lib/a": (b"12345", 0o755)})
    assert archive.count(b"070701") == 3
    assert len(archive) % 4 == 0
    assert archive[:6] == b"070701"
    assert archive.index(b"TRAILER!!!") > archive.index(b"12345") > archive.index(b"lib/a\0")


@pytest.mark.skipif(not shutil.which("cpio"), reason="no cpio on this machine")
def test_cpio_unpacks_it(tmp_path: Path) -> None:
    subprocess.run(
        ["cpio", "--extract", "--quiet"], cwd=tmp_path, check=True,
        input=pack({"init": (b"#!/bin/sh\n", 0o755), "lib/modules/a.ko": (b"module", 0o644)}),
    )  # fmt: skip
    assert (tmp_path / "init").read_bytes() == b"#!/bin/sh\n"
    assert (tmp_path / "init").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "lib/modules/a.ko").read_bytes() == b"module"
