"""Running the cells of a table on a real engine: answers, names of their own, nothing left behind."""

from datetime import date
from pathlib import Path

import pytest

from macros.cells import Cells, Ran, read_cells
from macros.problems import ProblemError
from macros.transcripts import Recorded
from macros.truth import TruthTable
from tests.engine import Engine
from tests.engine.say import Say
from tests.patience import patient
from tests.truth.compare import differences
from tests.truth.run import run_cells, runnable
from tests.truth.small import TEXT, small_table

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("before")]


@pytest.fixture
def table(tmp_path: Path) -> TruthTable:
    return small_table(tmp_path)


def test_cells_answer_under_the_names_of_the_table(engine: Engine, say: Say, table: TruthTable) -> None:
    ran = run_cells(engine, table, table.keys, say)
    assert list(ran) == [("none", "plain"), ("hello", "plain"), ("hello", "wrong")]
    assert ran["none", "plain"] == (
        Ran("volume", 0, ("small-talk",)),
        Ran("run", 0, ()),
        Ran("file", 0, ("about a word", "1")),
    )
    assert ran["hello", "plain"][2].output == ("echo hello", "about a word", "1")
    refused = ran["hello", "wrong"]
    assert [each.step for each in refused] == ["volume", "run"], "what is needed has failed"
    assert refused[1].status == 125 and "network nowhere not found" in refused[1].output[0]
    cells = Cells(table, None, ran)
    assert [cells.breaking(rule) for rule in table.rules] == [[], [], []]


def test_a_cell_that_was_changed_by_hand_fails(engine: Engine, say: Say, table: TruthTable) -> None:
    ran = run_cells(engine, table, table.keys, say)
    recorded = Cells(table, Recorded(engine.environment, date(2026, 11, 24)), ran).text()
    table.cells_path.write_text(recorded, encoding="utf-8")
    assert differences(read_cells(table), run_cells(engine, table, table.keys, say)) == []
    table.cells_path.write_text(
        recorded.replace('["about a word", "1"]', '["about a word", "2"]'), encoding="utf-8"
    )
    [told] = differences(read_cells(table), ran)
    assert "cells.json:2: cell none.plain differs" in told and "-2\n+1" in told


def test_each_cell_begins_with_the_same_files(engine: Engine, say: Say, tmp_path: Path) -> None:
    text = TEXT.replace("--network nowhere", "--network none")
    text = text.replace("'cat note.txt;", "'ls; mkdir folder; touch folder/file link; ln -s folder new;")
    table = small_table(tmp_path, text)
    assert table.group(("hello", "plain")) == table.group(("hello", "wrong"))
    ran = run_cells(engine, table, table.keys, say)
    assert {run[-1].output for run in ran.values()} == {("note.txt", "1")}


def test_a_name_that_is_taken_is_refused_and_left(engine: Engine, say: Say, table: TruthTable) -> None:
    engine.docker("volume", "create", "small-talk-fn1")
    try:
        with pytest.raises(ProblemError, match="volume name `small-talk-fn1` is already taken"):
            run_cells(engine, table, table.keys, say)
        assert "small-talk-fn1" in engine.docker("volume", "ls", "--quiet").stdout.split()
    finally:
        engine.docker("volume", "rm", "small-talk-fn1")


def test_what_has_no_name_is_told_and_removed(engine: Engine, say: Say, tmp_path: Path) -> None:
    table = small_table(tmp_path, TEXT.replace("docker volume create small-talk", "docker volume create"))
    with pytest.raises(ProblemError, match=r"table.yml:1: The runs left the volume `\w+` behind"):
        run_cells(engine, table, table.keys, say)


def test_a_command_that_does_not_end_is_told_with_its_cell(engine: Engine, say: Say, tmp_path: Path) -> None:
    endless = TEXT.replace("fills: {word: echo hello}", "fills: {word: sleep 600}")
    table = small_table(tmp_path, endless.replace("at_once: 2", "at_once: 2\nlimit: 3"))
    told = rf"table.yml:\d+: Cell hello.plain: .*did not end within {patient(3):g} s"
    with pytest.raises(ProblemError, match=told):
        run_cells(engine, table, table.keys, say)


def test_cells_are_run_once_more_where_the_engine_lost_a_layer(engine: Engine, tmp_path: Path) -> None:
    lost, marker = "NotFound: snapshot a-view does not exist: not found", tmp_path / "ran"
    first_time = f"test -e {marker} || echo {lost}; touch {marker}; cat note.txt"
    table = small_table(tmp_path, TEXT.replace("cat note.txt", first_time))
    said: list[str] = []
    ran = run_cells(engine, table, [("hello", "plain")], said.append)
    assert "truth/small: the engine lost a layer of its own; some cells are run once more" in said
    assert ran["hello", "plain"][-1].output[0] == "echo hello"


def test_values_that_need_more_than_the_engine_gives_are_left(
    engine: Engine, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = small_table(tmp_path, TEXT.replace("fills: {flag:", "needs: private, fills: {flag:"))
    assert runnable(engine, table, say) == list(table.keys)
    monkeypatch.setattr("tests.truth.run.unmet_needs", lambda _engine, _needs: "Not run here.")
    assert runnable(engine, table, say) == [("none", "plain"), ("hello", "plain")]


def test_a_step_that_cleans_comes_last_and_is_not_recorded(engine: Engine, say: Say, tmp_path: Path) -> None:
    # The volume has no name, so that only the step can find it; it is in use until the container is gone.
    text = TEXT.replace("docker volume create small-talk", "docker volume create > made")
    text = text.replace("--name small-talk {@", '--name small-talk --volume "$(cat made):/data" {@')
    clean = "steps:\n  - {key: clean, run: docker volume rm $(cat made), clean: true}"
    table = small_table(tmp_path, text.replace("steps:", clean))
    ran = run_cells(engine, table, table.keys, say)
    assert all(each.step != "clean" for run in ran.values() for each in run)


def test_a_step_that_cleans_and_fails_is_told(engine: Engine, say: Say, tmp_path: Path) -> None:
    clean = "steps:\n  - {key: clean, run: docker volume rm small-talk, clean: true}"
    table = small_table(tmp_path, TEXT.replace("steps:", clean))
    with pytest.raises(ProblemError, match=r"table.yml:\d+: `docker volume rm small-talk` ended with 1: "):
        run_cells(engine, table, table.keys, say)
