"""Which engine the tests get."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from macros.reference import Environment, reference
from tests.engine.images import withdraw
from tests.engine.model import Engine, EngineError, answer, docker
from tests.engine.packages import CACHE
from tests.engine.private import private_engine
from tests.engine.say import Say
from tests.engine.signals import signals_interrupt, undisturbed

# Variables that say which engine is meant.
_NAMED = ("DOCKER_HOST", "DOCKER_CONTEXT")
TLS = ("DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")
# Other variables that would change which engine is asked, or what it is asked for. Empty is as good as unset.
UNSET = ("DOCKER_CONTEXT", "DOCKER_API_VERSION", "DOCKER_DEFAULT_PLATFORM", "BUILDX_BUILDER")


@contextmanager
def engine(say: Say, home: Path = CACHE) -> Iterator[Engine]:
    """An engine for the time of the block: the user's own if it answers, else a private one.

    One that DOCKER_HOST or DOCKER_CONTEXT names has to answer: who names it wants no other.

    ENGINE=docker or ENGINE=private chooses by hand, IMAGES=official or IMAGES=stand-in the base images.
    Raises EngineError if there is none. Ctrl-C, SIGTERM and SIGHUP end the block with KeyboardInterrupt, and
    what was started is stopped.
    """
    wanted = setting("ENGINE", "docker", "private")
    images = setting("IMAGES", "stand-in", "official")
    with signals_interrupt():
        if wanted != "private" and (found := answer({})):
            yield from users_engine(*found, images, say)
            return
        named = next((name for name in _NAMED if os.environ.get(name)), "")
        if wanted == "" and named:
            raise EngineError(
                f"{named}={os.environ[named]}, but no Docker Engine answers there. Start it, or unset {named}, or run "
                "with ENGINE=private."
            )
        if wanted == "docker":
            raise EngineError(
                "ENGINE=docker, but no Docker Engine answers. Start Docker, or point DOCKER_HOST or the current "
                "docker context at an engine that runs."
            )
        if wanted == "" and (sys.platform != "linux" or os.geteuid() != 0):
            raise EngineError(
                "No Docker Engine answers. Install Docker (https://docs.docker.com/get-started/get-docker/) and "
                "start it; or, on Debian, run as root, and the tests bring an engine of their own."
            )
        with private_engine(reference().engine, images, say, home) as found_private, closing(found_private):
            yield found_private


def brings_own() -> bool:
    """Whether engine() would start a private engine, as far as can be told beforehand."""
    wanted = os.environ.get("ENGINE", "")
    named = any(os.environ.get(name) for name in _NAMED)
    return sys.platform == "linux" and (wanted == "private" or not (wanted or named or answer({})))


def users_engine(version: str, platform: str, images: str, say: Say) -> Iterator[Engine]:
    """The user's own engine; afterwards, our stand-ins are taken out of it again."""
    say(f"engine: Docker Engine {version}, {platform}, which was running")
    with tempfile.TemporaryDirectory(prefix="field-notes-docker-") as config:
        env = users_environment(Path(config))
        found = Engine("docker", Environment(version, platform, images or "official"), env, images)
        try:
            yield found
        finally:
            with undisturbed(), closing(found):
                withdraw(found, say)


def users_environment(config: Path) -> dict[str, str]:
    """What leads to the user's engine, without the user's settings, which change what commands print.

    `config` becomes the folder of docker's settings; it gets the user's plugins.
    """
    theirs = Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")
    _keep_plugins(theirs, config)
    env = dict.fromkeys((*TLS, *UNSET), "") | {name: os.environ[name] for name in TLS if name in os.environ}
    if any(env[name] for name in TLS) and not env["DOCKER_CERT_PATH"]:
        env["DOCKER_CERT_PATH"] = str(theirs)
    host = os.environ.get("DOCKER_HOST", "")
    if not host:
        # The context that DOCKER_CONTEXT or the user's settings name; it may have certificates of its own.
        context = json.loads(docker({}, "context", "inspect", "--format", "{{json .}}").stdout)
        endpoint = context["Endpoints"]["docker"]
        host = endpoint["Host"]
        if context["Name"] != "default" and context.get("TLSMaterial", {}).get("docker"):
            verify = "DOCKER_TLS" if endpoint.get("SkipTLSVerify") else "DOCKER_TLS_VERIFY"
            certificates = str(Path(context["Storage"]["TLSPath"]) / "docker")
            env |= dict.fromkeys(TLS, "") | {verify: "1", "DOCKER_CERT_PATH": certificates}
    if host.startswith("ssh://") and "SSH_AUTH_SOCK" in os.environ:
        env["SSH_AUTH_SOCK"] = os.environ["SSH_AUTH_SOCK"]
    return env | {"DOCKER_HOST": host, "DOCKER_CONFIG": str(config)}


def _keep_plugins(theirs: Path, ours: Path) -> None:
    """Let docker find the user's plugins; those of the whole machine it finds by itself."""
    if (theirs / "cli-plugins").is_dir():
        (ours / "cli-plugins").symlink_to((theirs / "cli-plugins").resolve())
    with suppress(OSError, ValueError):
        settings = json.loads((theirs / "config.json").read_text(encoding="utf-8"))
        # Where package managers such as Homebrew keep plugins.
        if more := settings.get("cliPluginsExtraDirs"):
            (ours / "config.json").write_text(json.dumps({"cliPluginsExtraDirs": more}), encoding="utf-8")


def setting(name: str, *values: str) -> str:
    """The value of an environment variable that may be empty or one of `values`."""
    value = os.environ.get(name, "")
    if value and value not in values:
        raise EngineError(
            f"{name}={value} is not known. Use {' or '.join(f'{name}={word}' for word in values)}."
        )
    return value
