"""`make lab-check`: what it asks of the machine, what it makes of the answers, what it leaves out, what it writes."""

import base64
import json
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab import check
from lab.check import in_order, job, outcome, told, unmet, verdicts
from lab.checked import Checked
from macros.data import read_data
from macros.examples import Example, example, examples
from macros.lab import BUILDKIT, RUNC, SCHEMA, fingerprint
from macros.transcripts import Command, Input
from tests.engine.model import EngineError
from tests.examples.shell import prompt_pattern
from tests.processes import in_session

ABOUT = {"machine": "0123456789ab", "engine": "28.5.2", "platform": "linux/386"}
TRANSCRIPT = (
    "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n$ docker run greet\nHi\n"
)


@pytest.fixture
def greet(tmp_path: Path) -> Example:
    folder = tmp_path / "demo" / "greet"
    (folder / "app").mkdir(parents=True)
    (folder / "example.yml").write_text("title: Greet\nlesson: It greets.\nlimit: 20\n")
    (folder / "transcript.console").write_text(TRANSCRIPT)
    (folder / "Dockerfile").write_text("FROM busybox:1.37\n")
    (folder / "app" / "start.sh").write_text("echo hi\n")
    (folder / "app" / "start.sh").chmod(0o755)
    return Example(folder)


def said(*pieces: str, **more: Any) -> dict[str, Any]:
    return {"pieces": list(pieces), "status": 0, "seconds": 9.0, "waited": 5.0, "unanswered": 0, **more}


def test_the_machine_gets_the_files_and_the_settings_of_recordings(greet: Example) -> None:
    asked = job(greet)
    assert asked["name"] == "greet" and asked["columns"] == 120
    (settings,) = asked["first"]
    assert settings.startswith("export ") and "BUILDKIT_PROGRESS=plain" in settings.split()
    assert {path: each["executable"] for path, each in asked["files"].items()} == {
        "Dockerfile": False,
        "app/start.sh": True,
    }
    assert base64.b64decode(asked["files"]["app/start.sh"]["base64"]) == b"echo hi\n"
    assert asked["commands"] == [{"text": "docker run greet", "seconds": 200, "inputs": []}]


def test_an_outcome_has_the_lines_a_person_sees_and_no_time_of_others() -> None:
    found = outcome(Command(1, "ls"), said("\x1b[1m1\x1b[0m\r\n2\r\n"))
    assert (found.lines, found.status, found.seconds) == (("1", "2"), 0, 4.0)
    late = said("one\r\n")
    del late["status"]
    assert outcome(Command(1, "ls"), late).status is None


def test_what_is_asked_and_typed_is_no_output() -> None:
    typed = Input(2, "/ # ", "ls"), Input(3, "/ # ", "exit")
    command = Command(1, "docker run -it busybox", typed)
    pieces = ("\x1b[6n/ # ", "ls\r\nbin\r\n/ # ", "exit\r\n")
    assert prompt_pattern(typed[0]).search(pieces[0])
    assert outcome(command, said(*pieces)).lines == ("bin",)


def test_what_a_key_shows_is_output() -> None:
    command = Command(1, "docker run -it busybox", (Input(2, "asleep> ", "^C"),))
    assert outcome(command, said("asleep> ", "^C\r\ndone\r\n")).lines == ("^C", "done")


def test_what_a_machine_can_not_have_is_told_beforehand(greet: Example) -> None:
    assert unmet(greet, ["busybox:1.37"]) == ""
    assert unmet(greet, []) == "Needs `busybox:1.37`, which is not on the lab's disk."
    (greet.folder / "example.yml").write_text("title: Greet\nlesson: It greets.\nneeds: [emulation]\n")
    fresh = replace(greet)
    assert unmet(fresh, ["busybox:1.37"]) == "Needs an engine that emulates other processors."


