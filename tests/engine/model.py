"""What an engine is to the tests, wherever it came from."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from docker import DockerClient
from docker.errors import DockerException
from requests import RequestException

from macros.reference import Environment
from tests.patience import patient

API_SECONDS, COMMAND_SECONDS = 120, 120


class EngineError(Exception):
    """No engine, or none that can be used; the message says what to do."""


@dataclass
class Engine:
    """A Docker Engine that answers.

    `kind` is "docker" (the user's own) or "private" (ours, ends with the run). `env` is what to add to a
    process's environment so that its `docker` talks to this engine. `images` is the wish of the IMAGES
    variable: "stand-in", "official" or "" for the default of this kind. `loaded` collects the references of
    stand-ins that this run put into the engine. `makes_images` is false where another run makes the stand-ins.
    `entry` is the command that leads into the engine's mount namespace (nsenter), where it has one of its own.
    """

    kind: str
    environment: Environment
    env: dict[str, str]
    images: str = ""
    loaded: list[str] = field(default_factory=list)
    makes_images: bool = True
    entry: tuple[str, ...] = ()
    alive_check: Callable[[], bool] | None = None
    log_tail: Callable[[], str] | None = None
    _client: DockerClient | None = field(default=None, init=False, repr=False)

    @contextmanager
    def api(self) -> Iterator[DockerClient]:
        """The engine's API, for questions asked so often that starting a `docker` for each would take minutes.

        Raises EngineError if the engine has ended, and in place of what the client raises in the block.
        """
        if self.alive_check and not self.alive_check():
            raise EngineError("The engine has ended.")
        try:
            if not self._client:
                self._client = DockerClient.from_env(
                    timeout=int(patient(API_SECONDS)),
                    environment={**os.environ, **self.env},
                    use_ssh_client=True,
                )
                # None is kept: one that the engine's death leaves open would seem to be alive.
                self._client.api.headers["Connection"] = "close"
            yield self._client
        except (DockerException, RequestException) as error:
            raise EngineError(f"The engine's API: {error}") from None

    def close(self) -> None:
        """End the connection to the API."""
        if self._client:
            self._client.close()
            self._client = None

    def docker(
        self,
        *args: str,
        check: bool = True,
        timeout: float = COMMAND_SECONDS,
        input: str | None = None,  # noqa: A002
    ) -> subprocess.CompletedProcess[str]:
        """Run `docker` with these arguments, and return its output as text.

        Raises EngineError with the command's own words if it fails (unless `check` is false) or takes longer
        than `timeout` seconds (see patient()).
        """
        return docker(self.env, *args, check=check, timeout=timeout, input=input)

    def alive(self) -> bool:
        """Whether the engine still answers."""
        if self.alive_check and not self.alive_check():
            return False
        # On a busy machine an answer takes its time, and slow is not dead.
        return answer(self.env, COMMAND_SECONDS) is not None

    def last_words(self) -> str:
        """The end of the engine's log, or where to find it."""
        return (
            self.log_tail() if self.log_tail else "Its log is kept by the machine (journalctl --unit docker)."
        )


def docker(
    env: dict[str, str],
    *args: str,
    check: bool = True,
    timeout: float = COMMAND_SECONDS,
    input: str | None = None,  # noqa: A002
) -> subprocess.CompletedProcess[str]:
    """Run `docker` with `env` added to the environment; see Engine.docker()."""
    command = "docker " + " ".join(args)
    try:
        done = subprocess.run(
            ["docker", *args],
            env=os.environ | env,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patient(timeout),
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
        )
    except FileNotFoundError:
        raise EngineError("There is no `docker` command on this machine.") from None
    except subprocess.TimeoutExpired:
        raise EngineError(f"`{command}` did not end within {patient(timeout):.0f} s.") from None
    if check and done.returncode:
        raise EngineError(f"`{command}` failed: {(done.stderr or done.stdout).strip()}")
    return done


def answer(env: dict[str, str], timeout: float = 10) -> tuple[str, str] | None:
    """The version and the platform of the engine that `env` leads to, or None if none answers."""
    wanted = "{{.Server.Version}} {{.Server.Os}}/{{.Server.Arch}}"
    try:
        done = docker(env, "version", "--format", wanted, check=False, timeout=timeout)
    except EngineError:
        return None
    words = done.stdout.split()
    if done.returncode or len(words) != 2:
        return None
    return upstream(words[0]), words[1]


def upstream(version: str) -> str:
    """A packaged version as the upstream project names it: 28.5.2+dfsg4 -> 28.5.2."""
    return (
        version.rsplit(":", maxsplit=1)[-1]
        .split("+", maxsplit=1)[0]
        .split("-", maxsplit=1)[0]
        .split("~", maxsplit=1)[0]
    )
