"""Which images an example names: in its Dockerfiles, its Compose files, its commands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from macros.base_images import base_images
from macros.examples import Example
from macros.nodes import entries, read_nodes
from macros.problems import relative
from macros.transcripts import Command
from tests.examples.calls import calls
from tests.examples.dockerfile import instructions

_VARIABLE = re.compile(r"\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))")
_FROM_OPTION = re.compile(r"(?:--from=|--mount=(?:.*,)?from=)([^,\s]+)")


@dataclass(frozen=True)
class Reference:
    """An image reference as it is written, and where."""

    image: str
    path: str
    line: int


def base_image_references(example: Example) -> list[str]:
    """The images of snippets/images.yml that the example's files or commands name, sorted.

    Raises ProblemError where a file can't be parsed.
    """
    written = {each.image for each in used(example)}
    written |= {word for call in calls(example.transcript.commands) for word in call.words}
    return sorted(written & set(base_images()))


def base_images_among(texts: Iterable[str]) -> list[str]:
    """The images of snippets/images.yml that stand as words in any of the texts, sorted."""
    return sorted({word for text in texts for word in text.split()} & set(base_images()))


def used(example: Example) -> Iterator[Reference]:
    """Every image that the example's files or commands name, as far as it can be told; stages are none.

    Raises ProblemError where a file can't be parsed.
    """
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


def in_dockerfile(path: Path) -> Iterator[Reference]:
    """The images of FROM, COPY --from and RUN --mount=from in a Dockerfile, without the names of its stages."""
    stages: set[str] = {"scratch"}
    for step in instructions(path):
        if step.name == "FROM":
            if step.args[0].lower() not in stages:
                yield Reference(step.args[0], relative(path), step.start_line)
            if len(step.args) == 3:
                stages.add(step.args[2].lower())
        for flag in step.flags:
            match = _FROM_OPTION.match(flag)
            if match and match[1].lower() not in stages and not match[1].isdigit():
                yield Reference(match[1], relative(path), step.start_line)


def in_compose_file(path: Path) -> Iterator[Reference]:
    """The images of services that are not built from a Dockerfile."""
    for service in entries(entries(read_nodes(path)).get("services")).values():
        fields = entries(service)
        image = fields.get("image")
        if isinstance(image, yaml.ScalarNode) and "build" not in fields:
            yield Reference(image.value, relative(path), image.start_mark.line + 1)


def _arguments(path: Path) -> dict[str, str]:
    """The ARG lines above the first FROM, which FROM lines may use."""
    values: dict[str, str] = {}
    for step in instructions(path):
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