def test_what_readers_meet_first_comes_first() -> None:
    names = [each.name for each in in_order(examples())]
    assert names[0] == "cmd-entrypoint/entrypoint-and-cmd" and names[1].startswith("first-container/")
    assert sorted(names) == sorted(each.name for each in examples())


def test_no_machine_goes_on_where_a_check_is_broken_off(
    greet: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    began, node = tmp_path / "began", tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho $$ >{began}.half\nmv {began}.half {began}\nsleep 600\n")
    node.chmod(0o755)
    monkeypatch.setattr(check, "NODE", node)
    other = Example(shutil.copytree(greet.folder, greet.folder.with_name("other")))
    (other.folder / "example.yml").write_text("title: Greet\nlesson: It greets.\nneeds: [emulation]\n")
    found = verdicts([other, greet], ["busybox:1.37"])
    assert next(found)[0] is other
    while not began.exists():
        time.sleep(0.05)
    found.close()
    assert not in_session(int(began.read_text()))


def machine_that(prints: dict[str, str], folder: Path) -> Path:
    """A program in the place of Node: it prints the line of the first key that is in what it is asked."""
    words = ["#!/bin/sh", "asked=$(cat)", 'case "$asked" in']
    for number, (asked, line) in enumerate(prints.items()):
        (folder / str(number)).write_text(json.dumps(said(f"{line}\r\n")) + "\n")
        words.append(f"*'{asked}'*) cat {folder}/{number} ;;")
    (folder / "node").write_text("\n".join([*words, "esac", ""]))
    (folder / "node").chmod(0o755)
    return folder / "node"


CRUN = "docker: OCI runtime create failed: executable file `Hi` not found"


@pytest.mark.parametrize(
    ("command", "prints", "first"),
    [
        ("docker run greet", {"use-runc": "Hi", "": CRUN}, [RUNC]),
        ("docker run greet", {"use-runc": "Hi", "": "Ho"}, None),
        (
            "docker build .",
            {'unset DOCKER_BUILDKIT COMPOSE_BAKE", "use-runc': "Hi", "": CRUN},
            [BUILDKIT, RUNC],
        ),
        (
            "docker build .",
            {"use-runc": "Hi", "unset DOCKER_BUILDKIT": CRUN, "": "Step 1"},
            [BUILDKIT, RUNC],
        ),
    ],
)
def test_where_crun_can_not_start_a_program_runc_is_tried(
    greet: Example,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: str,
    prints: dict[str, str],
    first: list[str] | None,
) -> None:
    greet.transcript_path.write_text(TRANSCRIPT.replace("docker run greet", command))
    monkeypatch.setattr(check, "NODE", machine_that(prints, tmp_path))
    ((_, verdict),) = verdicts([replace(greet)], ["busybox:1.37"])
    assert verdict["ran"] == (first is not None) and verdict.get("first") == first


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("docker build .", {"ran": True, "seconds": 4.0, "differs": [], "first": [BUILDKIT]}),
        ("docker run greet", {"ran": False, "why": "Command 1 prints something else."}),
    ],
)
def test_what_builds_and_does_not_run_is_tried_with_buildkit(
    greet: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, found: dict[str, Any]
) -> None:
    """The machine here prints what is recorded once BuildKit is on."""
    greet.transcript_path.write_text(TRANSCRIPT.replace("docker run greet", command))
    prints = {"unset DOCKER_BUILDKIT": "Hi", "": "Step 1"}
    monkeypatch.setattr(check, "NODE", machine_that(prints, tmp_path))
    ((_, verdict),) = verdicts([replace(greet)], ["busybox:1.37"])
    assert {**verdict, **found} == verdict and ("first" in verdict) == ("first" in found)


