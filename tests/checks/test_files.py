"""Faults of Dockerfiles, Compose files, workflows, scripts, prose and Python, each found at its line."""

import shutil
from pathlib import Path

import pytest

from tests.checks import compose, dockerfiles, manifests, prose, python, scripts, workflows
from tests.checks.conftest import GOOD, Project

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "snippets/build/greet"
DOCKERFILE, ABOUT, COMPOSE = f"{FOLDER}/Dockerfile", f"{FOLDER}/example.yml", f"{FOLDER}/compose.yaml"
SHELL_FORM = "FROM busybox:1.37\nCMD echo Hello\n"
PIN = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
SHOWN = f"{FOLDER}/.github/workflows/a.yml"  # a workflow that an example shows
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: busybox:1.37
"""
WORKFLOW = """\
name: A
on: push
permissions: {{}}
concurrency:
  group: a
  cancel-in-progress: true
jobs:
  a:
    name: A
    runs-on: {runner}
    timeout-minutes: 5
    steps:
      - uses: {uses}
        with:
          persist-credentials: false
      - run: |
          true
          {run}
{more}"""


def workflow(
    uses: str = f"{PIN} # v7.0.1", run: str = "true", runner: str = "ubuntu-24.04", more: str = ""
) -> str:
    return WORKFLOW.format(uses=uses, run=run, runner=runner, more=more)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "FROM busybox:1.37\n\nRUNN true\n",
            f"{DOCKERFILE}:3: Not a Dockerfile: unknown instruction: RUNN.",  # typos:ignore
        ),  # typos:ignore
        ("FROM busybox:1.37\nRUN <<END\ntrue\n", f"{DOCKERFILE}:2: Not a Dockerfile: unterminated heredoc."),
        ("# nothing\n", f"{DOCKERFILE}:1: The Dockerfile has no FROM."),
        (
            SHELL_FORM,
            f"{DOCKERFILE}:2: DL3025: Use arguments JSON notation for CMD and ENTRYPOINT arguments.",
        ),
        ("FROM busybox:1.37\nRUN echo $HOME/*\n", f"{DOCKERFILE}:2: SC2086: "),
        (
            "FROM busybox:1.37\nRUN <<END\ntrue\nEND\nCMD true\n",
            f"{DOCKERFILE}:5: DL1000: unexpected 'C' expecting a new line followed by the next instruction.",
        ),
    ],
)
def test_faults_of_a_dockerfile(project: Project, text: str, problem: str) -> None:
    project.write(DOCKERFILE, text)
    assert [str(found)[: len(problem)] for found in dockerfiles.problems()] == [problem]


def test_a_finding_that_is_declared_with_a_reason_is_none(project: Project) -> None:
    project.write(DOCKERFILE, SHELL_FORM)
    project.write(ABOUT, GOOD[ABOUT] + "lint:\n  DL3025: The shell form is what this shows.\n")
    assert dockerfiles.problems() == []


def test_a_declared_rule_that_no_longer_occurs(project: Project) -> None:
    project.write(ABOUT, GOOD[ABOUT] + "lint:\n  JSONArgsRecommended: of the engine\n  DL3025: no more\n")
    assert list(map(str, dockerfiles.problems())) == [
        f"{ABOUT}:5: The declared rule DL3025 does not occur any more. Remove this line."
    ]


def test_a_comment_for_hadolint_changes_nothing(project: Project) -> None:
    shutil.copy(ROOT / ".hadolint.yaml", project.root)
    project.write(DOCKERFILE, "FROM busybox:1.37\n# hadolint ignore=DL3025\nCMD echo Hello\n")
    assert [found.line for found in dockerfiles.problems()] == [3]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "services:\n  web:\n    image: a\n    port: [80]\n",
            f"{COMPOSE}:4: `port` is not a key that can stand here.",
        ),
        (
            "services:\n  web:\n    image: [a]\n",
            f"{COMPOSE}:3: `services.web.image`: ['a'] is not of type 'string'.",
        ),
        ("servcies: {}\n", f"{COMPOSE}:1: `servcies` is not a key that can stand here."),  # typos:ignore
        ("services:\n  web: {\n", f"{COMPOSE}:2: Not valid YAML: "),
    ],
)
def test_faults_of_a_compose_file(project: Project, text: str, problem: str) -> None:
    project.write(COMPOSE, text)
    assert [str(found)[: len(problem)] for found in compose.problems()] == [problem]
    project.write(
        ABOUT, GOOD[ABOUT] + "lint:\n  compose-schema: That Compose refuses it is what this shows.\n"
    )
    assert compose.problems() == []


def test_a_compose_file_of_another_name_is_found(project: Project) -> None:
    project.write(f"{FOLDER}/job.yaml", "# A job.\nservices:\n  job:\n    image: busybox:1.37\n")
    project.write(f"{FOLDER}/values.yaml", "port: 80\n")
    [found] = compose.problems()
    assert str(found).startswith(
        f"{FOLDER}/job.yaml:2: This is a Compose file by its content, not by its name."
    )


def test_faults_of_workflows(project: Project) -> None:
    # Together: the linters take longer to start than to read.
    faults = {
        "unpinned": (
            workflow(uses="actions/checkout@v7"),
            13,
            "actions/checkout@v7 is not pinned to a commit.",
        ),
        "version": (workflow(uses=f"{PIN} # newest"), 13, "The pinned action does not say its version."),
        "runner": (workflow(runner="ubuntu-8.04"), 10, 'actionlint: label "ubuntu-8.04" is unknown.'),
        "schema": (workflow(more="        shel: bash\n"), 19, "`shel` is not a key that can stand here."),
        "injection": (workflow(run="echo ${{ github.head_ref }}"), 18, "zizmor, template-injection: "),
        "yaml": ("name: [\n", 1, "Not valid YAML: "),
    }
    for name, (text, _, _) in faults.items():
        project.write(f".github/workflows/{name}.yml", text)
    project.write(SHOWN, workflow(uses="actions/checkout@v7", more="        shel: bash\n"))
    found = workflows.problems()
    for name, (_, line, what) in faults.items():
        places = [(problem.path, problem.line) for problem in found if problem.what.startswith(what)]
        assert [place for place in places if place[0] != SHOWN] == [(f".github/workflows/{name}.yml", line)]
    shown = [problem for problem in found if problem.path == SHOWN]
    assert {problem.line for problem in shown} == {13, 19}
    assert {"actionlint", "zizmor, unpinned-uses"} <= {problem.what.split(":")[0] for problem in shown}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (POD, None),
        (POD.replace("image:", "imgae:"), ":8: `imgae` is not a key that can stand here."),  # typos:ignore
        (
            POD.replace("name: web\n      image", "image"),
            ":7: `spec.containers.0`: 'name' is a required property.",
        ),
        (POD.replace("busybox:1.37", "[a]"), ":8: `spec.containers.0.image`: ['a'] is not of type"),
        (POD.replace("kind: Pod", "kind: Podd"), ":2: `kind`: Kubernetes "),
        (POD.replace("apiVersion: v1", "apiVersion: apps/v1"), ":2: `kind`: Kubernetes "),
        (POD.replace("kind: Pod\n", ""), ":1: The manifest has no `kind`."),
        (POD.replace("spec:", "spec: ["), ":7: Not valid YAML: "),
        ("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrule: []\n", ":3: `rule` is not a key"),
        (POD.replace("v1", "!a v1"), ":1: Not valid YAML: "),
        ("web: !override {imgae: a}\n", None),  # typos:ignore
    ],
)
def test_faults_of_a_manifest(project: Project, text: str, problem: str | None) -> None:
    project.write(f"{FOLDER}/pod.yaml", text)
    expected = [] if problem is None else [f"{FOLDER}/pod.yaml{problem}"]
    found = [str(each) for each in manifests.problems()]
    assert [each[: len(start)] for each, start in zip(found, expected, strict=True)] == expected


def test_good_workflows_have_no_problems(project: Project) -> None:
    project.write(".github/workflows/a.yml", workflow())
    project.write(SHOWN, workflow().replace("concurrency:\n  group: a\n  cancel-in-progress: true\n", ""))
    assert workflows.problems() == []


@pytest.mark.parametrize(
    ("path", "text", "key"),
    [
        (
            ".github/dependabot.yml",
            "version: 2\nupdates:\n  - package-ecosystem: pip\n    directori: /\n",
            "directori",
        ),
        (
            ".github/ISSUE_TEMPLATE/a.yml",
            "name: A\ndescription: B\nbody: []\nlable: x\n",
            "lable",  # typos:ignore
        ),  # typos:ignore
    ],
)
def test_faults_of_github_settings(project: Project, path: str, text: str, key: str) -> None:
    project.write(path, text)
    assert (path, 4) in [
        (found.path, found.line) for found in workflows.problems() if f"`{key}`" in found.what
    ]


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("run.sh", "#!/bin/bash\n\nif true; then\n", "run.sh:4: bash can't parse this: syntax error"),
        ("run.sh", "x=(1)\n", "run.sh:1: sh can't parse this: "),
        (".ci/run", "#!/usr/bin/env bash\nx=(1)\ny=)\n", ".ci/run:3: bash can't parse this: "),
        (
            ".github/workflows/a.yml",
            workflow(run="fi"),
            ".github/workflows/a.yml:18: bash can't parse this: ",
        ),
    ],
)
def test_faults_of_a_script(project: Project, path: str, text: str, problem: str) -> None:
    project.write(path, text)
    assert [str(found)[: len(problem)] for found in scripts.problems()] == [problem]


def test_faults_of_prose(project: Project) -> None:
    for name in ("typos.toml", ".rumdl.toml"):
        shutil.copy(ROOT / name, project.root)
    project.write("docs/a.md", "# A\n\nThe colour of teh sea.\n# B\n")  # typos:ignore
    project.write(f"{FOLDER}/transcript.console", "teh\n")  # typos:ignore
    found = list(map(str, sorted(prose.problems())))
    assert [line.partition(" Expected")[0] for line in found if "MD022" in line] == ["docs/a.md:4: MD022:"]
    assert [line for line in found if "misspelled" in line] == [
        "docs/a.md:3: `colour` is misspelled. Write `color`, or allow the word in typos.toml.",  # typos:ignore
        "docs/a.md:3: `teh` is misspelled. Write `the`, or allow the word in typos.toml.",  # typos:ignore
    ]


def test_faults_of_python(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # What mypy knows of the standard library stays known from run to run.
    monkeypatch.setenv("MYPY_CACHE_DIR", str(ROOT / ".cache" / "mypy-of-tests"))
    shutil.copy(ROOT / "pyproject.toml", project.root)
    for package in python.PACKAGES:
        project.write(f"{package}/__init__.py", "")
    project.write("macros/a.py", '"""A."""\n\nimport os\n\nx: int = "one"\ny=1\n')
    found = list(map(str, python.problems()))
    starts = [
        "macros/a.py:5: Incompatible types",
        "macros/a.py:3: F401: ",
        "macros/a.py:6: From here on the file is not formatted.",
    ]
    assert [line[: len(start)] for line, start in zip(found, starts, strict=True)] == starts
