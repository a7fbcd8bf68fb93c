"""The engine that makes the images of the lab: the tests' own programs, in a network of its own that leads nowhere.

It shares no network with the machine, so it changes no firewall rule there, and may run beside any other engine. It
keeps images the older way, as folders of layers, since that is what the guest's engine is given.
"""

import ctypes
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.reference import Environment, reference
from tests.engine.model import Engine, EngineError, answer
from tests.engine.packages import programs
from tests.engine.say import Say
from tests.processes import kill_each, marked

START_SECONDS = 60
STOP_SECONDS = 15
_MARK = "DOCKER_FIELD_NOTES_LAB"


@contextmanager
def image_engine(data: Path, say: Say) -> Iterator[Engine]:
    """An engine for the time of the block that keeps its data in `data`. Raises EngineError if it does not start."""
    if os.geteuid() != 0:
        raise EngineError("The lab's images are made as root. Run it as root.")
    version = reference().engine
    tree = programs(version, say)
    # Paths of sockets are limited to 108 bytes, so not below `data`.
    with tempfile.TemporaryDirectory(prefix="field-notes-lab-") as short:
        run, log = Path(short), data.parent / "dockerd.log"
        settings = {
            "data-root": str(data),
            "exec-root": f"{run}/exec",
            "pidfile": f"{run}/dockerd.pid",
            "hosts": [f"unix://{run}/docker.sock"],
            "storage-driver": "overlay2",
            "features": {"containerd-snapshotter": False},
            "exec-opts": ["native.cgroupdriver=cgroupfs"],
            "cgroup-parent": f"/{run.name}",
            "iptables": False,
            "ip6tables": False,
            "ip-forward": False,
        }
        (run / "daemon.json").write_text(json.dumps(settings))
        (run / "config/cli-plugins").mkdir(parents=True)
        for plugin in tree.plugins.iterdir():
            (run / "config/cli-plugins" / plugin.name).symlink_to(plugin)
        path = os.pathsep.join([*map(str, tree.paths), os.environ.get("PATH", os.defpath)])
        env = {
            "PATH": path,
            "DOCKER_HOST": f"unix://{run}/docker.sock",
            "DOCKER_CONFIG": f"{run}/config",
            "DOCKER_CONTEXT": "",
        }
        libraries = os.pathsep.join(map(str, tree.libraries))
        daemon = _spawn(run, log, os.environ | {"PATH": path, "LD_LIBRARY_PATH": libraries, _MARK: run.name})
        try:
            found = _wait(daemon, env, log)
            yield Engine("private", Environment(*found, images="stand-in"), env, "stand-in")
        finally:
            _stop(daemon, run.name)


def _spawn(run: Path, log: Path, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start dockerd in mounts and a network of its own; it ends with this process."""
    libc = ctypes.CDLL(None)
    command = f"ip link set lo up; exec dockerd --config-file {run}/daemon.json"
    with log.open("wb") as out:
        return subprocess.Popen(
            ["unshare", "--mount", "--net", "--propagation", "private", "sh", "-c", command],
            env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            preexec_fn=lambda: libc.prctl(1, signal.SIGTERM),  # noqa: PLW1509
        )  # fmt: skip


def _wait(daemon: subprocess.Popen[bytes], env: dict[str, str], log: Path) -> tuple[str, str]:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and daemon.poll() is None:
        if Path(env["DOCKER_HOST"].removeprefix("unix://")).exists() and (found := answer(env)):
            return found
        time.sleep(0.1)
    raise EngineError(
        f"The engine that makes the lab's images did not start. The end of {log}:\n{_tail(log)}"
    )


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


def _stop(daemon: subprocess.Popen[bytes], mark: str) -> None:
    daemon.terminate()
    try:
        daemon.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()
    kill_each(marked(_MARK, mark))
    for folder in sorted(Path("/sys/fs/cgroup", mark).rglob("*"), reverse=True):
        if folder.is_dir():
            folder.rmdir()
    if (top := Path("/sys/fs/cgroup", mark)).is_dir():
        top.rmdir()
