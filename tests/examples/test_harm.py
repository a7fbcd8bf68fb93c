"""What a transcript may not do on the user's engine: change what it does not make."""

from pathlib import Path

import pytest

from macros.examples import Example, examples
from tests.examples.harm import harms
from tests.examples.names import names

MAKES = (
    "$ docker build -qt greet .\n$ docker run -d --name job greet\n"
    "$ docker volume create data\n$ docker network create inner\n"
)


def said(folder: Path, command: str) -> list[str]:
    home = folder / "chapter" / "demo"
    home.mkdir(parents=True)
    (home / "transcript.console").write_text(f"{MAKES}$ {command}\n", encoding="utf-8")
    example = Example(home)
    problems = harms(example, names(example))
    assert all((each.line, each.mend) == (5, "Nothing was run. Use ENGINE=private.") for each in problems)
    return [each.what for each in problems]


@pytest.mark.parametrize(
    "command",
    [
        "docker rm -f job; docker container stop -t 1 job; docker kill -s HUP job; docker rm /job",
        "docker stop job > /dev/null 2>&1 && docker start -a job",
        "docker rmi greet greet:latest; docker image rm --force docker.io/library/greet",
        "docker volume rm data; docker network rm inner; docker network disconnect inner job",
        "docker rename job done; docker rm done",
        "docker exec job rm -rf theirs; docker cp job:/a . ; docker cp ./a job:/a; docker cp a /b:c",
        "docker ps -aq; docker logs theirs; docker inspect $id; docker swarm --help",
        "curl --unix-socket /var/run/docker.sock -X GET http://x/info",
        "docker tag greet greet:2; docker rmi greet:2",
        "docker compose up; docker compose down --volumes --rmi local",
    ],
)
def test_what_is_its_own_it_may_change(tmp_path: Path, command: str) -> None:
    assert said(tmp_path, command) == []


@pytest.mark.parametrize(
    ("command", "does"),
    [
        ("docker rm -f theirs", "remove"),
        ("docker container remove --force job theirs", "remove"),
        ("docker rmi theirs", "remove"),
        ("docker image rm greet theirs", "remove"),
        ("docker volume rm theirs data", "remove"),
        ("docker network rm theirs", "remove"),
        ("docker stop -t 0 theirs", "stop"),
        ("docker kill theirs || true", "kill"),
        ("docker rename theirs job2", "rename"),
        ("docker exec -it theirs sh", "run something in"),
        ("docker cp ./a theirs:/a", "write into"),
        ("docker network disconnect -f inner theirs", "disconnect"),
        ("sh -c 'docker rm theirs'", "remove"),
        ('echo "$(docker rm theirs)"', "remove"),
    ],
)
def test_what_is_not_its_own_it_may_not(tmp_path: Path, command: str, does: str) -> None:
    assert said(tmp_path, command) == [f"This would {does} `theirs`, which the transcript does not make."]


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (
            "docker rm -f $(docker ps -aq)",
            "This would remove `$(...)`, and only the shell knows what that is.",
        ),
        (
            "docker rm -f `docker ps -aq`",
            "This would remove `$(...)`, and only the shell knows what that is.",
        ),
        ('docker stop "$id"', "This would stop `$id`, and only the shell knows what that is."),
        ("docker ps -aq | xargs docker rm", "This would remove what only the shell knows."),
        ("docker build -t $n .", "This would give the name `$n` to an image, and only the shell knows whose"),
        ("docker compose -p $p down", "Which project `$p` leads Compose to, only the shell knows."),
        ("COMPOSE_PROJECT_NAME=$p docker compose up", "Which project `$p` leads Compose to, only the shell"),
        ("docker system prune -af", "`prune` would remove what others made, too."),
        ("docker container prune", "`prune` would remove what others made, too."),
        ("docker builder prune", "`prune` would remove what others made, too."),
        (
            "docker compose down --rmi all",
            "`--rmi all` would remove images that the transcript does not make",
        ),
        (
            "curl --unix-socket /var/run/docker.sock -X DELETE http://x/containers/theirs",
            "What this changes through",
        ),
        (
            "curl -d '{}' --unix-socket /var/run/docker.sock http://x/containers/create",
            "What this changes through",
        ),
        ("docker swarm init", "`docker swarm` would change the engine itself."),
    ],
)
def test_what_cannot_be_told_it_may_not(tmp_path: Path, command: str, what: str) -> None:
    [first] = said(tmp_path, command)
    assert first.startswith(what)


def test_the_examples_run_on_the_users_engine() -> None:
    free = [example for example in examples() if "private" not in example.needs and not example.compose_files]
    assert [str(each) for example in free for each in harms(example, names(example))] == []
