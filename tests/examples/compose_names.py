"""What Compose makes for a transcript, under the names that it gives: asked of `docker compose config`.

A project's name may come from an option, a variable, `.env`, the Compose file or the folder, and files may include
others; so Compose itself is asked, where the transcript calls it, with the files as they are at that moment.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.engine import EngineError
from tests.examples.calls import Call
from tests.examples.names import Names, canonical
from tests.patience import patient

# The options of `docker compose` that decide which files it reads, and as what.
_ASKED_WITH = ("-f", "--file", "-p", "--project-name", "--project-directory", "--env-file")
_MAKING = (["build"], ["create"], ["run"], ["up"], ["watch"])
_SECONDS = 60


class ComposeError(Exception):
    """Compose can't say what a call makes; the message is its own."""


def made_by_compose(
    calls: Iterable[Call], folder: Path, env: dict[str, str], *, strict: bool = False
) -> Names:
    """What these calls of Compose make, read from the files in `folder` as they are now.

    `env` are the variables of the transcript's shell. Where Compose refuses the files, it makes nothing, and neither
    will the call; raises ComposeError if `strict`, for a call that is known to make something.
    """
    made = Names()
    asked: set[str] = set()
    for call in calls:
        options = [word for pair in call.options if pair[0] in _ASKED_WITH for word in pair]
        makes = call.arguments[:1] in _MAKING
        question = json.dumps([options, call.folder, sorted(call.env.items()), makes])
        if call.verb == "compose" and question not in asked:
            asked.add(question)
            try:
                config = _config(options, folder / call.folder, env | call.env)
            except ComposeError:
                if strict and makes:
                    raise
                config = {}
            # `docker compose -p shop down` works without a file.
            given = call.values("-p", "--project-name") or [call.env.get("COMPOSE_PROJECT_NAME", "")]
            _add(made, call.line, {"name": given[-1]} | config)
    return made


def _config(options: list[str], folder: Path, env: dict[str, str]) -> dict[str, Any]:
    """The project as Compose understands it. Raises ComposeError where it refuses the files."""
    if not folder.is_dir():
        raise ComposeError(f"no such folder: {folder.name}")
    command = ["docker", "compose", *options, "--profile", "*", "config", "--format", "json"]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=patient(_SECONDS),
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(f"`{' '.join(command)}` did not end within {patient(_SECONDS):.0f} s.") from None
    if done.returncode:
        raise ComposeError((done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _add(made: Names, line: int, config: dict[str, Any]) -> None:
    project = config.get("name")
    if not project or "$" in project:
        return
    made.projects.setdefault(project, line)
    for name, service in (config.get("services") or {}).items():
        for container in _containers(project, name, service):
            made.containers.setdefault(container, line)
        if service.get("build"):
            made.images.setdefault(canonical(service.get("image") or f"{project}-{name}"), line)
    for volume in (config.get("volumes") or {}).values():
        # One that is `external` was made by the transcript, or is somebody's: no transcript may write into that.
        made.volumes.setdefault(volume["name"], line)
    for network in (config.get("networks") or {}).values():
        if not network.get("external"):
            made.networks.setdefault(network["name"], line)


def _containers(project: str, name: str, service: dict[str, Any]) -> list[str]:
    if given := service.get("container_name"):
        return [given]
    number = service.get("scale") or (service.get("deploy") or {}).get("replicas") or 1
    return [f"{project}-{name}-{each}" for each in range(1, int(number) + 1)]
