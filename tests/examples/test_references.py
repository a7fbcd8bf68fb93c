"""Which base images an example needs before it runs."""

from pathlib import Path

import pytest

from macros.examples import Example
from macros.problems import ProblemError
from tests.examples.references import base_image_references


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("Dockerfile", "FROM busybox:1.37\n"),
        ("Dockerfile", "ARG TAG=1.37\nFROM busybox:${TAG}\n"),
        ("Dockerfile", "FROM scratch\nCOPY --from=busybox:1.37 /bin/busybox /\n"),
        ("compose.yaml", "services:\n  web:\n    image: ${IMAGE:-busybox:1.37}\n"),
        ("transcript.console", "$ docker image history busybox:1.37\n"),
    ],
)
def test_a_base_image_is_found(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "transcript.console").write_text("$ true\n", encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert base_image_references(Example(tmp_path)) == ["busybox:1.37"]


def test_a_stage_is_no_base_image(tmp_path: Path) -> None:
    (tmp_path / "transcript.console").write_text("$ docker build .\n", encoding="utf-8")
    (tmp_path / "Dockerfile").write_text("FROM scratch AS one\nFROM one\n", encoding="utf-8")
    assert base_image_references(Example(tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        (
            "Dockerfile",
            "FROM busybox:1.37\nNONE true\n",
            ":2: Not a Dockerfile: unknown instruction: NONE. ",
        ),
        ("compose.yaml", "services:\n  web: {\n", ":2: Not valid YAML: "),
    ],
)
def test_a_file_that_cannot_be_read_has_an_address(tmp_path: Path, file: str, text: str, says: str) -> None:
    (tmp_path / "transcript.console").write_text("$ true\n", encoding="utf-8")
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError, match=f"{file}{says}"):
        base_image_references(Example(tmp_path))
