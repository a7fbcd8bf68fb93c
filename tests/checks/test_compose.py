"""What the services of a Compose file name has to be declared; and what needs no declaration."""

import pytest

from tests.checks import compose
from tests.checks.conftest import GOOD, Project

FOLDER = "snippets/build/greet"
FILE = f"{FOLDER}/compose.yaml"
HEAD = "services:\n  web:\n    image: busybox:1.37\n"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("    depends_on: [db]\n", 4, "No `services:` declares `db`."),
        ("    depends_on:\n      db: {condition: service_started}\n", 5, "No `services:` declares `db`."),
        ("    networks: [back]\n", 4, "No `networks:` declares `back`."),
        (
            "    networks:\n      back: {aliases: [a]}\nnetworks:\n  bacc:\n",
            5,
            "No `networks:` declares `back`. Did you",
        ),
        ("    volumes: [data:/data]\n", 4, "No `volumes:` declares `data`."),
        (
            "    volumes:\n      - {type: volume, source: data, target: /data}\n",
            5,
            "No `volumes:` declares `data`.",
        ),
        ("    secrets: [password]\n", 4, "No `secrets:` declares `password`."),
        ("    configs: [{source: page, target: /page}]\n", 4, "No `configs:` declares `page`."),
        ("    models: [small]\n", 4, "No `models:` declares `small`."),
    ],
)
def test_what_no_file_declares_is_told(project: Project, text: str, line: int, told: str) -> None:
    [problem] = compose.undeclared([project.write(FILE, HEAD + text)])
    assert str(problem).startswith(f"{FILE}:{line}: {told}")


@pytest.mark.parametrize(
    "text",
    [
        "    networks: [default]\n",
        "    networks: [back]\nnetworks:\n  back: {external: true}\n",
        "    volumes: [data:/data, ./here:/a, /etc/hosts:/b:ro, ~/c:/c, '$PLACE:/d', /anonymous]\nvolumes: {data: }\n",
        "    volumes:\n      - {type: bind, source: ./here, target: /a}\n      - {type: tmpfs, target: /b}\n",
        "    secrets: [{source: '$WHICH'}]\n",
        "    depends_on: [db]\ninclude: [other.yaml]\n",
    ],
)
def test_what_needs_no_declaration_is_not(project: Project, text: str) -> None:
    assert list(compose.undeclared([project.write(FILE, HEAD + text)])) == []


def test_files_of_an_example_are_read_together(project: Project) -> None:
    file = project.write(FILE, HEAD + "    depends_on: [db]\n")
    other = project.write(f"{FOLDER}/compose.override.yaml", "services:\n  db:\n    image: busybox:1.37\n")
    assert list(compose.undeclared([file, other])) == []


def test_a_name_may_be_wrong_on_purpose(project: Project) -> None:
    project.write(FILE, HEAD + "    depends_on: [db]\n")
    about = f"{FOLDER}/example.yml"
    project.write(about, GOOD[about] + "lint:\n  compose-config: The wrong name is what it shows.\n")
    assert compose.problems() == []
