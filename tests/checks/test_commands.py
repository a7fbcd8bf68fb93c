"""A command or an option that docker has not is found where it stands; what only looks like one is left alone."""

from functools import partial

import pytest

from macros.problems import Problem
from macros.reference import REFERENCE_FILE, newer
from tests.checks import commands
from tests.checks.conftest import GOOD, Project
from tests.examples.calls import calls

PAGE, TRANSCRIPT = GOOD["docs/greet.md"], GOOD["snippets/build/greet/transcript.console"]


def found(text: str) -> list[commands.Fault]:
    """What docker does not know of code in backticks."""
    spans = commands.spans(f"See `{text}`.")
    return [fault for span in spans for call in calls([span]) for fault in commands.faults(call.words)]


@pytest.mark.parametrize(
    ("text", "what", "near"),
    [
        ("docker rnu greet", "`docker` has no command `rnu`.", "run"),
        ("docker volume creat data", "`docker volume` has no command `creat`.", "create"),
        ("docker container rn", "`docker container` has no command `rn`.", "run"),
        ("docker compose dwon", "`docker compose` has no command `dwon`.", "down"),
        ("docker compose bridge convertt", "`docker compose bridge` has no command `convertt`.", "convert"),
        ("docker --context x rnu", "`docker` has no command `rnu`.", "run"),
        ("docker run --interact a", "`docker run` has no option `--interact`.", "--interactive"),
        ("docker container run --rn a", "`docker run` has no option `--rn`.", "--rm"),
        ("docker --debugs volume creat", "`docker` has no option `--debugs`.", "--debug"),
        ("docker compose up --detachh", "`docker compose up` has no option `--detachh`.", "--detach"),
        ("docker compose --fil=a up", "`docker compose` has no option `--fil`.", "--file"),
        ("docker build --platforms=x .", "`docker buildx build` has no option `--platforms`.", "--platform"),
        ("docker rm $(docker ps --qiet)", "`docker ps` has no option `--qiet`.", "--quiet"),
        ("sudo docker pss", "`docker` has no command `pss`.", "ps"),
        ("DOCKER_BUILDKIT=0 docker builds .", "`docker` has no command `builds`.", "build"),
    ],
)
def test_a_fault(text: str, what: str, near: str) -> None:
    assert [(fault.what, fault.mend) for fault in found(text)] == [(what, f"Did you mean `{near}`?")]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("docker ps -az", "It has `--all`, `--latest`, `--no-trunc`, `--quiet`, `--size`, `--filter`, ..."),
        ("docker network zzz", "It has `connect`, `create`, `disconnect`, `inspect`, `list`, `ls`, ..."),
        (
            "docker start --xyz",
            "It has `--attach`, `--interactive`, `--checkpoint`, `--checkpoint-dir`, `--detach-keys`.",
        ),
        ("docker wait --xyz", "It has none."),
    ],
)
def test_nothing_is_near(text: str, mend: str) -> None:
    assert [fault.mend for fault in found(text)] == [mend]


@pytest.mark.parametrize(
    "text",
    [
        "docker", "docker ", "docker container", "docker ...", "docker run ...", "docker … --x", "docker run IMAGE",
        "docker COMMAND --help", "docker <command>", "docker [OPTIONS] COMMAND", "docker $verb", "docker help run",
        "docker run [OPTIONS] IMAGE", "docker run --<flag> x", "docker run --flag=value", "docker run ... --x",
        "docker run -v", "docker ps -aq", "docker run -itd", "docker run -dp80:80 greet", "docker run -h host greet",
        "docker run --name=a --rm greet", "docker inspect --format '{{.Id}} {{.Name}}' greet", "docker ps --help",
        "docker run --rm greet ls --color", "docker exec job ps -ef --x", "docker top job -o pid", "docker compose",
        "docker compose exec web ls --x", "docker compose -f a.yaml run --rm web ls --x", "docker compose run web -z",
        "docker buildx history inspect abc --format json", "docker image rm a", "docker image list",
        "docker builder prune --all", "docker image build .", "docker debug --shell sh x", "docker model rnu",
        "docker scout cves app:1", "docker init", "docker desktop enable model-runner", "docker: no such thing",
        "docker-compose upp", "dockerd --rnu", "docker ps | grep --x y", "docker start|stop", "docker rm -- --x",
    ],
)  # fmt: skip
def test_no_fault(text: str) -> None:
    assert found(text) == []


def only() -> Problem:
    [problem] = commands.problems()
    return problem


def test_a_project_without_a_fault(project: Project) -> None:
    assert commands.problems() == []


def test_the_line_in_a_page(project: Project) -> None:
    project.write("docs/greet.md", PAGE + "\nText, `a`.\nSay ``docker rnu``{ .wide #docker-run }.\n")
    assert str(only()) == "docs/greet.md:9: `docker` has no command `rnu`. Did you mean `run`?"


@pytest.mark.parametrize(
    "text", ["## Why `docker rnu`", '[x](y){ title="`docker rnu`" }', "- a\n\n    `docker rnu`"]
)
def test_wherever_it_stands_in_a_page(project: Project, text: str) -> None:
    project.write("docs/greet.md", f"{PAGE}\n{text}\n")
    assert only().line == 8 + text.count("\n")


