"""Docker calls are found wherever they stand in a command, and their words are told apart as docker does."""

import pytest

from macros.transcripts import Command
from tests.examples.calls import calls, parse


def found(*texts: str) -> list[str]:
    return [" ".join(call.words) for text in texts for call in calls([Command(1, text)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker ps; docker images", ["ps", "images"]),
        ("docker rm job 2>/dev/null", ["rm job"]),
        ("docker build . 2>&1 | grep x && docker ps > file", ["build .", "ps"]),
        ("docker rm > file job", ["rm job"]),
        ("docker run -e A=$(date) -v data:/data greet", ["run -e A=$(...) -v data:/data greet"]),
        ("docker rm $(docker ps -aq) job", ["ps -aq", "rm $(...) job"]),
        ("docker rm `docker ps -aq`", ["ps -aq", "rm $(...)"]),
        ('id="$(docker run -d greet)"; docker ps', ["run -d greet", "ps"]),
        ("sh -c 'docker rm job'; sudo /usr/bin/docker ps", ["rm job", "ps"]),
        ("for n in 1 2; do docker rm job-$n; done", ["rm job-$n"]),
        ("docker ps -aq | xargs docker rm", ["ps -aq", "rm"]),
        ("diff <(docker ps) <(docker ps -a)", ["ps", "ps -a"]),
        ("docker run --entrypoint '' greet", ["run --entrypoint  greet"]),
        ("docker run greet \\\n  sh", ["run greet sh"]),
        ("case $x in a) docker ps;; esac", ["ps"]),
    ],
)
def test_a_call_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_where_the_shell_stands() -> None:
    commands = [
        Command(1, "export COMPOSE_FILE=a.yaml"),
        Command(2, "cd sub && A=1 docker compose up"),
        Command(3, "cd ..; docker ps"),
        Command(4, "(cd x; export B=2; echo $(cd y; docker ps)); docker ps"),
    ]
    up, ps, inner, outer = calls(commands)
    assert (inner.folder, inner.env) == ("sub/../x/y", ps.env | {"B": "2"})
    assert (outer.folder, outer.env) == (ps.folder, ps.env)
    assert (up.line, up.folder, up.env) == (2, "sub", {"COMPOSE_FILE": "a.yaml", "A": "1"})
    assert (ps.line, ps.folder, ps.env) == (3, "sub/..", {"COMPOSE_FILE": "a.yaml"})


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("docker container rm job", "rm"),
        ("docker container remove job", "rm"),
        ("docker image remove greet", "rmi"),
        ("docker image tag greet other", "tag"),
        ("docker --debug -H unix:///x rm job", "rm"),
        ("docker buildx rm builder", "buildx rm"),
        ("docker buildx build .", "build"),
        ("docker system prune --all", "prune"),
        ("docker volume prune", "prune"),
        ("docker volume remove data", "volume rm"),
        ("docker", ""),
    ],
)
def test_the_verb(text: str, verb: str) -> None:
    [call] = calls([Command(1, text)])
    assert call.verb == verb


@pytest.mark.parametrize(
    ("verb", "words", "options", "arguments"),
    [
        ("build", "-qt greet .", [("-q", ""), ("-t", "greet")], ["."]),
        ("run", "-itv data:/d greet", [("-i", ""), ("-t", ""), ("-v", "data:/d")], ["greet"]),
        ("run", "-dp80:80 greet -v x", [("-d", ""), ("-p", "80:80")], ["greet", "-v", "x"]),
        ("run", "--rm --name=a greet --name b", [("--rm", ""), ("--name", "a")], ["greet", "--name", "b"]),
        ("network create", "--ipv6 inner", [("--ipv6", "")], ["inner"]),
        ("network create", "inner --driver bridge", [("--driver", "bridge")], ["inner"]),
        ("rm", "-f -- job", [("-f", "")], ["job"]),
        ("import", "- image", [], ["-", "image"]),
        ("stop", "-t", [("-t", "")], []),
    ],
)
def test_options_and_arguments(
    verb: str, words: str, options: list[tuple[str, str]], arguments: list[str]
) -> None:
    assert parse(verb, words.split()) == (options, arguments)


def test_a_word_that_is_all_of_a_command_is_read_once() -> None:
    assert list(calls([Command(1, "docker\u00a0run x")])) == []
    [call] = calls([Command(1, "'docker run x'")])
    assert call.words == ("run", "x")
