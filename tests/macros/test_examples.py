"""An example as an object: its folder, its description, its files."""

import pytest

from macros.examples import example, examples, is_compose_file, is_dockerfile
from macros.problems import ProblemError
from tests.macros.conftest import ABOUT, Make, Write


def test_an_example_is_known_by_its_folder(make: Make) -> None:
    made = [make(name="b/x"), make(name="a/y")]
    assert [each.name for each in examples()] == ["a/y", "b/x"]
    assert example("b/x").folder == made[0].folder


@pytest.mark.parametrize("name", ["a/x", "b", "b/x/", "b/../b/x", "../snippets/b", "b/x/y", ""])
def test_what_is_no_example_has_no_name(make: Make, name: str) -> None:
    make(name="b/x", **{"y/file": "1\n"})
    with pytest.raises(KeyError):
        example(name)


def test_files_and_empty_folders_are_no_examples(make: Make, write: Write) -> None:
    folder = make().folder
    write("snippets/images.yml", "images: []\n")
    write("snippets/demo/note.txt", "no\n")
    (folder.parent / "empty").mkdir()
    assert [each.name for each in examples()] == ["demo/greet"]


def test_files_come_in_reading_order_without_what_only_tests_read(make: Make) -> None:
    names = ["Dockerfile", "app.py", "compose.yaml", "sub/Dockerfile.dev", "sub/example.yml", "z.Dockerfile"]
    found = make(**dict.fromkeys(names, "x\n"))
    assert [path.relative_to(found.folder).as_posix() for path in found.files] == [
        "Dockerfile",
        "compose.yaml",
        "sub/Dockerfile.dev",
        "z.Dockerfile",
        "app.py",
        "sub/example.yml",
    ]
    assert [path.name for path in found.dockerfiles] == ["Dockerfile", "Dockerfile.dev", "z.Dockerfile"]
    assert [path.name for path in found.compose_files] == ["compose.yaml"]


@pytest.mark.parametrize(
    ("name", "dockerfile", "compose"),
    [
        ("Dockerfile", True, False),
        ("Dockerfile.prod", True, False),
        ("api.Dockerfile", True, False),
        ("dockerfile.txt", False, False),
        ("MyDockerfile", False, False),
        ("compose.yaml", False, True),
        ("compose.override.yml", False, True),
        ("my-compose.yaml", False, False),
        ("compose.txt", False, False),
    ],
)
def test_kinds_of_files(make: Make, name: str, dockerfile: bool, compose: bool) -> None:
    path = make().folder / name
    assert (is_dockerfile(path), is_compose_file(path)) == (dockerfile, compose)


def test_the_description_is_read(make: Make) -> None:
    found = make(about=f"{ABOUT}limit: 30\nlint: {{DL3006: The point.}}\n")
    assert (found.title, found.lesson) == ("Greet", "The image says hello.")
    assert found.about["limit"] == 30 and found.about["lint"] == {"DL3006": "The point."}


@pytest.mark.parametrize(
    ("about", "line", "what"),
    [
        ("title: Greet\n", 1, "`lesson:` is missing."),
        ("title: Greet\nlesson: ''\n", 2, "`lesson` is empty."),
        (f"{ABOUT}limit: 0\n", 3, "`limit` can't be `0`."),
        (f"{ABOUT}title: Twice\n", 3, "`title:` stands on line 1 already."),
        (f"{ABOUT}note: x\n", 3, "Unknown field `note`."),
        (f"{ABOUT}limit: soon\n", 3, "`limit` is not a whole number."),
        (f"{ABOUT}limit: true\n", 3, "`limit` is not a whole number."),
        ("title: 3\nlesson: x\n", 1, "`title` is not a text."),
        ("- title\n", 1, "This is not a list of `field: value` lines."),
        ("", 1, "The file is empty."),
        ("title: a\nlesson: b: c\n", 2, "Not valid YAML: a value holds a colon."),
    ],
)
def test_a_malformed_description_is_refused(make: Make, about: str, line: int, what: str) -> None:
    with pytest.raises(ProblemError) as raised:
        make(about=about).about  # noqa: B018  reading it is the test
    assert [(each.path, each.line, each.what) for each in raised.value.problems] == [
        ("snippets/demo/greet/example.yml", line, what)
    ]


@pytest.mark.parametrize(("file", "part"), [("example.yml", "about"), ("transcript.console", "transcript")])
def test_a_missing_file_is_refused(make: Make, file: str, part: str) -> None:
    found = make()
    (found.folder / file).unlink()
    with pytest.raises(ProblemError, match=f"^snippets/demo/greet/{file}:1: The example has no "):
        getattr(found, part)


def test_needs_are_known_by_name(make: Make) -> None:
    assert make(about=ABOUT + "needs: [host]\n").needs == ("host",)
    with pytest.raises(ProblemError) as raised:
        _ = make(about=ABOUT + "needs: [hosts]\n").needs
    assert str(raised.value) == (
        "snippets/demo/greet/example.yml:3: This can't be `hosts`. Known: host, private, emulation, project."
    )
