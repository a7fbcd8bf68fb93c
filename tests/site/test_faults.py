"""A fault in a page or in its data ends the build with status 1, and a message that says where and what."""

import pytest

from tests.site.built import EXAMPLE, LINE, SmallProject

pytestmark = pytest.mark.faults
AT = f"docs/index.md:{LINE}: "
TABLE = """\
caption: What each form gives
columns:
  - {key: what, title: ""}
  - {key: form, title: Form}
rows:
  - what: One
    form: exec
    source: {title: Reference, url: "https://docs.docker.com/"}
  - what: Two
    form: shell
"""


def test_the_small_project_is_built_while_it_has_no_fault(small: SmallProject) -> None:
    done = small.build()
    assert done.returncode == 0, done.stdout
    assert [each.attributes["id"] for each in small.home.all("div", class_="tx")] == ["example-demo-greet"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{@ exemplar("demo/greet") @}',
            f"{AT}There is no macro `exemplar`. Did you mean `example`?",
        ),
        ('Look: {@ table("forms") @}', f"{AT}`table()` does not start the line"),
        ('One.\n\n{@ example("demo/great") @}', f"docs/index.md:{LINE + 2}: There is no example"),
        ("{@ nothing @}", f"{AT}`nothing` is not a macro call."),
        ('{@ table("forms") @}', "docs/_data/tables/forms.yml:9: `source:` is missing."),
        ("[Nowhere](nowhere.md)", "'index.md' contains a link 'nowhere.md'"),
        ("[Nowhere](#nowhere)", "'index.md' contains a link '#nowhere'"),
        ("[Nowhere](reference/how-checked.md#nowhere)", "contains a link 'reference/how-checked.md#nowhere'"),
        ("[Nowhere](/nowhere/)", "'index.md' contains an absolute link '/nowhere/'"),
    ],
)
def test_a_fault_in_a_page_ends_the_build(small: SmallProject, text: str, message: str) -> None:
    small.write("docs/_data/tables/forms.yml", TABLE)
    small.page(text)
    refused(small, message)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "transcript.console",
            "$ docker run --rm greet\n",
            "snippets/demo/greet/transcript.console:1: The commands have no recorded output.",
        ),
        (
            "transcript.console",
            "stray\n",
            "snippets/demo/greet/transcript.console:1: Output, but no command above it.",
        ),
        ("example.yml", "title: Greet\n", "snippets/demo/greet/example.yml:1: `lesson:` is missing."),
        ("example.yml", "title: [Greet\n", "snippets/demo/greet/example.yml:1: Not valid YAML: "),
    ],
)
def test_a_fault_in_an_example_ends_the_build(
    small: SmallProject, file: str, text: str, message: str
) -> None:
    small.example({file: text})
    small.page('{@ example("demo/greet") @}\n\n{@ examples("demo/greet") @}')
    refused(small, message)


def test_an_example_that_no_page_shows_does_not_hide_its_fault(small: SmallProject) -> None:
    small.example(EXAMPLE | {"transcript.console": "$ docker run --rm greet\n"}, name="demo/unrecorded")
    refused(small, "snippets/demo/unrecorded/transcript.console:1: The commands have no recorded output.")


def test_a_page_that_is_in_no_navigation_ends_the_build(small: SmallProject) -> None:
    small.write("docs/forgotten.md", "# Forgotten\n")
    refused(small, "forgotten.md")


def test_a_snippet_that_is_not_there_ends_the_build(small: SmallProject) -> None:
    small.page('--8<-- "nowhere.txt"')
    done = small.build()
    # MkDocs' own message, traceback and all: pages hold no snippets, this only makes sure that none is lost.
    assert (
        done.returncode == 1 and "'index.md': Snippet at path 'nowhere.txt' could not be found" in done.stdout
    )


def refused(small: SmallProject, message: str) -> None:
    done = small.build()
    assert done.returncode == 1, f"status {done.returncode}\n{done.stdout}"
    assert message in done.stdout
    assert "Traceback" not in done.stdout, done.stdout


def test_a_problem_is_all_that_is_told(small: SmallProject) -> None:
    small.page("{@ nothing @}")
    told = [line for line in small.build().stdout.splitlines() if line and not line.startswith("INFO ")]
    assert [line[: len(AT)] for line in told] == [AT]
