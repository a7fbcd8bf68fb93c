"""Faults of examples, pages and the images they use."""

from datetime import date

import pytest

from macros.examples import Example
from tests.checks import examples, images, menu, pages, tables
from tests.checks.conftest import GOOD, Project

FOLDER = "snippets/build/greet"
ABOUT = f"{FOLDER}/example.yml"
TRANSCRIPT = f"{FOLDER}/transcript.console"
GOOD_ABOUT, GOOD_TRANSCRIPT = GOOD[ABOUT], GOOD[TRANSCRIPT]
FRONT = "---\ntitle: T\ndescription: A page that shows how an image says hello, and nothing else.\n---\n\n"


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        (ABOUT, "title: Greet\n", f"{ABOUT}:1: `lesson:` is missing."),
        (
            ABOUT,
            "title: Greet\nlesson: Say in one sentence what.\n",
            f"{ABOUT}:2: The lesson is still the one of",
        ),
        (ABOUT, f"{GOOD_ABOUT}lint:\n  DL3025:\n", f"{ABOUT}:4: The declared rule DL3025 has no reason."),
        (ABOUT, f"{GOOD_ABOUT}lint:\n  dl-1: x\n", f"{ABOUT}:4: `dl-1` is not the name of a rule."),
        (TRANSCRIPT, "$ docker version\n", f"{TRANSCRIPT}:1: The commands have no recorded output."),
        (TRANSCRIPT, "hello\n", f"{TRANSCRIPT}:1: Output, but no command above it."),
        ("docs/greet.md", FRONT, f"{ABOUT}:1: No page shows the example `build/greet`."),
        ("snippets/build/note.txt", "x\n", "snippets/build/note.txt:1: The file belongs to no example."),
        (
            TRANSCRIPT,
            GOOD_TRANSCRIPT.replace("28.5.2", "27.0.0"),
            f"{TRANSCRIPT}:1: Recorded with Docker Engine 27.0.0, linux/amd64, stand-in images; the reference is",
        ),
        (
            "snippets/build/Bad_Name/Dockerfile",
            "FROM scratch\n",
            "snippets/build/Bad_Name/example.yml:1: `build/Bad_",
        ),
    ],
)
def test_faults_of_an_example(project: Project, path: str, text: str, problem: str) -> None:
    project.write(path, text)
    assert any(str(found).startswith(problem) for found in examples.problems())


def test_a_link_out_of_the_project_is_refused_and_not_given_to_readers(project: Project) -> None:
    link = project.root / FOLDER / "passwd"
    link.symlink_to("/etc/passwd")
    assert any(
        str(found).startswith(f"{FOLDER}/passwd:1: An example holds no") for found in examples.problems()
    )
    assert link not in Example(project.root / FOLDER).files


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# T\n", "docs/greet.md:1: The page has no front matter."),
        ("---\ntitle: a: b\n---\n", "docs/greet.md:2: Not valid YAML: a value holds a colon."),
        (FRONT.replace("title: T\n", ""), "docs/greet.md:1: The page has no title."),
        ("---\ntitle: T\ndescription: Short.\n---\n", "docs/greet.md:3: The description has 6 characters."),
        (
            f"{FRONT}x\n\n  {{@ example('build/greet') @}}\n",
            "docs/greet.md:8: `example()` does not start the line",
        ),
        (
            f'{FRONT}{{@ example("build/gret") @}}\n',
            "docs/greet.md:6: There is no example `build/gret`. Did you mean",
        ),
    ],
)
def test_faults_of_a_page(project: Project, text: str, problem: str) -> None:
    project.write("docs/greet.md", text)
    assert [str(found)[: len(problem)] for found in pages.problems()] == [problem]


@pytest.mark.parametrize(
    ("nav", "problem"),
    [
        ("- Greet: greet.md\n- Gone: gone.md\n", "mkdocs.yml:4: There is no page `gone.md`."),
        ("- Home: []\n", "mkdocs.yml:2: `greet.md` is in no menu."),
    ],
)
def test_menu_and_pages_agree(project: Project, nav: str, problem: str) -> None:
    project.write("mkdocs.yml", f"site_name: !ENV [A, b]\nnav:\n{nav}")
    assert [str(found)[: len(problem)] for found in menu.problems()] == [problem]


@pytest.mark.parametrize(
    ("shown", "name", "problem"),
    [
        ("", "build/greet", "docs/_data/tables/t.yml:1: No page shows this table."),
        (
            '{@ table("t") @}',
            "build/gone",
            "docs/_data/tables/t.yml:4: The proof of the row is the example `build/g",
        ),
    ],
)
def test_faults_of_a_table(project: Project, shown: str, name: str, problem: str) -> None:
    project.write("docs/greet.md", f'{FRONT}{{@ example("build/greet") @}}\n\n{shown}\n')
    row = f"- {{a: x, source: {{title: T, example: {name}}}}}"
    project.write("docs/_data/tables/t.yml", f"caption: C\ncolumns: [{{key: a, title: A}}]\nrows:\n{row}\n")
    assert [str(found)[: len(problem)] for found in tables.problems()] == [problem]