def test_code_of_several_lines(project: Project) -> None:
    project.write("docs/greet.md", PAGE + "\nOne ` and\n\n- by `docker run\n    --rmm a`, `docker\n  rnu`.\n")
    assert [(each.line, each.mend) for each in commands.problems()] == [
        (11, "Did you mean `--rm`?"),
        (12, "Did you mean `run`?"),
    ]


def test_blocks_of_code_are_not_prose(project: Project) -> None:
    project.write("docs/greet.md", PAGE + "\n```text\n`docker rnu\n```\n\nSay `docker`, then `docker rnu`.\n")
    assert only().line == 12


@pytest.mark.parametrize(
    "path", ["docs/_data/claims/a.yml", "docs/_data/glossary.yml", "snippets/truth/a/table.yml"]
)
def test_data(project: Project, path: str) -> None:
    project.write(path, "- means: >-\n    It is what\n    `docker volume ls --qiet` lists.\n")
    assert str(only()).startswith(f"{path}:3: `docker volume ls` has no option `--qiet`.")


def test_the_line_in_a_transcript(project: Project) -> None:
    command = "# Or `docker rnu`.\n$ docker run --rm \\\n>   --names a greet\n"
    project.write("snippets/build/greet/transcript.console", TRANSCRIPT + command)
    assert [(each.line, each.mend) for each in commands.problems()] == [
        (6, "Did you mean `run`?"),
        (8, "Did you mean `--name`?"),
    ]


@pytest.mark.parametrize(
    "output",
    [
        "unknown flag: --rnu",
        "unknown shorthand flag: 'z' in -z",
        "docker: unknown command: docker rnu",
        "Usage:  docker compose [OPTIONS] COMMAND",
    ],
)
def test_a_transcript_may_show_what_docker_refuses(project: Project, output: str) -> None:
    project.write(
        "snippets/build/greet/transcript.console", f"{TRANSCRIPT}$ docker rnu\n{output}\n[exit 1]\n"
    )
    assert commands.problems() == []


def test_another_error_is_no_excuse(project: Project) -> None:
    output = "Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]"
    project.write(
        "snippets/build/greet/transcript.console",
        f"{TRANSCRIPT}$ docker run --names a\n{output}\n[exit 125]\n",
    )
    assert only().line == 6


def test_recorded_with_another_docker(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "plugin", lambda _: "9.9.9")
    assert only().path.endswith("snippets/cli.json")
    assert only().what.endswith("the reference is docker 28.5.2, buildx 9.9.9, compose 9.9.9.")


TABLE = "snippets/truth/small/table.yml"
STEPS = """\
title: A
lesson: B.
start: one
axes:
  - key: how
    title: How
    values:
      - {key: one, title: One, fills: {option: --rm}}
      - {key: two, title: Two, fills: {option: --rn}}
steps:
  - {key: run, run: 'docker run {@ option @} greet'}
  - {key: list, run: docker pss}
observed: [{key: a, title: A, cases: [{says: b}]}]
rules: [{says: A., where: {how: one}, then: {a: b}, show: [one]}]
"""
CELLS = """{"recorded": "Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24", "cells": {
"two": [["run", 125, ["unknown flag: --rn"]]]
}}
"""


def test_the_steps_of_a_truth_table(project: Project) -> None:
    project.write(TABLE, STEPS)
    assert sorted(map(str, commands.problems())) == [
        f"{TABLE}:12: `docker` has no command `pss`. Did you mean `ps`?",
        f"{TABLE}:9: `docker run` has no option `--rn`. Did you mean `--rm`?",
    ]


def test_a_cell_may_show_what_docker_refuses(project: Project) -> None:
    project.write(TABLE, STEPS)
    project.write("snippets/truth/small/cells.json", CELLS)
    assert only().line == 12


@pytest.mark.parametrize(
    "text", ["docker-compose up", "$ docker-compose --file a.yaml up", "sudo docker-compose ps"]
)
def test_the_first_compose(project: Project, text: str) -> None:
    project.write("docs/greet.md", f"{PAGE}\nSay `{text}`.\n")
    assert (
        only().line == 8
        and only().mend == f"Write `docker compose {text.partition('compose ')[2].split()[0]}`."
    )


@pytest.mark.parametrize("text", ["docker-compose", "docker-compose.yaml", "docker-compose 1"])
def test_the_name_of_the_first_compose(project: Project, text: str) -> None:
    project.write("docs/greet.md", f"{PAGE}\nSay `{text}`.\n")
    assert commands.problems() == []


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("docker run --new x", "docker run --new"),
        ("docker container run --new=1 x", "docker run --new"),
        ("docker novel --x", "docker novel"),
        ("docker volume novel", "docker volume novel"),
    ],
)
def test_what_a_newer_docker_has_is_declared(
    project: Project, monkeypatch: pytest.MonkeyPatch, text: str, call: str
) -> None:
    lines = REFERENCE_FILE.read_text(encoding="utf-8")
    here = project.write("snippets/reference.yml", f"{lines}newer:\n  {call}: https://example.org/\n")
    monkeypatch.setattr(commands, "declared_newer", partial(newer, here))
    project.write("docs/greet.md", f"{PAGE}\nSay `{text}`.\n")
    assert commands.problems() == []
    project.write("docs/greet.md", PAGE)
    assert (only().path, only().line) == ("snippets/reference.yml", lines.count("\n") + 2)
    assert only().what == f"No text has `{call}` any more, or the recorded docker has it."
