"""Every image that an example uses is on the list of base images, or made by the example itself."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import e2b_dockerfile_utils as buildkit
import yaml

from macros import base_images as listed
from macros.examples import Example, examples
from macros.problems import Problem, ProblemError, relative
from macros.transcripts import Command
from tests.examples.calls import calls
from tests.examples.names import canonical, names
from tests.examples.references import Reference, in_compose_file, in_dockerfile

_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")


def problems(today: date | None = None) -> list[Problem]:
    """Images that aren't on the list, and what is wrong with the list itself (as of today)."""
    found = listed.problems(today or datetime.now(UTC).date(), listed.IMAGES_FILE)
    try:
        known = listed.base_images()
    except ProblemError as error:
        return error.problems
    mend = f"Use one of {', '.join(known)}, or add it to {relative(listed.IMAGES_FILE)}."
    allowed = {canonical(ref) for ref in known}
    for example in examples():
        try:
            own = _own(example)
            found += [
                Problem(each.path, each.line, f"`{each.image}` is not on the list of base images.", mend)
                for each in used(example)
                if canonical(each.image) not in allowed | own
            ]
        except (ProblemError, buildkit.DockerfileSyntaxError, yaml.YAMLError):
            continue  # a file that can't be read is reported, with its line, by the check of its kind
    return found


def used(example: Example) -> Iterator[Reference]:
    """Every image that the example's files or commands name, as far as it can be told; stages are none."""
    for path in example.dockerfiles:
        defaults = _arguments(path)
        for each in in_dockerfile(path):
            image = _expand(each.image, defaults)
            if "$" not in image:
                yield Reference(image, each.path, each.line)
    for path in example.compose_files:
        for each in in_compose_file(path):
            image = _expand(each.image, {})
            if "$" not in image:
                yield Reference(image, each.path, each.line)
    for command in example.transcript.commands:
        for image in images_run(command):
            yield Reference(image, relative(example.transcript_path), command.line)


def images_run(command: Command) -> Iterator[str]:
    """The images of `docker run` and `docker create`, unless the output shows that there is no such image."""
    if any("Unable to find image" in line for line in command.output):
        return
    for call in calls([command]):
        if call.verb in ("run", "create") and call.arguments:
            image = call.arguments[0]
            if "$" not in image and not image.startswith("sha256:"):
                yield image


def _own(example: Example) -> set[str]:
    """The images that the example makes: tagged by its commands, or built by its Compose files."""
    own = set(names(example).images)
    for path in example.compose_files:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        services = data.get("services") if isinstance(data, dict) else None
        for name, service in services.items() if isinstance(services, dict) else []:
            if isinstance(service, dict) and "build" in service:
                own.add(canonical(str(service.get("image") or f"{example.folder.name}-{name}")))
    return own


def _arguments(path: Path) -> dict[str, str]:
    """The ARG lines above the first FROM, which FROM lines may use."""
    values: dict[str, str] = {}
    for step in buildkit.parse_dockerfile_ast(path.read_text(encoding="utf-8")).instructions:
        if step.name == "FROM":
            break
        for word in step.args if step.name == "ARG" else []:
            name, _, value = word.partition("=")
            values[name] = value.strip("\"'")
    return values


def _expand(text: str, values: dict[str, str]) -> str:
    """Variables replaced by their defaults; one that has none stays as it is."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[3]
        return values.get(name) or match[2] or match[0]

    return _VARIABLE.sub(value, text)
