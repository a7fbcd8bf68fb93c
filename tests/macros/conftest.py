"""A project in a temporary folder that the macros take for the real one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macros import examples, pages, problems, tables
from macros.examples import Example

HEADER = "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
ABOUT = "title: Greet\nlesson: The image says hello.\n"
Make = Callable[..., Example]
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file of the project, keeping its line ends: `write("docs/index.md", "# Home")`."""
    monkeypatch.setattr(problems, "ROOT", tmp_path)
    monkeypatch.setattr(examples, "SNIPPETS", tmp_path / "snippets")
    monkeypatch.setattr(pages, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(tables, "TABLES", tmp_path / "docs" / "_data" / "tables")

    def written(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    return written


@pytest.fixture
def make(write: Write, tmp_path: Path) -> Make:
    """Makes an example of a run (without its header line) and files: `make("$ true", Dockerfile="FROM x")`."""

    def made(run: str = "$ true\n", name: str = "demo/greet", about: str = ABOUT, **files: str) -> Example:
        write(f"snippets/{name}/example.yml", about)
        write(f"snippets/{name}/transcript.console", HEADER + run)
        for path, text in files.items():
            write(f"snippets/{name}/{path}", text)
        return Example(tmp_path / "snippets" / name)

    return made
