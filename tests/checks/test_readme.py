"""The README against the example that it shows."""

import pytest

from macros.examples import Example
from tests.checks.conftest import GOOD, Project
from tests.checks.readme import differences, not_there

FOLDER = "snippets/build/greet"
DOCKERFILE = GOOD[f"{FOLDER}/Dockerfile"]
RUN = GOOD[f"{FOLDER}/transcript.console"].partition("\n")[2]
README = f"# Title\n\n```dockerfile\n{DOCKERFILE}```\n\n```console\n{RUN}```\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", []),
        ("CMD", "RUN", [f"README.md:3: The README differs from {FOLDER}/Dockerfile."]),
        ("$ docker", "$  docker", [f"README.md:8: The README differs from {FOLDER}/transcript.console."]),
    ],
)
def test_a_difference_is_told_with_its_line(project: Project, old: str, new: str, said: list[str]) -> None:
    readme = project.write("README.md", README.replace(old, new) if old else README)
    found = differences(readme, Example(project.root / FOLDER))
    assert [str(each)[: len(each.what) + len("README.md:0: ")] for each in found] == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[One](LICENSE), [two](https://example.org/), [three](#map)", None),
        ("[One](LICENSES)", "There is no `LICENSES`. Correct the path."),
        ("| `docs/` | pages |", None),
        ("| `docs/`, `snippet/`, `docs/` | all |", "There is no `snippet/`. Correct the path."),
        ("$ make test", None),
        ("`make tests` runs all.", "There is no `make tests`. Did you mean `test`?"),
    ],
)
def test_what_is_not_there_is_told(project: Project, line: str, said: str | None) -> None:
    project.write("LICENSE", "MIT\n")
    project.write("Makefile", "test:  ## Run all\n")
    readme = project.write("README.md", f"# Title\n\n{line}\n")
    assert [str(each) for each in not_there(readme)] == ([f"README.md:3: {said}"] if said else [])
