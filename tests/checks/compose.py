"""Every Compose file of an example: it follows the schema of the specification, and declares what it names."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from macros.examples import examples, is_compose_file
from macros.nodes import entries, parts, read_nodes
from macros.problems import Problem, did_you_mean, relative
from macros.text import read_text
from tests.checks import schemas
from tests.examples import lint
from tests.examples.lint import Finding

_MEND = "See https://docs.docker.com/reference/compose-file/, or declare it in example.yml: "
_MEND += f"`lint: {{{lint.COMPOSE_SCHEMA}: the reason}}`."
_DECLARE = (
    f"Declare it. If it is wrong on purpose: `lint: {{{lint.COMPOSE_CONFIG}: the reason}}` in example.yml."
)
_KINDS = ("services", "networks", "volumes", "configs", "secrets", "models")


def problems() -> list[Problem]:
    """Compose files that the schema or Compose would refuse, and examples that declare so although they don't."""
    every = examples()
    paths = [path for example in every for path in example.compose_files]
    refused = schemas.problems("compose-spec", paths, _MEND)
    found = [problem for example in every for path in example.files if (problem := misnamed(path))]
    for example in every:
        inside = f"snippets/{example.name}/"
        findings = [
            Finding(lint.COMPOSE_SCHEMA, problem) for problem in refused if problem.path.startswith(inside)
        ]
        found += lint.judge(example, lint.COMPOSE_SCHEMA, findings)
        if not findings and lint.COMPOSE_CONFIG not in lint.declared(example):
            found += undeclared(example.compose_files)
    return found


def misnamed(path: Path) -> Problem | None:
    """A problem for a Compose file whose name doesn't say so: neither this check nor the runner would know it."""
    if path.suffix not in (".yaml", ".yml") or is_compose_file(path):
        return None
    lines = [n for n, text in enumerate(read_text(path).splitlines(), 1) if text.startswith("services:")]
    if not lines:
        return None
    mend = f"Name it compose.{path.name}, here and in the transcript."
    return Problem(relative(path), lines[0], "This is a Compose file by its content, not by its name.", mend)


def undeclared(paths: Sequence[Path]) -> Iterator[Problem]:
    """Names that a service uses and none of these files, which Compose may read together, declares.

    Files that include others are left to Compose itself.
    """
    roots = {path: entries(read_nodes(path)) for path in paths}
    if any("include" in root for root in roots.values()):
        return
    declared = {
        kind: {name for root in roots.values() for name in entries(root.get(kind))} for kind in _KINDS
    }
    declared["networks"].add("default")
    for path, root in roots.items():
        for service in entries(root.get("services")).values():
            for kind, node, name in _named(service):
                if name not in declared[kind]:
                    what = f"No `{kind}:` declares `{name}`."
                    mend = did_you_mean(name, sorted(declared[kind]), _DECLARE)
                    yield Problem(relative(path), node.start_mark.line + 1, what, mend)


def _named(service: yaml.Node) -> Iterator[tuple[str, yaml.Node, str]]:
    """What a service names of others: the kind, the node, the name."""
    said = entries(service)
    for field, kind in (("depends_on", "services"), ("networks", "networks"), ("models", "models")):
        for key in _keys(said.get(field)):
            yield kind, key, key.value
    yield from (("services", node, name) for node, name in _services(said))
    for kind in ("volumes", "configs", "secrets"):
        for node in parts(said.get(kind)):
            name = _source(kind, node)
            if name and "$" not in name:
                yield kind, node, name


def _services(said: Mapping[str, yaml.Node]) -> Iterator[tuple[yaml.Node, str]]:
    """Services that others are named by in `network_mode: service:NAME` and the like."""
    for field in ("network_mode", "pid", "ipc"):
        if (node := said.get(field)) and str(node.value).startswith("service:"):
            yield node, str(node.value).removeprefix("service:")
    for field in ("links", "volumes_from"):
        for node in parts(said.get(field)):
            if (name := str(node.value).partition(":")[0]) != "container":
                yield node, name
    extends = said.get("extends")
    if isinstance(extends, yaml.ScalarNode):
        yield extends, extends.value
    elif extends and "file" not in entries(extends) and (node := entries(extends).get("service")):
        yield node, str(node.value)


def _keys(node: yaml.Node | None) -> list[yaml.ScalarNode]:
    """The names in a list, or the keys of a mapping."""
    if isinstance(node, yaml.MappingNode):
        return [key for key, _ in node.value]
    return [part for part in parts(node) if isinstance(part, yaml.ScalarNode)]


def _source(kind: str, node: yaml.Node) -> str:
    """The name that an entry takes from the top level, or ""."""
    if isinstance(node, yaml.MappingNode):
        said = {key: value.value for key, value in entries(node).items()}
        return str(said.get("source", "")) if kind != "volumes" or said.get("type") == "volume" else ""
    if kind != "volumes":
        return str(node.value)
    name, colon, _ = str(node.value).partition(":")
    return name if colon and not name.startswith((".", "/", "~", "$")) else ""
