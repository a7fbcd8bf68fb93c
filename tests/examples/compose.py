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

# The options of `docker compose` that decide which files it reads, and as what.
_ASKED_WITH = ("-f", "--file", "-p", "--project-name", "--project-directory", "--env-file")
_SECONDS = 60


def made_by_compose(calls: Iterable[Call], folder: Path, env: dict[str, str]) -> Names:
    """What these calls of Compose make, read from the files in `folder` as they are now.

    `env` are the variables of the transcript's shell.
    """
    made = Names()
    asked: set[str] = set()
    for call in calls:
        options = [word for pair in call.options if pair[0] in _ASKED_WITH for word in pair]
        question = json.dumps([options, call.folder, sorted(call.env.items())])
        if call.verb == "compose" and question not in asked:
            asked.add(question)
            config = _config(options, folder / call.folder, env | call.env)
            # `docker compose -p shop down` works without a file.
            given = call.values("-p", "--project-name") or [call.env.get("COMPOSE_PROJECT_NAME", "")]
            _add(made, call.line, {"name": given[-1]} | config)
    return made


def _config(options: list[str], folder: Path, env: dict[str, str]) -> dict[str, Any]:
    """The project as Compose understands it; nothing where it refuses the files, since it then makes nothing."""
    if not folder.is_dir():
        return {}
    command = ["docker", "compose", *options, "--profile", "*", "config", "--format", "json"]
    try:
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(f"`{' '.join(command)}` did not end within {_SECONDS} s.") from None
    found: dict[str, Any] = json.loads(done.stdout or "{}") if done.returncode == 0 else {}
    return found


def _add(made: Names, line: int, config: dict[str, Any]) -> None:
    project = config.get("name")
    if not project:
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
