from collections.abc import Callable
from pathlib import Path

import pytest

from lab.steps import Steps, key


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def steps(tmp_path: Path, said: list[str]) -> Steps:
    return Steps(tmp_path / "lab", said.append)


def write(text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / "result").write_text(text)

    return make


def test_a_step_is_made_once(steps: Steps, said: list[str]) -> None:
    first = steps.made("disk", ["a"], write("one"))
    again = steps.made("disk", ["a"], write("two"))
    assert first == again
    assert (again / "result").read_text() == "one"
    assert said[-1] == "disk: kept from before"


def test_another_input_makes_it_anew_and_deletes_the_earlier_result(steps: Steps) -> None:
    first = steps.made("disk", ["a"], write("one"))
    other = steps.made("disk", ["b"], write("two"))
    assert not first.exists()
    assert (other / "result").read_text() == "two"


def test_a_step_that_fails_leaves_no_result_and_is_made_anew(steps: Steps) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        steps.made("disk", ["a"], fail)
    done = steps.made("disk", ["a"], write("one"))
    assert [path.name for path in done.iterdir()] == ["result"]


def test_a_key_changes_with_a_files_content(tmp_path: Path) -> None:
    file = tmp_path / "init"
    file.write_text("echo 1")
    before = key([file])
    file.write_text("echo 2")
    assert key([file]) != before


def test_a_key_changes_with_code_but_not_with_its_comments(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("a = 1  # so\n")
    before = key([file])
    file.write_text("a = (\n    1\n)\n")
    assert key([file]) == before
    file.write_text("a = 2\n")
    assert key([file]) != before


def test_a_key_knows_where_one_input_ends() -> None:
    assert key(["ab", "c"]) != key(["a", "bc"])
    assert key(["a", "b"]) != key(["b", "a"])
