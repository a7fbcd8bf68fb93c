"""Recording: old text stays where it is equal, and what can't be done leaves all as it was."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from macros.examples import Example
from macros.problems import Problem, ProblemError
from macros.reference import Environment, reference
from macros.transcripts import LEFT_OUT, Command, Input, Output, Recorded, Transcript, parse_transcript
from tests.engine import Engine, EngineError
from tests.examples import record as record_module
from tests.examples.normalize import BY_CHANCE
from tests.examples.record import merged, record, status_changes, updated

PATH = Path("snippets/demo/demo/transcript.console")
ELSEWHERE = Environment("27.1.0", "linux/arm64", "official")
TODAY = Recorded(reference(), date(2030, 1, 2))
OLD_ID, NEW_ID = "0123456789ab", "ba9876543210"


def ran(text: str, *lines: str, status: int = 0) -> Command:
    return Command(1, text, (Output(1, lines),) if lines else (), status)


def old(environment: Environment, text: str) -> Transcript:
    return parse_transcript(PATH, f"{Recorded(environment, date(2026, 11, 24))}\n{text}")


def test_equal_output_keeps_its_old_text() -> None:
    assert merged(ran("docker ps -q", OLD_ID), ran("docker ps -q", NEW_ID)).output == (OLD_ID,)


def test_other_output_is_taken() -> None:
    kept = merged(ran("docker ps -q", OLD_ID), ran("docker ps -q", NEW_ID, "oops", status=1))
    assert (kept.output, kept.status) == ((NEW_ID, "oops"), 1)


def test_what_is_said_by_chance_is_not_written() -> None:
    assert merged(
        ran("docker compose run app", "one"), ran("docker compose run app", "two", *BY_CHANCE)
    ).output == ("two",)


def test_output_is_compared_between_what_was_typed() -> None:
    def dialog(name: str, answer: str) -> Command:
        return Command(
            1, "docker run -it greet sh", (Output(1, (name,)), Input(2, "/ # ", "x"), Output(3, (answer,)))
        )

    kept = merged(dialog(OLD_ID, "one"), dialog(NEW_ID, "two"))
    assert kept.output == (OLD_ID, "two")


def test_left_out_lines_stay_left_out() -> None:
    was = ran("cat long", "first", LEFT_OUT, "last")
    assert merged(was, ran("cat long", "first", "a", "b", "last")).output == ("first", LEFT_OUT, "last")
    assert merged(was, ran("cat long", "FIRST", "a", "b", "LAST")).output == ("FIRST", LEFT_OUT, "LAST")
    assert merged(was, ran("cat long", "only")).output == ("only",)


def test_an_unchanged_transcript_keeps_its_text_and_its_date() -> None:
    transcript = old(reference(), f"$ docker ps -q\n{OLD_ID}\n")
    assert updated(transcript, [ran("docker ps -q", NEW_ID)], TODAY) == transcript


def test_a_changed_transcript_says_where_and_when() -> None:
    transcript = old(reference(), "$ echo a\na\n")
    assert updated(transcript, [ran("echo a", "b")], TODAY).text() == f"{TODAY}\n$ echo a\nb\n"


def test_equal_output_elsewhere_does_not_restamp_what_was_recorded_in_the_reference() -> None:
    transcript = old(reference(), "$ echo a\na\n")
    assert updated(transcript, [ran("echo a", "a")], Recorded(ELSEWHERE, date(2030, 1, 2))) == transcript


def test_equal_output_in_the_reference_restamps_what_was_recorded_elsewhere() -> None:
    transcript = old(ELSEWHERE, "$ echo a\na\n")
    assert updated(transcript, [ran("echo a", "a")], TODAY).recorded == TODAY


def test_the_first_recording() -> None:
    transcript = parse_transcript(PATH, "# hi\n$ echo a\n$ false\n")
    new = updated(transcript, [ran("echo a", "a"), ran("false", status=1)], TODAY)
    assert new.text() == f"{TODAY}\n# hi\n$ echo a\na\n$ false\n[exit 1]\n"


def test_an_example_that_the_engine_can_not_run_does_not_keep_others_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [Example(tmp_path / "demo" / name) for name in ("image", "name", "good")]
    for each in chosen:
        each.folder.mkdir(parents=True)
        (each.folder / "example.yml").write_text("title: Demo\nlesson: It runs.\n", encoding="utf-8")
        each.transcript_path.write_text("$ true\n", encoding="utf-8")
    answers: list[Exception | list[Command]] = [
        EngineError("can't be pulled"),
        ProblemError(Problem("a", 1, "Taken.", "Rename it.")),
        [ran("true")],
    ]

    def run(*_: object) -> list[Command]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(record_module, "run", run)
    engine = Engine("docker", reference(), {})
    monkeypatch.setattr(engine, "alive", lambda: True)
    found = record(engine, chosen, print)
    assert [each.what for each in found] == [
        "The engine could not do what the run needs: can't be pulled",
        "Taken.",
    ]
    assert chosen[2].transcript_path.read_text(encoding="utf-8").startswith("# recorded: ")


def test_a_status_that_changes_is_said() -> None:
    transcript = old(reference(), "$ false\n[exit 1]\n$ docker run greet\n")
    new = updated(transcript, [ran("false", status=1), ran("docker run greet", status=127)], TODAY)
    assert status_changes(transcript, new) == ["LOOK at line 4: exit status 0 -> 127: docker run greet"]
    assert status_changes(parse_transcript(PATH, "$ false\n$ docker run greet\n"), new) == []


def test_the_header_names_the_images_that_it_ran_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "example.yml").write_text("title: Demo\nlesson: It runs.\n")
    (tmp_path / "transcript.console").write_text("$ echo a\n")
    engine = Engine("docker", ELSEWHERE, {}, alive_check=lambda: True)

    def run(engine: Engine, example: Example, say: object) -> list[Command]:
        engine.environment = replace(engine.environment, images="stand-in")
        return [ran("echo a", "a")]

    monkeypatch.setattr(record_module, "run", run)
    assert record(engine, [Example(tmp_path)], print) == []
    assert "linux/arm64, stand-in images" in (tmp_path / "transcript.console").read_text()
