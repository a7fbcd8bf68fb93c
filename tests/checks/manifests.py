"""Every Kubernetes manifest of an example against Kubernetes' own schemas, which kubernetes-validate brings along."""

import json
import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from macros.examples import examples, is_compose_file
from macros.nodes import entries, not_yaml, read_nodes
from macros.problems import Problem, relative
from macros.text import read_text
from tests.checks import schemas

_RELEASE = ".".join(version("kubernetes-validate").split(".")[:2])
_SCHEMAS = files("kubernetes_validate") / "kubernetes-json-schema" / f"v{_RELEASE}.0-local-strict"
_GROUP = re.compile(r"([^./]*)(?:\.[^/]*)?/")  # the files of `rbac.authorization.k8s.io/v1` say `rbac-v1`
_MEND = f"See https://kubernetes.io/docs/reference/kubernetes-api/; its schema is that of release {_RELEASE}."


def manifests() -> list[Path]:
    """The YAML files of examples that say of themselves what they are to Kubernetes; one object in each."""
    return [path for path in _candidates() if {"apiVersion", "kind"} & _keys(path)]


def problems() -> list[Problem]:
    """Manifests that the schema of their kind refuses, and files that may be some and are no YAML."""
    broken = [problem for path in _candidates() if (problem := schemas.yaml_problem(path))]
    return broken + [problem for path in manifests() for problem in _of(path)]


def _candidates() -> list[Path]:
    found = [path for example in examples() for path in example.files if path.suffix in (".yaml", ".yml")]
    return [path for path in found if not is_compose_file(path)]


def _keys(path: Path) -> set[str]:
    if schemas.yaml_problem(path):
        return set()
    return set(entries(read_nodes(path)))


def _of(path: Path) -> list[Problem]:
    text = read_text(path)
    try:
        manifest = yaml.safe_load(text)
    except yaml.YAMLError as error:  # a tag, such as `!override`, which is Compose's
        return not_yaml(path, error, text).problems
    missing = [key for key in ("apiVersion", "kind") if not isinstance(manifest.get(key), str)]
    if missing:
        return [Problem(relative(path), 1, f"The manifest has no `{key}`.", _MEND) for key in missing]
    kind, group = manifest["kind"], manifest["apiVersion"]
    name = "-".join((kind.lower(), _GROUP.sub(r"\1-", group))) + ".json"
    if not (_SCHEMAS / name).is_file():
        unknown = schemas.Error(("kind",), f"Kubernetes {_RELEASE} has no such kind in `{group}`")
        return schemas.refused(path, [unknown], _MEND)
    validator = Draft202012Validator(_schema(name), registry=_definitions())
    errors = validator.iter_errors(manifest)
    return schemas.refused(path, [schemas.Error(tuple(each.path), each.message) for each in errors], _MEND)


def _schema(name: str) -> Any:
    return json.loads((_SCHEMAS / name).read_text(encoding="utf-8"))


@cache
def _definitions() -> Registry[Any]:
    definitions: Resource[Any] = Resource.from_contents(_schema("_definitions.json"))
    return definitions @ Registry()