def test_what_seems_to_need_more_is_first_tried_once_more_as_it_is(
    greet: Example, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    greet.transcript_path.write_text(TRANSCRIPT.replace("docker run greet", "docker build ."))
    node = machine_that({"unset DOCKER_BUILDKIT": "Hi", "": "Hi"}, tmp_path)
    trouble = f"test -e {tmp_path}/ran || {{ touch {tmp_path}/ran; echo '{json.dumps(said('Ho'))}'; exit; }}"
    node.write_text(node.read_text().replace("asked=$(cat)", f"asked=$(cat)\n{trouble}"))
    monkeypatch.setattr(check, "NODE", node)
    ((_, verdict),) = verdicts([replace(greet)], ["busybox:1.37"])
    assert verdict["ran"] and "first" not in verdict


def test_a_verdict_in_words() -> None:
    differs = [{"command": 2, "why": "It is a PC.", "lines": ["linux/386"]}]
    assert told({"ran": True, "seconds": 12.4, "differs": differs}) == "ran in 12 s; command 2: It is a PC."
    failed = {"ran": False, "why": "Command 1 prints something else.", "differs": [{"lines": ["Hallo"]}]}
    assert told(failed).splitlines() == ["did not run. Command 1 prints something else.", "    Hallo"]
    assert told({"ran": False, "why": "Needs `x`."}) == "did not run. Needs `x`."
    ran = {"ran": True, "seconds": 60, "differs": [], "first": [RUNC]}
    assert told(ran) == "ran in 60 s, after use-runc"


# ---------- The record ----------


def test_what_is_known_of_this_machine_and_these_files_is_kept(greet: Example, tmp_path: Path) -> None:
    path = tmp_path / "checked.json"
    checked = Checked(ABOUT, path)
    assert not checked.knows(greet)
    checked.note(greet, {"ran": True, "seconds": 4.0, "differs": []})
    assert Checked(ABOUT, path).knows(greet)
    assert Checked(ABOUT, path).elsewhere == 0
    another = Checked({**ABOUT, "machine": "another"}, path)
    assert not another.knows(greet) and another.elsewhere == 1
    (greet.folder / "Dockerfile").write_text("FROM debian:trixie-slim\n")
    assert not Checked(ABOUT, path).knows(greet)


def test_another_day_of_the_recording_or_a_remark_is_no_change(greet: Example) -> None:
    before = fingerprint(greet)
    greet.transcript_path.write_text(TRANSCRIPT.replace("2026-11-24\n", "2026-11-25\n# A remark.\n"))
    assert fingerprint(replace(greet)) == before
    greet.transcript_path.write_text(TRANSCRIPT.replace("Hi", "Ho"))
    assert fingerprint(replace(greet)) != before


def test_the_record_is_as_the_pages_want_it_and_forgets_what_is_gone(greet: Example, tmp_path: Path) -> None:
    path = tmp_path / "checked.json"
    checked = Checked(ABOUT, path)
    checked.note(
        greet, {"ran": True, "seconds": 4.0, "differs": [{"command": 1, "why": "So.", "lines": ["a"]}]}
    )
    told = read_data(path, SCHEMA).value
    assert told["engine"] == "28.5.2" and told["examples"]["demo/greet"]["machine"] == ABOUT["machine"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["checked.json", "demo"]
    checked.keep_only(set())
    assert json.loads(path.read_text())["examples"] == {}


def test_a_name_that_names_nothing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lab.json").write_text(json.dumps({**ABOUT, "images": []}))
    monkeypatch.setattr(check, "DIST", tmp_path)
    monkeypatch.setattr(check, "Checked", lambda about: Checked(about, tmp_path / "checked.json"))
    with pytest.raises(EngineError, match="no example and no page `nothing/at-all`"):
        check.check(["nothing/at-all"], print)
    monkeypatch.setattr(check, "DIST", tmp_path / "absent")
    with pytest.raises(EngineError, match="The lab is not built here"):
        check.check([], print)


def test_the_record_of_the_project_names_its_examples() -> None:
    assert Checked(ABOUT).examples
    for name in Checked(ABOUT).examples:
        assert example(name).name == name
