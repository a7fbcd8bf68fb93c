"""Which images an example uses that it does not make itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import e2b_dockerfile_utils as buildkit
import yaml

from macros.base_images import base_images
from macros.examples import Example
from macros.problems import relative
from tests.examples.calls import docker_calls
from tests.examples.names import canonical, names

_FROM_OPTION = re.compile(r"(?:--from=|--mount=(?:.*,)?from=)([^,\s]+)")


@dataclass(frozen=True)
class Reference:
    """An image reference as it is written, and where."""

    image: str
    path: str
    line: int


def references(example: Example) -> list[Reference]:
    """Every image that a Dockerfile or Compose file of the example names, but for stages and its own images.

    Raises buildkit.DockerfileSyntaxError or yaml.YAMLError where a file can't be parsed.
    """
    own = set(names(example).images)
    found = [each for path in example.dockerfiles for each in in_dockerfile(path)]
    found += [each for path in example.compose_files for each in in_compose_file(path)]
    return [each for each in found if canonical(each.image) not in own]


def base_image_references(example: Example) -> list[str]:
    """The images of snippets/images.yml that the example's files or commands name, sorted."""
    written = {each.image for each in references(example)}
    written |= {
        word for command in example.transcript.commands for call in docker_calls(command) for word in call
    }
    return sorted(written & set(base_images()))


def in_dockerfile(path: Path) -> Iterator[Reference]:
    """The images of FROM, COPY --from and RUN --mount=from in a Dockerfile, without the names of its stages."""
    stages: set[str] = {"scratch"}
    for step in buildkit.parse_dockerfile_ast(path.read_text(encoding="utf-8")).instructions:
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
    root = yaml.compose(path.read_text(encoding="utf-8"))
    for _, service in _entries(_entry(root, "services")):
        image = _entry(service, "image")
        if isinstance(image, yaml.ScalarNode) and _entry(service, "build") is None:
            yield Reference(image.value, relative(path), image.start_mark.line + 1)


def _entries(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _entry(node: yaml.Node | None, name: str) -> yaml.Node | None:
    return next((value for key, value in _entries(node) if key == name), None)
