"""A truth table's description: cells, commands, files; and what is wrong in it, with its line."""

from pathlib import Path

import pytest

from macros.problems import ProblemError
from macros.truth import TruthTable, fill, read_truth_table, truth_tables
from tests.truth.small import TEXT, small_table


@pytest.fixture
def table(tmp_path: Path) -> TruthTable:
    return small_table(tmp_path)


def test_every_combination_is_a_cell_but_those_left_out(table: TruthTable) -> None:
    assert table.keys == (("none", "plain"), ("hello", "plain"), ("hello", "wrong"))
    assert table.left_out == (({"word": "none", "flag": "wrong"}, "A wrong flag is tried once."),)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("run {@ a @} {@ b @} c {@ a @}", "run x c x"),
        ("run {@ b @} {@ b @} c {@ b @}", "run c"),
        ("one\n{@ b @}\n\ntwo {@ b @}\n", "one\n\ntwo\n"),
        ("{{.Name}} {@ a @}", "{{.Name}} x"),
        ("a{@ b @}b", "ab"),
    ],
)
def test_placeholders_are_filled_and_empty_ones_leave_no_gap(text: str, filled: str) -> None:
    assert fill(text, {"a": "x", "b": ""}) == filled


def test_a_cell_has_its_commands_and_files(table: TruthTable) -> None:
    run = table.steps[1]
    assert table.command(run, ("hello", "plain")) == "docker run --name small-talk busybox:1.37 echo hello"
    assert table.command(run, ("none", "plain")) == "docker run --name small-talk busybox:1.37"
    assert table.files(("hello", "plain")) == {"note.txt": "echo hello\nabout a word\n"}
    assert table.files(("none", "plain")) == {"note.txt": "about a word\n"}


def test_cells_with_the_same_files_and_first_steps_form_a_group(table: TruthTable) -> None:
    assert table.group(("hello", "plain")) == table.group(("hello", "wrong")) == ("hello", "")
    assert table.group(("none", "plain")) == ("none", "")


def test_without_a_first_step_each_cell_is_a_group_of_its_own(tmp_path: Path) -> None:
    table = small_table(tmp_path, TEXT.replace(", once: true", ""))
    assert [table.group(key) for key in table.keys] == list(table.keys)


def test_what_fills_a_placeholder_may_hold_one_of_another_axis(tmp_path: Path) -> None:
    table = small_table(tmp_path, TEXT.replace("word: echo hello", "word: 'echo hello {@ flag @}'"))
    plain, wrong = ("hello", "plain"), ("hello", "wrong")
    assert table.fills(plain)["word"] == "echo hello"
    assert table.fills(wrong)["word"] == "echo hello --network nowhere"
    assert table.files(wrong) == {"note.txt": "echo hello --network nowhere\nabout a word\n"}
    assert table.group(plain) != table.group(wrong), "their files differ"


def test_a_step_may_be_for_some_cells_only_and_then_parts_their_groups(tmp_path: Path) -> None:
    chosen = TEXT.replace("small-talk, once: true}", "small-talk, once: true, when: {flag: plain}}")
    table = small_table(tmp_path, chosen)
    volume = table.steps[0]
    assert table.command(volume, ("hello", "plain")) == "docker volume create small-talk"
    assert table.command(volume, ("hello", "wrong")) == ""
    assert table.group(("hello", "plain")) != table.group(("hello", "wrong"))


def test_cells_are_chosen_by_one_value_or_several(table: TruthTable) -> None:
    assert table.fits(("hello", "plain"), {"word": ["none", "hello"], "flag": "plain"})
    assert not table.fits(("hello", "plain"), {"word": "none"})
    assert table.fits(("hello", "plain"), {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("start: hello.plain", "start: hello.other", "table.yml:4: There is no cell `hello.other`."),
        ("start: hello.plain", "start: none.wrong", "table.yml:4: There is no cell `none.wrong`."),
        (
            "show: [hello.plain]",
            "show: [hello]",
            "There is no cell `hello`. Write a value for each of word, flag",
        ),
        ("{word: none, flag: wrong}", "{wort: none}", "There is no axis `wort`. Known: flag, word."),
        ("where: {word: none}", "where: {word: nun}", "`word` has no value `nun`. Known: hello, none."),
        ("where: {word: none}", "where: {word: no}", "`word` is not a text or a list."),
        ("{@ flag @}", "{@ flags @}", "No value fills `flags`. Known: flag, word."),
        ("word: echo hello", "word: 'echo {@ loud @}'", "No value fills `loud`. Known: flag."),
        ("word: echo hello", "word: 'echo {@ word @}'", "`word` has placeholders itself. Known: flag."),
        (
            "step: run, match: '^hello",
            "step: ran, match: '^hello",
            "There is no step `ran`. Known: file, run, volume.",
        ),
        ("match: '^hello$'", "match: '^(hello$'", "Not a regular expression: missing )"),
        ("then: {said: hello,", "then: {sad: hello,", "Nothing observes `sad`. Known: error, said."),
        ("needed: true", "when: {flag: right}", "`flag` has no value `right`. Known: plain, wrong."),
        ("kind: code", "within: sad", "Nothing observes `sad`. Known: error, said."),
        ("kind: code", "good: [fine]", "No case of `error` says `fine`."),
        ("needed: true", "after: file", "No step before this one is `file`. Known: volume."),
        ("kind: code", "kind: codes", "`kind` can't be `codes`. Known: text, code"),
        ("at_once: 2", "at_one: 2", "Unknown field `at_one`."),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(ProblemError) as caught:
        small_table(tmp_path, TEXT.replace(old, new))
    told = str(caught.value)
    assert message in told
    line = next(number for number, line in enumerate(TEXT.replace(old, new).split("\n"), 1) if new in line)
    assert f"table.yml:{line}: " in told


def test_a_placeholder_in_a_file_that_nothing_fills(tmp_path: Path) -> None:
    table = small_table(tmp_path)
    (table.folder / "note.txt").write_text("{@ nothing @}\n", encoding="utf-8")
    with pytest.raises(
        ProblemError, match=r"table.yml:7: No value fills `nothing`, which stands in note.txt"
    ):
        read_truth_table(table.folder)


def test_the_tables_of_the_project_can_be_read() -> None:
    tables = [read_truth_table(folder) for folder in truth_tables().values()]
    assert len(tables) > 0
    assert all(table.start in table.keys for table in tables)
