"""A small project in a temporary folder, for the checks to look at instead of the real one."""

from pathlib import Path

import pytest

from macros import base_images, examples, pages, problems, tables
from tests.checks import menu

GOOD = {
    "mkdocs.yml": "site_name: !ENV [A, b]\nnav:\n  - Greet: greet.md\n",
    "snippets/images.yml": (
        "images:\n"
        "  - ref: busybox:1.37\n"
        "    why: A shell and the usual commands.\n"
        "    ends: null\n"
        "    source: https://example.org/busybox\n"
        "    digest: null\n"
        "    standin: busybox\n"
    ),
    "snippets/build/greet/Dockerfile": 'FROM busybox:1.37\nCMD ["echo", "Hello"]\n',
    "snippets/build/greet/example.yml": "title: Greet\nlesson: The image says hello.\n",
    "snippets/build/greet/transcript.console": (
        "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
        "$ docker build --quiet --tag greet .\n"
        "sha256:659a9b5eee3be868af5f5502e984a912d010646f58ddba0eca9095f02cec10a4\n"
        "$ docker run --rm greet\n"
        "Hello\n"
    ),
    "docs/greet.md": (
        "---\n"
        "title: Greet\n"
        "description: How an image says hello, shown by a run that was recorded on a real engine.\n"
        "---\n\n"
        '{@ example("build/greet") @}\n'
    ),
}


class Project:
    """The small project: a folder, and a way to write into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in GOOD.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> Path:
        """Write a file, keeping its line ends; returns its path."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without a fault; each check takes it for the real one."""
    monkeypatch.setattr(problems, "ROOT", tmp_path)
    monkeypatch.setattr(examples, "SNIPPETS", tmp_path / "snippets")
    monkeypatch.setattr(pages, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(tables, "TABLES", tmp_path / "docs" / "_data" / "tables")
    monkeypatch.setattr(menu, "CONFIG", tmp_path / "mkdocs.yml")
    monkeypatch.setattr(base_images, "IMAGES_FILE", tmp_path / "snippets" / "images.yml")
    return Project(tmp_path)
