"""The zip of an example: the same bytes each time, its files as they are, and a script that runs."""

import io
import os
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from macros.downloads import archive, script, write_all
from macros.examples import Example
from macros.kept import Kept
from macros.problems import ProblemError
from tests.macros.conftest import HEADER, Make


def inside(example: Example) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive(example))) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_the_same_example_gives_the_same_bytes(make: Make) -> None:
    files = {"Dockerfile": "FROM x\n", "b.txt": "b\n", "a/c.txt": "c\n"}
    first = archive(make(**files))
    example = make(**files)
    for path in example.folder.rglob("*"):
        os.utime(path, (time.time() + 5000, time.time() + 5000))
    assert archive(example) == first
    assert archive(make(**files | {"b.txt": "B\n"})) != first


def test_files_keep_their_bytes_and_lie_in_one_folder(make: Make) -> None:
    example = make("$ true\n", **{"Dockerfile": "FROM x\r\n\r\n", "sub/no-end": "é"})
    found = inside(example)
    assert found["greet/Dockerfile"] == b"FROM x\r\n\r\n" and found["greet/sub/no-end"] == "é".encode()
    assert found["greet/transcript.console"] == f"{HEADER}$ true\n".encode()
    assert sorted(found) == [
        f"greet/{name}"
        for name in ("Dockerfile", "README.txt", "commands.sh", "sub/no-end", "transcript.console")
    ]


def test_what_can_be_run_stays_so(make: Make) -> None:
    example = make(**{"run.sh": "#!/bin/sh\n", "plain.txt": "1\n"})
    (example.folder / "run.sh").chmod(0o755)
    with zipfile.ZipFile(io.BytesIO(archive(example))) as zipped:
        modes = {each.filename: each.external_attr >> 16 & 0o777 for each in zipped.infolist()}
    assert modes["greet/run.sh"] == modes["greet/commands.sh"] == 0o755
    assert modes["greet/plain.txt"] == 0o644


def test_the_readme_says_what_it_is_and_where_it_was_recorded(make: Make) -> None:
    readme = inside(make())["greet/README.txt"].decode()
    assert readme.startswith("Greet\n\nThe image says hello.\n")
    assert "Recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24." in readme


def test_the_script_runs_the_commands_and_says_the_rest_in_comments(make: Make, tmp_path: Path) -> None:
    example = make(
        "# A remark.\n$ echo one \\\n>   two\none two\n$ cat\nname: < three\nthree\n$ echo four\nfour\n"
    )
    text = script(example)
    assert text == (
        "#!/usr/bin/env bash\n# A remark.\necho one \\\n  two\n# then type: three\ncat\necho four\n"
    )
    file = tmp_path / "commands.sh"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(["bash", file], input="three\n", capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("one two\nthree\nfour\n", "", 0)


def test_each_example_gets_its_place_on_the_site(make: Make, tmp_path: Path) -> None:
    every = [make(), make(name="demo/part")]
    write_all(tmp_path / "site", Kept())
    for example in every:
        assert (tmp_path / "site" / "downloads" / f"{example.name}.zip").read_bytes() == archive(example)


def test_an_example_without_a_recording_has_no_zip(make: Make) -> None:
    example = make()
    example.transcript_path.write_text("$ true\n", encoding="utf-8")
    with pytest.raises(ProblemError, match=r"transcript\.console:1: The commands have no recorded output\."):
        archive(example)
