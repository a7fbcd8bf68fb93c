"""Each zip on the site: it opens, and holds what a reader needs to run the example."""

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from macros.downloads import archive
from macros.examples import Example, examples
from tests.site.built import Built

EVERY = examples()


@pytest.fixture(params=EVERY, ids=[each.name for each in EVERY])
def example(request: pytest.FixtureRequest) -> Example:
    found: Example = request.param
    return found


def opened(built: Built, example: Example) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((built.folder / "downloads" / f"{example.name}.zip").read_bytes()))


def test_there_is_one_zip_an_example_and_no_other(built: Built) -> None:
    folder = built.folder / "downloads"
    there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert there == sorted(f"{each.name}.zip" for each in EVERY)


def test_a_zip_holds_the_files_as_they_are_with_commands_and_a_readme(built: Built, example: Example) -> None:
    with opened(built, example) as zipped:
        assert zipped.testzip() is None
        inside = {
            name.removeprefix(f"{example.folder.name}/"): zipped.read(name) for name in zipped.namelist()
        }
    assert {"commands.sh", "README.txt"} <= inside.keys()
    own = [*example.files, example.transcript_path]
    files = {path.relative_to(example.folder).as_posix(): path.read_bytes() for path in own}
    assert {name: inside[name] for name in inside if name not in ("commands.sh", "README.txt")} == files
    readme = inside["README.txt"].decode()
    assert example.title in readme and example.lesson in readme and "sh commands.sh" in readme


def test_the_commands_of_a_zip_are_a_script_that_a_shell_can_read(
    built: Built, example: Example, tmp_path: Path
) -> None:
    with opened(built, example) as zipped:
        name = f"{example.folder.name}/commands.sh"
        assert zipped.getinfo(name).external_attr >> 16 & 0o111, "commands.sh can't be run"
        text = zipped.read(name).decode()
    for command in example.transcript.commands:
        assert command.text in text
    script = tmp_path / "commands.sh"
    script.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-n", script], capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_zips_on_the_site_are_the_ones_that_are_made_now(built: Built, example: Example) -> None:
    assert (built.folder / "downloads" / f"{example.name}.zip").read_bytes() == archive(example)
