"""Running a transcript on a real engine: nothing left behind, nothing of others touched, clear messages."""

from dataclasses import replace
from pathlib import Path

import pytest

from macros.examples import Example
from macros.needs import NEEDS
from macros.problems import ProblemError
from tests.engine import Engine
from tests.engine.say import Say
from tests.examples.leftovers import Thing, state
from tests.examples.needs import unmet
from tests.examples.runner import run
from tests.patience import patient

pytestmark = pytest.mark.engine
BASE = "busybox:1.37"


def example(folder: Path, transcript: str, about: str = "") -> Example:
    home = folder / "chapter" / "demo"
    home.mkdir(parents=True)
    (home / "Dockerfile").write_text(f'FROM {BASE}\nCMD ["echo", "hello"]\n')
    (home / "compose.yaml").write_text(
        f"services:\n  web:\n    image: {BASE}\n    command: sleep 60\n    init: true\n"
    )
    (home / "example.yml").write_text(f"title: Demo\nlesson: It runs.\n{about}")
    (home / "transcript.console").write_text(transcript)
    return Example(home)


def test_outputs_and_statuses(engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path) -> None:
    demo = example(
        tmp_path,
        f"$ docker build --quiet --tag demo-image .\n$ docker run --rm demo-image\n"
        f"$ docker run --rm {BASE} sh -c 'exit 3'\n$ basename \"$PWD\"; ls | cat\n",
    )
    build, hello, failing, folder = run(engine, demo, say)
    assert build.output[0].startswith("sha256:") and hello.output == ("hello",) and failing.status == 3
    assert folder.output == ("demo", "Dockerfile", "compose.yaml"), (
        "a copy of the folder, without what is ours"
    )


def test_what_a_transcript_makes_is_removed(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path
) -> None:
    run(
        engine,
        example(
            tmp_path,
            "$ docker build --quiet --tag demo-image .\n"
            "$ docker volume create demo-data\n$ docker network create demo-net\n"
            "$ docker run --detach --name demo-web --network demo-net -v demo-data:/data -v /x "
            "demo-image sleep 60\n$ docker compose up --detach\n",
        ),
        say,
    )


def test_what_is_there_after_a_failure_is_removed(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path
) -> None:
    demo = example(
        tmp_path,
        f"$ docker run --detach --name demo-web {BASE} sleep 600\n$ docker wait demo-web\n",
        "limit: 3",
    )
    with pytest.raises(ProblemError) as raised:
        run(engine, demo, say)
    told = f"transcript.console:2: `docker wait demo-web`: The command did not end within {patient(3):g} s."
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("make", "remove", "command", "kind"),
    [
        (
            f"create --name demo-web {BASE}",
            "rm demo-web",
            f"docker run --name demo-web {BASE} true",
            "container",
        ),
        (
            "volume create demo-data",
            "volume rm demo-data",
            f"docker run --rm -v demo-data:/d {BASE} true",
            "volume",
        ),
        ("network create demo-net", "network rm demo-net", "docker network create demo-net", "network"),
        (f"tag {BASE} demo-image", "image rm demo-image", "docker build --tag demo-image .", "image"),
    ],
)
def test_a_taken_name_is_refused_before_anything_runs(
    engine: Engine,
    say: Say,
    before: frozenset[Thing],
    tmp_path: Path,
    make: str,
    remove: str,
    command: str,
    kind: str,
) -> None:
    engine.docker(*make.split())
    try:
        with_theirs = state(engine)
        witness = tmp_path / "it-ran"
        demo = example(tmp_path, f"$ touch {witness}\n$ {command}\n")
        with pytest.raises(ProblemError) as raised:
            run(engine, demo, say)
        assert f"transcript.console:2: The {kind} name" in str(raised.value)
        assert "is already taken on this engine. Nothing was run." in str(raised.value)
        assert not witness.exists() and state(engine) == with_theirs
    finally:
        engine.docker(*remove.split())


def test_what_has_no_name_is_removed_and_reported(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path
) -> None:
    if engine.kind != "private":
        pytest.skip("needs the private engine: on the user's own, what has no name may be somebody else's")
    demo = example(tmp_path, f"$ docker run --detach --volume /x {BASE} sleep 60\n")
    with pytest.raises(ProblemError, match=r"transcript\.console:1: The transcript left the container"):
        run(engine, demo, say)


