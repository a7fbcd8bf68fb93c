"""Faults that only an engine finds, each at its line."""

from pathlib import Path

import pytest

from macros.examples import Example
from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples import builds, engine_lint

pytestmark = pytest.mark.engine


@pytest.fixture
def folder(tmp_path: Path, engine: Engine, say: Say) -> Path:
    provide(engine, ["busybox:1.37"], say)
    folder = tmp_path / "build" / "greet"
    folder.mkdir(parents=True)
    write(folder, "transcript.console", "$ docker build --quiet --tag greet .")
    return folder


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def test_a_rule_of_buildkit(folder: Path, engine: Engine) -> None:
    path = write(folder, "Dockerfile", "FROM busybox:1.37", "CMD echo Hello")
    findings, error = engine_lint.dockerfile_findings(engine, path)
    assert error is None
    assert [(found.rule, found.problem.line) for found in findings] == [("JSONArgsRecommended", 2)]


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["FROM busybox:1.37", "", "RUNN true"], 3, "unknown instruction: RUNN"),  # typos:ignore
        (["FROM busybox:1.37", "COPY --from=nowhere a"], 2, "COPY requires at least two arguments"),
    ],
)
def test_what_buildkit_refuses(folder: Path, engine: Engine, lines: list[str], line: int, what: str) -> None:
    _, error = engine_lint.dockerfile_findings(engine, write(folder, "Dockerfile", *lines))
    assert error and error.line == line and what in error.what


def test_a_build_that_fails_names_the_line(folder: Path, engine: Engine) -> None:
    path = write(folder, "Dockerfile", "FROM busybox:1.37", "RUN true", "RUN false")
    problem = builds.build(engine, Example(folder), path)
    assert problem and problem.line == 3 and "did not complete successfully: exit code: 1" in problem.what


def test_a_build_leaves_no_image_behind(folder: Path, engine: Engine) -> None:
    path = write(folder, "Dockerfile", "FROM busybox:1.37", f"RUN echo {folder} > /once")
    before = images(engine)
    assert builds.build(engine, Example(folder), path) is None
    assert images(engine) == before


def images(engine: Engine) -> list[str]:
    """The ids of all images; sorted, since images of the same age come in any order."""
    return sorted(engine.docker("image", "ls", "--all", "--quiet", "--no-trunc").stdout.split())


def test_a_build_of_the_transcript_counts(folder: Path) -> None:
    write(folder, "Dockerfile", "FROM busybox:1.37")
    other = write(folder, "Dockerfile.other", "FROM busybox:1.37")
    assert builds.built_by_transcript(Example(folder), folder / "Dockerfile")
    assert not builds.built_by_transcript(Example(folder), other)
    write(folder, "transcript.console", "$ docker build .", "ERROR: failed", "[exit 1]")
    assert not builds.built_by_transcript(Example(folder), folder / "Dockerfile")


def test_a_recorded_failure_is_meant(folder: Path) -> None:
    path = write(folder, "Dockerfile", "FROM busybox:1.37", "RUN false")
    assert not builds.meant_to_fail(Example(folder), path)
    write(folder, "transcript.console", "$ docker build .", "ERROR: failed", "[exit 1]")
    assert builds.meant_to_fail(Example(folder), path)
    other = write(folder, "Dockerfile.other", "FROM busybox:1.37")
    assert not builds.meant_to_fail(Example(folder), other)


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        (["services:", "  web:", "    image: a", "    depends_on: [db]"], 2, "undefined service"),
        (["services:", "  web:", "    image: ${NAME?is not set}"], 3, "is not set"),
        (["services:", "  web:", "   image: a", "    b: c"], 4, "mapping values are not allowed"),
    ],
)
def test_what_compose_refuses(folder: Path, engine: Engine, lines: list[str], line: int, what: str) -> None:
    (found,) = engine_lint.compose_findings(engine, write(folder, "compose.yaml", *lines))
    assert found.problem.line == line and what in found.problem.what


def test_a_compose_file_that_is_fine(folder: Path, engine: Engine) -> None:
    path = write(folder, "compose.yaml", "services:", "  web:", "    image: busybox:1.37")
    assert engine_lint.compose_findings(engine, path) == []
