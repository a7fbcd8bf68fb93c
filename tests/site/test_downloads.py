"""Each zip on the site: it opens, and holds what a reader needs to run the example."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

from macros.downloads import archive
from macros.examples import Example, examples
from tests.site.built import PAGES, Built

EVERY = examples()


def opened(built: Built, example: Example) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((built.folder / "downloads" / f"{example.name}.zip").read_bytes()))


def test_there_is_one_zip_an_example_and_no_other(built: Built) -> None:
    folder = built.folder / "downloads"
    there = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert there == sorted(f"{each.name}.zip" for each in EVERY)


def test_a_zip_holds_the_files_as_they_are_with_commands_and_a_readme(built: Built) -> None:
    for example in EVERY:
        with opened(built, example) as zipped:
            assert zipped.testzip() is None
            inside = {
                name.removeprefix(f"{example.folder.name}/"): zipped.read(name) for name in zipped.namelist()
            }
        readme = inside.pop("README.txt").decode()
        assert example.title in readme and example.lesson in readme and "bash commands.sh" in readme
        assert inside.pop("commands.sh")
        own = [*example.files, example.transcript_path]
        assert inside == {path.relative_to(example.folder).as_posix(): path.read_bytes() for path in own}


def test_a_page_as_markdown_links_the_downloads_that_the_page_does(built: Built) -> None:
    linked = 0
    for page in PAGES:
        pages = [
            (built.folder / page / name).read_text(encoding="utf-8") for name in ("index.html", "index.md")
        ]
        of_html, of_markdown = (set(re.findall(r"downloads/([\w./-]+\.zip)", text)) for text in pages)
        assert of_html == of_markdown, page
        linked += len(of_html)
    assert linked >= len(EVERY)


def test_the_commands_of_a_zip_are_a_script_that_a_shell_can_read(built: Built, tmp_path: Path) -> None:
    for example in EVERY:
        with opened(built, example) as zipped:
            name = f"{example.folder.name}/commands.sh"
            assert zipped.getinfo(name).external_attr >> 16 & 0o111, "commands.sh can't be run"
            text = zipped.read(name).decode()
        assert all(command.text in text for command in example.transcript.commands), example.name
        (tmp_path / example.name.replace("/", "-")).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["bash", "-c", 'for each in *; do bash -n "$each" || exit; done'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_zips_on_the_site_are_the_ones_that_are_made_now(built: Built) -> None:
    for example in EVERY:
        assert (built.folder / "downloads" / f"{example.name}.zip").read_bytes() == archive(example), (
            example.name
        )
