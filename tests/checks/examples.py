"""Every example is whole: described, recorded, shown on a page, its files as readers expect them."""

from pathlib import Path

from macros import examples as model
from macros.calls import shown_at
from macros.examples import ABOUT_FILE, Example, examples
from macros.nodes import line_of, read_nodes
from macros.problems import Problem, ProblemError, relative
from tests.checks import recordings
from tests.examples import lint
from tests.examples.new import NAME, UNWRITTEN


def problems() -> list[Problem]:
    """What is wrong with the folders under snippets/."""
    found = [problem for example in examples() for problem in _of(example)]
    return found + _orphans() + _loose()


def _of(example: Example) -> list[Problem]:
    found = lint.malformed(example)
    for name in ("about", "recorded_transcript"):
        try:
            getattr(example, name)
        except ProblemError as error:
            found += error.problems
    about = example.folder / ABOUT_FILE
    if not found:
        found += _misrecorded(example)
    if not found and example.lesson.startswith(UNWRITTEN):
        found.append(_lesson_unwritten(about))
    if not NAME.fullmatch(example.name):
        mend = "Rename the folder to lower-case words joined by hyphens."
        found.append(Problem(relative(about), 1, f"`{example.name}` is not a name for an example.", mend))
    found += [_symlink(path) for path in example.folder.rglob("*") if path.is_symlink()]
    return found


def _symlink(path: Path) -> Problem:
    mend = "Put the file itself there; a link could lead out of the project."
    return Problem(relative(path), 1, "An example holds no symbolic links.", mend)


def _loose() -> list[Problem]:
    """Files between the examples, which nobody would see."""
    known = ("cli.json", "images.yml", "reference.yml")
    loose = [path for path in model.SNIPPETS.glob("*") if path.is_file() and path.name not in known]
    loose += [path for path in model.SNIPPETS.glob("*/*") if path.is_file()]
    mend = "Move it into the folder of an example: snippets/page/name/."
    return [Problem(relative(path), 1, "The file belongs to no example.", mend) for path in sorted(loose)]


def _misrecorded(example: Example) -> list[Problem]:
    recorded = example.recorded_transcript.recorded
    mend = "Record it there: CONTRIBUTING.md says how, also from a machine that has another engine."
    return recordings.problems(example.transcript_path, recorded, mend) if recorded else []


def _lesson_unwritten(about: Path) -> Problem:
    line = line_of(read_nodes(about), "lesson")
    return Problem(
        relative(about), line, "The lesson is still the one of `make new`.", "Write what the run shows."
    )


def _orphans() -> list[Problem]:
    try:
        shown = shown_at()
    except ProblemError:
        return []  # a call that can't work is reported by tests/checks/pages.py, and hides what it would show
    return [
        Problem(
            relative(example.folder / ABOUT_FILE),
            1,
            f"No page shows the example `{example.name}`.",
            f'Show it: `{{@ example("{example.name}") @}}`, or delete the folder.',
        )
        for example in examples()
        if example.name not in shown
    ]
