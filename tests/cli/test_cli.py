"""What docker's command line has is read from its help, and is what the engine's command line says today."""

import json
from pathlib import Path

import pytest

from macros.problems import ProblemError
from tests.cli.model import CLI_FILE, Cli, CliCommand, cli, differences
from tests.cli.record import ask, members, read, versions
from tests.engine import Engine

HELP = """Usage:  docker container cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-
\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH

Copy files

Aliases:
  docker container cp, docker cp

Options:
  -a, --archive          Archive mode, incompatible with
                         --user. Or not.
      --user-id string   A user (default "x")
"""
GROUPS = """Usage:  docker [OPTIONS] COMMAND

Common Commands:
  run         Create and run a new container from an image

Management Commands:
  buildx*     Docker Buildx
  scout*      Docker Scout
  volume      Manage volumes

Global Options:
      --tls                Use TLS
"""


def test_a_help() -> None:
    usage = "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-"
    assert read("cp", HELP) == CliCommand("container cp", usage, ("cp",), ("-a", "--archive"), ("--user-id",))


def test_a_help_of_commands() -> None:
    assert list(members(GROUPS)) == ["run", "buildx", "volume"]
    assert list(members(HELP)) == []
    assert read("", GROUPS) == CliCommand("", "[OPTIONS] COMMAND", flags=("--tls",))


@pytest.mark.parametrize(
    ("usage", "is_group", "hands_on"),
    [
        ("[OPTIONS] COMMAND", True, True),
        ("[OPTIONS] IMAGE [COMMAND] [ARG...]", False, True),
        ("[OPTIONS] SERVICE COMMAND [ARGS...]", False, True),
        ("CONTAINER [ps OPTIONS]", False, True),
        ("[OPTIONS] CONTAINER", False, False),
    ],
)
def test_where_options_end(usage: str, is_group: bool, hands_on: bool) -> None:
    command = CliCommand("x", usage)
    assert (command.is_group, command.hands_on) == (is_group, hands_on)


def test_names() -> None:
    known = cli()
    assert known.find("container ls") == known.find("ps") != known.find("rnu")
    assert {"ls", "list", "rm", "run"} <= set(known.under("container"))
    assert "build" in known.under("") and "container ls" not in known.under("")


def test_the_file_is_as_the_recorder_writes_it() -> None:
    assert cli().text() == CLI_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "[]", '{"versions": {}}', '{"versions": {}, "commands": [1]}'])
def test_a_file_that_is_broken(tmp_path: Path, text: str) -> None:
    (tmp_path / "cli.json").write_text(text)
    with pytest.raises(ProblemError, match=r"cli\.json:1: Not .*Restore it from git\."):
        cli(tmp_path / "cli.json")


def test_what_differs() -> None:
    old = Cli({}, (CliCommand("a"), CliCommand("b", flags=("--x",))))
    new = Cli({}, (CliCommand("b", flags=("--y",)), CliCommand("c")))
    assert list(differences(old, new)) == [
        "`docker a` is gone.",
        '`docker b` was {"name": "b", "flags": "--x"}, and is {"name": "b", "flags": "--y"}.',
        "`docker c` is new.",
    ]


@pytest.mark.engine
def test_the_engines_command_line_has_what_is_recorded(engine: Engine) -> None:
    if (there := versions(engine)) != cli().versions:
        pytest.skip(f"This command line is another one: {json.dumps(there)}.")
    if found := list(differences(cli(), ask(engine))):
        pytest.fail("\n".join([*found, "To accept this: make record"]), pytrace=False)