def _transcript(command: str, *output: str) -> str:
    return "\n".join([*GOOD_TRANSCRIPT.splitlines()[:3], f"$ {command}", *output, ""])


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (f"{FOLDER}/Dockerfile", "FROM busybox:1.37 AS a\nFROM alpine:3\n", 2),
        (f"{FOLDER}/Dockerfile", "ARG TAG=1.36\nFROM busybox:${TAG}\n", 2),
        (f"{FOLDER}/Dockerfile", "FROM busybox:1.37\nCOPY --from=alpine:3 /a /b\n", 2),
        (f"{FOLDER}/compose.yaml", "services:\n  web:\n    image: nginx\n", 3),
        (
            TRANSCRIPT,
            _transcript("docker run --rm -it --name a -p 80:80 -e A=b alpine:3 sh -c busybox:1.37"),
            4,
        ),
        (TRANSCRIPT, _transcript("docker container create --network none alpine:3"), 4),
    ],
)
def test_an_image_that_is_not_on_the_list(project: Project, path: str, text: str, line: int) -> None:
    project.write(path, text)
    found = images.problems()
    assert [(problem.path, problem.line) for problem in found] == [(path, line)]
    assert "is not on the list of base images." in found[0].what
    assert found[0].mend == "Use one of busybox:1.37, or add it to snippets/images.yml."


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            f"{FOLDER}/Dockerfile",
            "ARG TAG=1.37\nFROM busybox:$TAG AS a\nFROM a\nCOPY --from=a /a /b\nFROM scratch\n",
        ),
        (f"{FOLDER}/compose.yaml", "services:\n  web:\n    build: .\n    image: mine\n"),
        (TRANSCRIPT, _transcript("docker run -dit --rm --memory=8m greet sleep 5")),
        (
            TRANSCRIPT,
            _transcript("docker run nope", "Unable to find image 'nope:latest' locally", "[exit 125]"),
        ),
        (TRANSCRIPT, _transcript('docker run "$IMAGE"')),
    ],
)
def test_images_that_are_fine(project: Project, path: str, text: str) -> None:
    project.write(path, text)
    assert images.problems() == []


def test_an_image_past_its_end_of_support(project: Project) -> None:
    text = GOOD["snippets/images.yml"].replace("ends: null", "ends: 2026-01-31")
    project.write("snippets/images.yml", text)
    assert images.problems(date(2026, 1, 31)) == []
    found = images.problems(date(2026, 2, 1))
    assert str(found[0]).startswith("snippets/images.yml:2: The support of busybox:1.37 ended on 2026-01-31.")


MENDED = (
    f"{GOOD_TRANSCRIPT}$ docker run --rm greet no-such-program\n[exit 127]\n$ docker run --rm greet\nHello\n"
)
ERROR = """### It fails {.wrong}

{@ example("build/greet") @}

Why
:   It is not there.

Fix
:   Name another one.
"""
UNMENDED = MENDED.removesuffix("$ docker run --rm greet\nHello\n")


@pytest.mark.parametrize(
    ("transcript", "heading", "found"),
    [
        (MENDED, "## What goes wrong", []),
        (UNMENDED, "## What goes wrong", ["docs/greet.md:8: The last command of `build/greet` fails"]),
        (UNMENDED, "## Elsewhere", []),
    ],
    ids=["mended", "not mended", "elsewhere"],
)
def test_an_error_that_a_page_shows_ends_with_the_mended_run(
    project: Project, transcript: str, heading: str, found: list[str]
) -> None:
    project.write(TRANSCRIPT, transcript)
    project.write("docs/greet.md", f"{FRONT}{heading}\n\n{ERROR}")
    assert [str(each).partition(": the page")[0] for each in pages.problems()] == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        (" {.wrong}", "", ["The heading of an error is not drawn as one."]),
        ("{.wrong}", "{wrong}", ["The heading of an error is not drawn as one."]),
        ("Fix\n:   ", "Fix\n    ", ["Of this error `Fix` is told 0 times."]),
        ("Why\n", "Fix\n", ["Of this error `Why` is told 0 times.", "Of this error `Fix` is told 2 times."]),
    ],
)
def test_an_error_says_why_and_how_to_mend_it(project: Project, old: str, new: str, found: list[str]) -> None:
    error = ERROR.replace(old, new) if old else ERROR
    page = project.write("docs/greet.md", f"{FRONT}## What goes wrong\n\n{error}")
    assert [(each.line, each.what) for each in pages.untold_problems(page)] == [(8, what) for what in found]
