"""Equality of whole outputs: sizes, lines left out, and what a real engine said when it was asked twice."""

from pathlib import Path

import pytest

from macros.transcripts import LEFT_OUT
from tests.examples.columns import UNORDERED
from tests.examples.equal import SIZE_TOLERANCE, normal, same
from tests.examples.normalize import BY_CHANCE

# Name, command, then two outputs that are equal, then one that is not equal to the first.
CASES = [
    (
        "size",
        "docker image ls",
        "greet   latest   4.29MB",
        "greet   latest   4.35MB",
        "greet   latest   6.1MB",
    ),
    ("size in other units", "docker image ls", "greet 1000kB", "greet 1.01 MB", "greet 1000MB"),
    ("size of files", "du -sh /app", "4.0M\t/app", "4.1M\t/app", "8.0M\t/app"),
    (
        "size in a manifest",
        "docker buildx imagetools inspect --raw a",
        '"size": 436',
        '"size": 434',
        '"size": 386',
    ),
    ("size in JSON", "docker image inspect a", '"Size": 1403082,', '"Size": 1403083,', '"Size": 2403082,'),
]
TWICE = sorted((Path(__file__).parent / "twice").glob("*.txt"))


def check(command: str, one: str, noise: str, change: str) -> None:
    """Assert that two outputs of a command are equal, whichever was recorded, and that a changed one is not."""
    recorded, actual, changed = (text.split("\n") for text in (one, noise, change))
    assert recorded != actual
    assert same(command, recorded, recorded)
    assert same(command, recorded, actual)
    assert same(command, actual, recorded)
    assert not same(command, recorded, changed)
    assert not same(command, changed, actual)


@pytest.mark.parametrize(
    ("command", "one", "noise", "change"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_noise_is_hidden_and_change_shows(command: str, one: str, noise: str, change: str) -> None:
    check(command, one, noise, change)


@pytest.mark.parametrize("line", BY_CHANCE)
def test_a_line_that_comes_by_chance_is_left_out_as_a_whole(line: str) -> None:
    check("docker compose run app", "one", f"one\n{line}", f"one\n{line} two")


def test_sizes_differ_up_to_the_tolerance() -> None:
    assert same("", ["100MB"], [f"{100 * (1 - SIZE_TOLERANCE):g}MB"])
    assert not same("", ["100MB"], [f"{100 * (1 - SIZE_TOLERANCE) - 0.1:g}MB"])
    assert same("", ["0B"], ["0B"])
    assert not same("", ["0B"], ["1B"])


@pytest.mark.parametrize(
    ("recorded", "actual", "equal"),
    [
        ("a ... z", "a b c z", True),
        ("a ... z", "a z", True),
        ("a ... z", "a b", False),
        ("a ... z", "b z", False),
        ("...", "", True),
        ("...", "a", True),
        ("... z", "a z", True),
        ("... z", "z a", False),
        ("a ...", "a b", True),
        ("a ...", "b a", False),
        ("a ... m ... z", "a b m c z", True),
        ("a ... m ... z", "a b c z", False),
        ("a ... m n ... z", "a m x m n z", True),
        ("a ... a", "a", False),
        ("... ...", "", True),
        ("a", "a", True),
        ("a", "a a", False),
        ("a", "", False),
    ],
)
def test_lines_left_out(recorded: str, actual: str, equal: bool) -> None:
    shown = [LEFT_OUT if word == "..." else word for word in recorded.split()]
    assert same("docker", shown, actual.split()) is equal


@pytest.mark.parametrize("path", TWICE, ids=lambda path: path.stem)
def test_a_real_engine_said_the_same_twice(path: Path) -> None:
    """Both outputs are as an engine gave them; each line that is replaced, and each that is added, shows."""
    command, one, other = read_twice(path)
    assert one != other
    assert same(command, one, other), "\n".join([*normal(command, one), "---", *normal(command, other)])
    assert same(command, other, one)
    assert not same(command, one, [*other, "one more"])
    for place in (place for place, line in enumerate(other) if line.strip()):
        assert not same(command, one, [*other[:place], "another line", *other[place + 1 :]]), other[place]


@pytest.mark.parametrize("path", TWICE, ids=lambda path: path.stem)
def test_any_stretch_of_a_real_output_may_be_left_out(path: Path) -> None:
    command, one, _ = read_twice(path)
    ordered = not any(title in line for line in one for title in UNORDERED)
    for start in range(0, len(one) if ordered else 0, 3):
        for end in (start + 1, start + 7, len(one)):
            shown = [*one[:start], LEFT_OUT, *one[end:]]
            assert same(command, shown, one), "\n".join(shown)
            assert not same(command, [*shown, "one more"], one)


def test_real_outputs_of_a_fast_and_a_slow_stop_differ() -> None:
    command, fast, _ = read_twice(Path(__file__).parent / "twice" / "stop.txt")
    _, slow, _ = read_twice(Path(__file__).parent / "twice" / "stop-killed.txt")
    slow[0] = fast[0]
    assert not same(command, fast, slow)


def test_the_normal_form_is_for_a_person() -> None:
    lines = ["#4 [1/2] RUN a", "#4 0.2 hi", "#4 DONE 0.3s", "", "took 0.3s, made 3f1c9a0b7d2e, 4.3MB"]
    assert normal("docker build .", lines) == [
        "#[1/2] RUN a",
        "  | hi",
        "  DONE",
        "took <10 s or less>, made <id>, 4.3MB",
    ]


def read_twice(path: Path) -> tuple[str, list[str], list[str]]:
    """A file with `$ `, a command, its output, and its output when it was run again."""
    command, _, text = path.read_text(encoding="utf-8").removesuffix("\n").partition("\n")
    one, _, other = text.partition("=== again ===\n")
    return command.removeprefix("$ "), one.removesuffix("\n").split("\n"), other.split("\n")