def test_an_engine_that_dies_is_named(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path
) -> None:
    died = tmp_path / "died"
    dying = replace(engine, alive_check=lambda: not died.exists(), log_tail=lambda: "panic: out of coffee")
    command = f"touch {died}; false"
    with pytest.raises(ProblemError) as raised:
        run(dying, example(tmp_path, f"$ true\n$ {command}\n"), say)
    assert f"transcript.console:2: The engine stopped answering at `{command}`." in str(raised.value)
    assert "panic: out of coffee" in str(raised.value)


@pytest.mark.parametrize(
    ("alive", "where"),
    [
        (0, "1: The engine stopped answering before this line."),
        (1, "2: The engine stopped answering after the last"),
    ],
)
def test_an_engine_that_dies_between_two_commands_is_named(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path, alive: int, where: str
) -> None:
    socket = tmp_path / "docker.sock"
    socket.symlink_to(engine.env["DOCKER_HOST"].removeprefix("unix://"))
    env = engine.env | {"DOCKER_HOST": f"unix://{socket}"}
    dying = replace(engine, env=env, alive_check=socket.exists, log_tail=lambda: "panic: out of coffee")
    if not alive:
        socket.unlink()
    with pytest.raises(ProblemError) as raised:
        run(dying, example(tmp_path, f"$ true\n$ rm {socket}\n"), say)
    assert f"transcript.console:{where}" in str(raised.value)
    assert "panic: out of coffee" in str(raised.value)


def test_a_transcript_that_needs_the_host_sees_the_machine_as_the_engine_does(
    engine: Engine, say: Say, before: frozenset[Thing], tmp_path: Path
) -> None:
    demo = example(
        tmp_path,
        "$ docker volume create demo-data\n$ ls /var/lib/docker/volumes/demo-data\n"
        "$ curl --silent --unix-socket /var/run/docker.sock http://localhost/_ping; echo\n$ ls\n",
        "needs: [host]\n",
    )
    if reason := unmet(engine, demo):
        pytest.skip(reason)
    _, volume, ping, here = run(engine, demo, say)
    assert volume.output == ("_data",) and ping.output == ("OK",) and here.output[0].startswith("Dockerfile")


def test_an_example_whose_needs_are_not_met_is_told_apart(engine: Engine, tmp_path: Path) -> None:
    theirs = replace(engine, kind="docker", env=engine.env | {"DOCKER_HOST": "ssh://elsewhere"})
    for need in ("host", "private"):
        demo = example(tmp_path / need, "$ true\n", f"needs: [{need}]\n")
        assert unmet(theirs, demo) == f"Not run here: needs {NEEDS[need]}."
    assert not unmet(theirs, example(tmp_path / "none", "$ true\n"))


_PARENT = (
    'failed to prepare extraction snapshot "extract-1 sha256:a": '
    "parent snapshot sha256:b does not exist: not found"
)
_VIEW = "Error response from daemon: NotFound: snapshot x1y2-view does not exist: not found"
_FREEZE = (
    "Error response from daemon: cannot pause container x1y2: OCI runtime pause failed: unable to freeze"
)
_FREEZE_UNIFIED = "OCI runtime pause failed: timeout of 2s reached waiting for the cgroup to freeze"
_LOST, _BUSY = "the engine lost a layer of its own", "the machine was too busy to pause a container"


@pytest.mark.parametrize(
    ("message", "lost", "runs", "told"),
    [
        (_PARENT, 1, 2, _LOST),
        (_PARENT, 5, 2, _LOST),
        (_PARENT, 0, 1, _LOST),
        (_VIEW, 1, 2, _LOST),
        (_FREEZE, 1, 2, _BUSY),
        (_FREEZE_UNIFIED, 1, 2, _BUSY),
    ],
)
def test_a_run_with_a_hiccup_of_the_engine_is_made_once_more(
    engine: Engine, before: frozenset[Thing], tmp_path: Path, message: str, lost: int, runs: int, told: str
) -> None:
    witness = tmp_path / "runs"
    count = f"echo >> {witness}; test $(grep -c '' {witness}) -gt {lost} || echo 'ERROR: {message}'"
    heard: list[str] = []
    [command] = run(engine, example(tmp_path, f"$ {count}\n"), heard.append)
    assert len(witness.read_text()) == runs
    assert sum(told in line for line in heard) == runs - 1
    assert bool(command.output) == (lost > runs)
