"""Every Compose file of an example: it follows the schema of the specification, and declares what it names."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from macros.examples import examples, is_compose_file
from macros.nodes import entries, parts, read_nodes
from macros.problems import Problem, did_you_mean, relative
from macros.text import read_text
from tests.checks import schemas
from tests.examples import lint
from tests.examples.lint import Finding

_LINT = f"`lint: {{{lint.COMPOSE_SCHEMA}: the reason}}`."
_MEND = f"See https://docs.docker.com/reference/compose-file/, or declare it in example.yml: {_LINT}"
_KINDS = ("services", "networks", "volumes", "configs", "secrets")


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
        if not findings:
            findings = [
                Finding(lint.COMPOSE_SCHEMA, problem) for problem in undeclared(example.compose_files)
            ]
        found += lint.judge(example, lint.COMPOSE_SCHEMA, findings)
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
    """Names that a service uses and none of these files, which Compose may read together, declares."""
    roots = {path: read_nodes(path) for path in paths}
    declared = {
        kind: {name for root in roots.values() for name in entries(entries(root).get(kind))}
        for kind in _KINDS
    }
    declared["networks"].add("default")
    if any("include" in entries(root) for root in roots.values()):
        return
    for path, root in roots.items():
        for service in entries(entries(root).get("services")).values():
            for kind, node, name in _named(service):
                if name not in declared[kind]:
                    what = f"No `{kind}:` declares `{name}`."
                    mend = did_you_mean(
                        name, declared[kind], f"Declare it, or declare that in example.yml: {_LINT}"
                    )
                    yield Problem(relative(path), node.start_mark.line + 1, what, mend)


def _named(service: yaml.Node) -> Iterator[tuple[str, yaml.Node, str]]:
    """What a service names of others: the kind, the node, the name."""
    said = entries(service)
    for field, kind in (("depends_on", "services"), ("networks", "networks")):
        for key in _keys(said.get(field)):
            yield kind, key, key.value
    for kind in ("volumes", "configs", "secrets"):
        for node in parts(said.get(kind)):
            name = _source(kind, node)
            if name and "$" not in name:
                yield kind, node, name


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
