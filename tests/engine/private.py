"""The private engine: dockerd of our own, which shares nothing with one that the machine may have.

It runs in a mount namespace of its own. There, the folders that an engine uses (/var/lib/docker and so on) are
ours, so paths in its answers are the usual ones, and its mounts end with its processes. The network is the
machine's, because published ports must be reachable on localhost; what it adds there, sweep.py takes out.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.reference import Environment
from tests.engine.firewall import Firewall, link_tools
from tests.engine.folders import folders_locked, make_folders
from tests.engine.model import Engine, EngineError, answer
from tests.engine.network import address_settings, routes
from tests.engine.packages import CACHE, Programs, programs
from tests.engine.say import Say, timed
from tests.engine.signals import undisturbed
from tests.engine.sweep import MARK, processes, sweep, write_down
from tests.patience import patient
from tests.processes import contained, kill_each

START_SECONDS = 60
STOP_SECONDS = 15
# Lines of dockerd's log that tell of no fault that ends it.
QUIET = re.compile(r"time=\S+ level=(debug|info|warning) ")
# Where every reader's engine has its socket, also for containers that mount it.
SOCKET = "/run/docker.sock"
PLACES = ["/var/lib/docker", "/run/docker", "/run/containerd", "/run/runc", "/opt/containerd", "/etc/docker"]


class PrivateEngine:
    """One private engine; `home` is the folder that holds its data, lock and log."""

    def __init__(self, tree: Programs, home: Path = CACHE, settings: dict[str, object] | None = None) -> None:
        self.tree = tree
        self.home = home
        self.settings = settings or {}
        self.mark = mark_of(home)
        # Socket paths are limited to 108 bytes, so not below `home`; and /run is empty after a restart, as the
        # machine's network is.
        self.run = Path("/run") / self.mark
        self.data = home / "data"
        self.log = home / "dockerd.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.firewall = Firewall(self.daemon_env())

    @property
    def env(self) -> dict[str, str]:
        """What points a `docker` command at this engine."""
        return {
            "PATH": os.pathsep.join([*map(str, self.tree.paths), os.environ.get("PATH", os.defpath)]),
            "DOCKER_HOST": f"unix://{self.run}/docker.sock",
            "DOCKER_CONFIG": f"{self.run}/config",
            "DOCKER_CONTEXT": "",
            "DOCKER_TLS_VERIFY": "",
        }

    def daemon_env(self) -> dict[str, str]:
        """The environment of dockerd and of the firewall tools."""
        libraries = [*map(str, self.tree.libraries), os.environ.get("LD_LIBRARY_PATH", "")]
        modules = [folder / "xtables" for folder in self.tree.libraries if (folder / "xtables").is_dir()]
        # Our iptables comes last: a machine that has its own must be asked with its own.
        paths = [
            *self.tree.paths,
            os.environ.get("PATH", os.defpath),
            "/usr/sbin:/sbin",
            self.run / "firewall",
        ]
        env = os.environ | {
            "PATH": os.pathsep.join(map(str, paths)),
            "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
            MARK: self.mark,
            # One that exists: dockerd's complaint about another one would look like an answer.
            "TMPDIR": tempfile.gettempdir(),
        }
        return env | ({"XTABLES_LIBDIR": str(modules[0])} if modules else {})

    def start(self) -> tuple[str, str]:
        """Start the engine; returns its version and platform.

        Raises EngineError if it does not answer; what it has made until then is for stop() to remove.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self.clean()
        with folders_locked() as listed:
            self.prepare()
            make_folders([*PLACES, SOCKET], listed)
            self.process = self.spawn()
            end = time.monotonic() + patient(START_SECONDS)
            while time.monotonic() < end and self.running():
                if (self.run / "docker.sock").exists() and (found := answer(self.env)):
                    self.enter("mount", "--bind", f"{self.run}/docker.sock", SOCKET)
                    return found
                time.sleep(0.1)
        raise EngineError(f"The private engine did not start. The end of {self.log}:\n{self.last_words()}")

    def prepare(self) -> None:
        """Make folders, settings and plugins, and write down the machine as it is."""
        self.run.mkdir(mode=0o700)
        link_tools(self.run / "firewall", self.tree.paths, self.daemon_env())
        write_down(self.run / "before.json", self.firewall)
        for place in PLACES:
            self.inside(place).mkdir(parents=True, exist_ok=True)
        plugins = self.run / "config" / "cli-plugins"
        plugins.mkdir(parents=True)
        for plugin in self.tree.plugins.iterdir():
            (plugins / plugin.name).symlink_to(plugin)
        (self.run / "docker-init").symlink_to(self.tree.find("tini-static"))
        (self.run / "daemon.json").write_text(json.dumps(self.daemon_settings(), indent=1))

    def daemon_settings(self) -> dict[str, object]:
        """The content of daemon.json."""
        try:
            addresses = address_settings(routes())
        except LookupError as error:
            raise EngineError(f"No free address range for the private engine's networks: {error}.") from None
        return {
            "hosts": [f"unix://{self.run}/docker.sock"],
            "pidfile": f"{self.run}/dockerd.pid",
            "features": {"containerd-snapshotter": True},
            "exec-opts": ["native.cgroupdriver=cgroupfs"],
            "cgroup-parent": f"/{self.mark}",
            "init-path": f"{self.run}/docker-init",
            "userland-proxy-path": str(self.tree.find("docker-proxy")),
            "ip-forward-no-drop": True,
            "shutdown-timeout": 1,
            **addresses,
            **self.settings,
        }

    def inside(self, place: str) -> Path:
        """Our folder that the engine sees at one of its PLACES."""
        return self.data if place == "/var/lib/docker" else self.run / "places" / place.replace("/", "-")[1:]

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start dockerd in its namespace. It gets SIGTERM when this process dies, and no Ctrl-C of the terminal."""
        mounts = [f"mount --bind {shlex.quote(str(self.inside(place)))} {place}" for place in PLACES]
        daemon = [str(self.tree.find("dockerd")), "--config-file", f"{self.run}/daemon.json"]
        script = " && ".join([*mounts, "exec " + shlex.join(daemon)])
        libc = ctypes.CDLL(None)
        with self.log.open("wb") as log:
            return subprocess.Popen(
                ["unshare", "--mount", "--propagation", "slave", "sh", "-c", script],
                env=self.daemon_env(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: libc.prctl(1, signal.SIGTERM),  # noqa: PLW1509
            )

    @property
    def entry(self) -> tuple[str, ...]:
        """The command that leads into the engine's mount namespace."""
        return ("nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt") if self.process else ()

    def enter(self, *command: str) -> None:
        """Run a command in the engine's mount namespace; raises EngineError if it fails."""
        done = subprocess.run([*self.entry, *command], capture_output=True, text=True)
        if done.returncode:
            raise EngineError(
                f"`{shlex.join(command)}` failed in the engine's namespace: {done.stderr.strip()}"
            )

    def running(self) -> bool:
        """Whether dockerd's process is there."""
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """The end of dockerd's log: errors if there are any, else the last lines."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        loud = [line for line in lines if not QUIET.match(line)]
        return "\n".join((loud or lines)[-8:]) or "(the log is empty)"

    def stop(self) -> None:
        """End the engine and take everything that it made off the machine."""
        if self.process and self.running():
            # A container may take ten seconds to stop, and nobody needs its last words.
            kill_each(contained(self.mark))
            self.process.terminate()
            try:
                self.process.wait(patient(STOP_SECONDS))
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.clean()
        if self.process:
            self.process.wait(patient(STOP_SECONDS))

    def clean(self) -> None:
        """Remove what is left of this engine, also of an earlier run that was killed."""
        sweep(self.run / "before.json", self.mark, self.mark, self.firewall, [self.data, self.run])


def mark_of(home: Path) -> str:
    """What tells the processes, folders and control groups of the engine with this home."""
    return "docker-field-notes-" + hashlib.sha256(str(home).encode()).hexdigest()[:8]


@contextmanager
def private_engine(version: str, images: str, say: Say, home: Path = CACHE) -> Iterator[Engine]:
    """A private engine of this version for the time of the block.

    Raises EngineError when another run has it, when another engine is in the way, or when it does not start.
    """
    if os.geteuid() != 0:
        raise EngineError("The private engine needs root. Start Docker, or run as root.")
    with locked(home / "lock"):
        refuse_neighbors(mark_of(home))  # before anything is fetched
        private = PrivateEngine(programs(version, say), home)
        try:
            with timed(say, f"private Docker Engine {version} started"):
                found = private.start()
            yield private_model(private, *found, images)
        finally:
            with undisturbed(), timed(say, "private Docker Engine stopped"):
                private.stop()


def private_model(private: PrivateEngine, version: str, platform: str, images: str) -> Engine:
    """The engine as its users see it."""
    return Engine(
        kind="private",
        environment=Environment(engine=version, platform=platform, images=images or "stand-in"),
        env=private.env,
        images=images or "stand-in",
        entry=private.entry,
        alive_check=private.running,
        log_tail=private.last_words,
    )


def refuse_neighbors(mark: str) -> None:
    """Raise EngineError when another engine works in this network: two would undo each other's firewall rules."""
    here = Path("/proc/self/ns/net").readlink()
    ours = set(processes(mark, mark))
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, network = (folder / "comm").read_text().strip(), (folder / "ns/net").readlink()
        except OSError:
            continue
        if name == "dockerd" and network == here and int(folder.name) not in ours:
            raise EngineError(
                f"Another Docker Engine runs on this machine (process {folder.name}), and two engines undo each "
                "other's firewall rules. Use that one (ENGINE=docker, with DOCKER_HOST set if need be), or stop it."
            )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of the private engine; raises EngineError, naming the process, if another one holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise EngineError(
                f"The private engine is in use by process {lock.read().strip() or '?'}. Wait for it to end, or, if "
                "it is `make engine`, use it: paste the line that it printed into this shell."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
