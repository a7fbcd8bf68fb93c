"""What others have on the engine is neither used nor changed nor removed, also where Compose chooses the names."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macros.examples import Example
from macros.problems import ProblemError
from tests.engine import Engine
from tests.engine.say import Say
from tests.examples.leftovers import Thing, state
from tests.examples.runner import run

pytestmark = pytest.mark.engine
BASE = "busybox:1.37"
STACK = """\
name: demo-stack
services:
  web:
    build: .
    init: true
    volumes: [data:/data]
  named:
    build: .
    image: demo-image
    container_name: demo-named
    init: true
    networks: [inner]
volumes:
  data:
networks:
  inner:
    name: demo-inner
"""
DOCKERFILE = f'FROM {BASE}\nCMD ["sleep", "60"]\n'
Make = Callable[..., Example]


@pytest.fixture
def demo(tmp_path: Path) -> Make:
    def make(transcript: str, **files: str) -> Example:
        home = tmp_path / "chapter" / "demo"
        home.mkdir(parents=True)
        about = {"example.yml": "title: Demo\nlesson: It runs.\n", "transcript.console": transcript}
        for name, text in (about | {"Dockerfile": DOCKERFILE} | files).items():
            (home / name).write_text(text)
        return Example(home)

    return make


def refused(engine: Engine, example: Example, say: Say) -> str:
    with_theirs = state(engine)
    with pytest.raises(ProblemError) as raised:
        run(engine, example, say)
    assert state(engine) == with_theirs
    return str(raised.value)


@pytest.mark.parametrize(
    ("make", "remove", "what"),
    [
        (f"create --name demo-named {BASE}", "rm demo-named", "container name `demo-named`"),
        (
            f"create --name demo-stack-web-1 {BASE}",
            "rm demo-stack-web-1",
            "container name `demo-stack-web-1`",
        ),
        (
            f"create --name demo-x --label com.docker.compose.project=demo-stack {BASE}",
            "rm demo-x",
            "Compose project name `demo-stack`",
        ),
        ("volume create demo-stack_data", "volume rm demo-stack_data", "volume name `demo-stack_data`"),
        (
            "network create demo-stack_default",
            "network rm demo-stack_default",
            "network name `demo-stack_default`",
        ),
        ("network create demo-inner", "network rm demo-inner", "network name `demo-inner`"),
        (
            f"tag {BASE} demo-stack-web",
            "rmi demo-stack-web",
            "image name `docker.io/library/demo-stack-web:la",
        ),
        (f"tag {BASE} demo-image", "rmi demo-image", "image name `docker.io/library/demo-image:latest`"),
    ],
)
def test_what_compose_would_make_is_refused_where_it_is_there(
    engine: Engine,
    say: Say,
    before: frozenset[Thing],
    demo: Make,
    make: str,
    remove: str,
    what: str,
    tmp_path: Path,
) -> None:
    engine.docker(*make.split())
    try:
        witness = tmp_path / "it-ran"
        example = demo(f"$ touch {witness}\n$ docker compose up --detach\n", **{"compose.yaml": STACK})
        said = refused(engine, example, say)
        assert f"transcript.console:2: The {what}" in said and "Nothing was run." in said
        assert not witness.exists()
    finally:
        engine.docker(*remove.split())


@pytest.mark.parametrize(
    "command",
    [
        "docker compose -f sub/other.yaml down",
        "COMPOSE_PROJECT_NAME=theirs docker compose down",
        "docker compose -p theirs down --volumes",
    ],
)
def test_the_projects_name_is_the_one_that_compose_takes(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make, command: str
) -> None:
    engine.docker("volume", "create", "--label", "com.docker.compose.project=theirs", "demo-theirs")
    try:
        example = demo(f"$ {command}\n", **{"compose.yaml": STACK})
        (example.folder / "sub").mkdir()
        (example.folder / "sub" / "other.yaml").write_text(STACK.replace("demo-stack", "theirs"))
        assert "transcript.console:1: The Compose project name `theirs`" in refused(engine, example, say)
    finally:
        engine.docker("volume", "rm", "demo-theirs")


def test_a_compose_file_that_the_transcript_writes_is_read_too(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make
) -> None:
    engine.docker("volume", "create", "demo-stack_data")
    try:
        example = demo("$ mv later compose.yaml\n$ docker compose up --detach\n", later=STACK)
        said = refused(engine, example, say)
        assert "transcript.console:2: The volume name `demo-stack_data` is already taken" in said
        assert "What ran before this line is removed again." in said
    finally:
        engine.docker("volume", "rm", "demo-stack_data")


def test_what_compose_cannot_tell_is_refused(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make
) -> None:
    example = demo("$ docker compose -f - up --detach < later\n", later=STACK)
    said = refused(replace(engine, kind="docker"), example, say)
    assert (
        "transcript.console:1: What Compose makes here can't be told beforehand: empty compose file." in said
    )


def test_what_compose_makes_is_removed_and_nothing_of_a_name_that_begins_like_it(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make
) -> None:
    theirs = replace(engine, kind="docker")
    mine = f"docker tag {BASE} demo-stack-mine"  # as if the user made it meanwhile
    warnings: list[str] = []
    script = f"#!/bin/sh\n{mine}\n"
    example = demo(
        "$ docker compose --progress quiet up --detach --scale web=2\n"
        "$ docker compose --progress quiet run --detach web sleep 50\n$ sh meanwhile\n",
        **{"compose.yaml": STACK, "meanwhile": script},
    )
    try:
        run(theirs, example, warnings.append)
        assert {thing.name for thing in state(engine) - before} == {
            "docker.io/library/demo-stack-mine:latest"
        }
        [warning] = [each for each in warnings if "Warning" in each]
        assert warning.startswith(
            f"{example.transcript_path}:1: Warning: the image `docker.io/library/demo-stack-mine"
        )
    finally:
        engine.docker("rmi", "demo-stack-mine")


def test_what_others_make_meanwhile_stays(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make
) -> None:
    warnings: list[str] = []
    example = demo(f"$ docker run --detach {BASE} sleep 60\n$ docker volume create\n")
    container, volume = run(replace(engine, kind="docker"), example, warnings.append)
    left = {(thing.kind, thing.identity) for thing in state(engine) - before}
    assert left == {("container", container.output[0]), ("volume", volume.output[0])}
    assert [each.partition(" is new")[0].partition("Warning: the ")[2].split()[0] for each in warnings] == [
        "container",
        "volume",
    ]
    engine.docker("rm", "--force", *container.output)
    engine.docker("volume", "rm", *volume.output)


def test_what_others_have_is_not_removed_by_the_transcript(
    engine: Engine, say: Say, before: frozenset[Thing], demo: Make
) -> None:
    engine.docker("create", "--name", "demo-theirs", BASE)
    try:
        example = demo("$ true\n$ docker rm --force demo-theirs\n")
        said = refused(replace(engine, kind="docker"), example, say)
        assert (
            "transcript.console:2: This would remove `demo-theirs`, which the transcript does not make."
            in said
        )
    finally:
        engine.docker("rm", "--force", "demo-theirs")
