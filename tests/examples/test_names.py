"""Which names a transcript makes on the engine, read from its commands alone."""

from pathlib import Path

import pytest

from macros.examples import Example
from tests.examples.names import canonical, names


def made(folder: Path, *commands: str) -> dict[str, dict[str, int]]:
    example = folder / "chapter" / "shop"
    example.mkdir(parents=True)
    (example / "transcript.console").write_text(
        "".join(f"$ {command}\n" for command in commands), encoding="utf-8"
    )
    return {kind: found for kind, found in vars(names(Example(example))).items() if found}


@pytest.mark.parametrize(
    ("command", "kind", "name"),
    [
        ("docker run --detach --name web greet", "containers", "web"),
        ("docker run -d --name=web greet --name other-is-an-argument", "containers", "web"),
        ("docker container create --name web greet", "containers", "web"),
        ("docker rename old new", "containers", "new"),
        ("docker build --quiet --tag greet .", "images", "docker.io/library/greet:latest"),
        ("docker build -qt greet:2 . || docker build -t greet:2 .", "images", "docker.io/library/greet:2"),
        ("docker buildx build --tag=localhost:5000/greet .", "images", "localhost:5000/greet:latest"),
        ("docker tag greet team/greet:v1", "images", "docker.io/team/greet:v1"),
        ("docker commit web saved", "images", "docker.io/library/saved:latest"),
        ("docker volume create data", "volumes", "data"),
        ("docker volume create --label a=b data", "volumes", "data"),
        ("docker run --rm -v data:/data greet", "volumes", "data"),
        ("docker run --rm --mount type=volume,source=data,target=/data greet", "volumes", "data"),
        ("docker network create --driver bridge inner", "networks", "inner"),
        ("docker compose --progress quiet run -d --name web service --name x", "containers", "web"),
        ("docker network create --ipv6 inner", "networks", "inner"),
        ("docker run -itv data:/data greet", "volumes", "data"),
        ('id="$(docker run -d --name web greet)"', "containers", "web"),
        ("docker run -e A=$(date) --name web greet", "containers", "web"),
        ("for n in 1 2; do docker run -d --name web greet; done", "containers", "web"),
        ("echo $(docker run -d --name web greet) | cut -c 1-3", "containers", "web"),
        ("time docker volume create data", "volumes", "data"),
    ],
)
def test_a_name_is_found(tmp_path: Path, command: str, kind: str, name: str) -> None:
    assert made(tmp_path, "true", command)[kind][name] == 2


@pytest.mark.parametrize(
    "command",
    [
        "docker run --rm -it greet sh",
        "docker run --rm -v ./here:/data -v /abs:/b greet",
        "docker run --rm --mount type=bind,source=/etc,target=/x greet",
        "docker ps --all",
        "docker run -t greet",
        "echo docker-compose --name x",
        'docker run --name "$NAME" greet',
    ],
)
def test_no_name_is_made_up(tmp_path: Path, command: str) -> None:
    assert made(tmp_path, command) == {}


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("greet", "docker.io/library/greet:latest"),
        ("greet:1", "docker.io/library/greet:1"),
        ("team/greet", "docker.io/team/greet:latest"),
        ("localhost/greet", "localhost/greet:latest"),
        ("Team/greet", "Team/greet:latest"),
        ("registry.example:5000/greet", "registry.example:5000/greet:latest"),
        ("greet@sha256:abc", "docker.io/library/greet@sha256:abc"),
    ],
)
def test_canonical(written: str, full: str) -> None:
    assert canonical(written) == full
