"""A private engine's life, each in a network of its own: whatever ends it, nothing is left on the machine.

Its folder is the test's own; programs come from the project's cache.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from macros.base_images import base_images
from macros.problems import ROOT
from macros.reference import reference
from tests.engine import Engine
from tests.engine.apt import own_release
from tests.engine.packages import CACHE, Programs
from tests.engine.private import PrivateEngine
from tests.engine.say import Say
from tests.engine.standins import archive, make
from tests.patience import patient

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or os.environ.get("ENGINE") == "docker",
        reason="the private engine needs Linux and root, and ENGINE=docker asks for none",
    ),
]
# What a look at the machine tells: links and rules of this network, processes, mounts, control groups, folders.
LOOK = """
import json, os, sys
from pathlib import Path
from macros.reference import reference
from tests.engine.network import docker_links
from tests.engine.packages import programs
from tests.engine.private import PrivateEngine
from tests.engine.sweep import mounts_below, processes
private = PrivateEngine(programs(reference().engine, print), Path(sys.argv[1]))
private.firewall.env["PATH"] += ":" + sys.argv[1] + "/tools"
from tests.engine.firewall import link_tools
link_tools(Path(sys.argv[1]) / "tools", private.tree.paths, private.daemon_env())
rules = "".join(private.firewall.snapshot().values())
# Unlike glob, os.walk goes on where the control group of another engine's container has just gone.
groups = [path for path, _, _ in os.walk("/sys/fs/cgroup") if path.endswith(f"/{private.mark}")]
print(json.dumps({
    "links": sorted(docker_links()),
    "rules": sorted(line for line in rules.splitlines() if "DOCKER" in line or "172.1" in line),
    "processes": processes(private.mark, private.mark),
    "mounts": mounts_below(private.home),
    "groups": groups,
    "folders": [str(path) for path in (private.run, private.data) if path.exists()],
}))
"""
NOTHING: dict[str, list[str]] = {
    key: [] for key in ["links", "rules", "processes", "mounts", "groups", "folders"]
}


@dataclass
class Place:
    """A network of its own, and a folder for an engine's data."""

    enter: list[str]
    home: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [
            *self.enter,
            sys.executable,
            "-m",
            "tests.engine",
            "--no-images",
            "--home",
            str(self.home),
            *more,
        ]
        env = {name: value for name, value in os.environ.items() if not name.startswith("DOCKER_")}
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env | {"ENGINE": "private"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def end(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=patient(30))

    def started(self) -> tuple[subprocess.Popen[str], dict[str, str]]:
        """A running engine, and what points a `docker` command at it."""
        process = self.start()
        assert process.stdout and process.stderr
        line = process.stdout.readline()
        assert line.startswith("export "), line + process.stderr.read()
        return process, dict(word.split("=", 1) for word in line.split()[1:])

    def look(self) -> dict[str, list[str]]:
        done = subprocess.run(
            [*self.enter, sys.executable, "-c", LOOK, self.home], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
        return found

    def daemon(self) -> int:
        """The process of dockerd."""
        for pid in self.look()["processes"]:
            if Path(f"/proc/{pid}/comm").read_text().strip() == "dockerd":
                return int(pid)
        raise AssertionError("no dockerd")


@pytest.fixture
def place(engine: Engine, tmp_path: Path) -> Iterator[Place]:
    # The session's engine comes first, so that the programs are in the cache and only one test run is at work.
    if engine.kind != "private" and not (CACHE / f"{reference().engine}-{own_release()}").exists():
        pytest.skip("the private engine is not used here, and its programs were never fetched")
    with subprocess.Popen(
        ["unshare", "--net", "sh", "-c", f"echo ready; exec sleep {patient(300)}"], stdout=subprocess.PIPE
    ) as net:
        assert net.stdout
        net.stdout.readline()
        found = Place(["nsenter", f"--net=/proc/{net.pid}/ns/net"], tmp_path / "home")
        try:
            yield found
        finally:
            try:
                found.end()
            finally:
                net.kill()


def docker(env: dict[str, str], *args: str) -> str:
    return subprocess.run(
        ["docker", *args],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
        timeout=patient(60),
    ).stdout


@pytest.fixture
def busybox(engine: Engine, say: Say) -> Path:
    image = base_images()["busybox:1.37"]
    make([image], engine, say)
    return archive(image.ref, image.standin)[0]


def container(env: dict[str, str], busybox: Path) -> None:
    """A container that runs, in a network of its own, with a published port."""
    docker(env, "load", "--input", str(busybox))
    docker(env, "network", "create", "front")
    docker(
        env, "run", "--detach", "--network", "front", "--publish", "8123:80", "busybox:1.37", "sleep", "300"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_nothing_is_left(place: Place, busybox: Path, number: signal.Signals) -> None:
    process, env = place.started()
    container(env, busybox)
    assert all(place.look()[what] for what in ("links", "rules", "processes", "folders"))
    process.send_signal(number)
    _, said = process.communicate(timeout=patient(30))
    assert process.returncode == 130 and said.endswith("engine: ended, as you asked\n")
    assert place.look() == NOTHING


def test_a_second_run_is_refused(place: Place) -> None:
    process, _ = place.started()
    second = place.start()
    _, said = second.communicate(timeout=patient(30))
    assert second.returncode == 1
    assert f"in use by process {process.pid}" in said


def test_another_engine_in_the_same_network_is_refused(place: Place, tmp_path: Path) -> None:
    _, env = place.started()
    other = replace(place, home=tmp_path / "other").start()
    _, said = other.communicate(timeout=patient(30))
    assert other.returncode == 1
    assert "Another Docker Engine runs on this machine" in said
    assert docker(env, "version", "--format", "{{.Server.Version}}")


def test_a_killed_run_is_cleaned_by_the_next(place: Place, busybox: Path) -> None:
    process, env = place.started()
    container(env, busybox)
    os.kill(place.daemon(), signal.SIGKILL)
    process.kill()
    process.wait(patient(30))
    assert place.look()["folders"]
    again, _ = place.started()
    again.terminate()
    again.wait(patient(30))
    assert place.look() == NOTHING


def test_a_dead_daemon_is_noticed(place: Place) -> None:
    process, _ = place.started()
    os.kill(place.daemon(), signal.SIGKILL)
    _, said = process.communicate(timeout=patient(30))
    assert process.returncode == 1
    assert "it has died. Its last words:" in said
    assert place.look() == NOTHING


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"no-such-setting": 1}, "no-such-setting"),
        # Noticed only when containerd runs and the network is being made.
        ({"bip": "172.17.0.0/16"}, "failed to start daemon: Error initializing network controller"),
    ],
)
def test_a_failed_start_is_cleaned_up(place: Place, settings: dict[str, object], says: str) -> None:
    script = (
        "import json, sys\nfrom pathlib import Path\nfrom macros.reference import reference\n"
        "from tests.engine.packages import programs\nfrom tests.engine.private import PrivateEngine\n"
        "private = PrivateEngine(programs(reference().engine, print), Path(sys.argv[1]), json.loads(sys.argv[2]))\n"
        "try:\n    private.start()\nfinally:\n    private.stop()\n"
    )
    done = subprocess.run(
        [*place.enter, sys.executable, "-c", script, place.home, json.dumps(settings)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=patient(300),
    )
    assert "The private engine did not start" in done.stderr
    assert says in done.stderr
    assert place.look() == NOTHING


def test_it_finds_a_folder_for_its_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    monkeypatch.setattr(tempfile, "tempdir", None)  # where Python keeps its answer
    assert Path(PrivateEngine(Programs(tmp_path), tmp_path).daemon_env()["TMPDIR"]).is_dir()
