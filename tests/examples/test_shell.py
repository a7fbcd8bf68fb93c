"""The shell that transcripts run in: one bash, on a terminal, with limits."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.transcripts import Command, Input
from tests.examples.shell import Shell, ShellError, clean_environment
from tests.patience import PATIENCE, patient


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    folder = tmp_path / "example"
    folder.mkdir()
    with Shell(folder, clean_environment(tmp_path)) as started:
        yield started


def output(shell: Shell, text: str, *typed: Input) -> list[str]:
    return list(shell.run(Command(1, text, typed), limit=10).output)


def test_output_and_status(shell: Shell) -> None:
    ran = shell.run(Command(7, "echo one; echo two >&2; (exit 3)"), limit=10)
    assert (ran.output, ran.status, ran.line) == (("one", "two"), 3, 7)


def test_a_command_without_output(shell: Shell) -> None:
    assert output(shell, "true") == []


def test_commands_share_one_shell(shell: Shell) -> None:
    output(shell, "name=reader; cd /")
    assert output(shell, 'echo "$name in $PWD"') == ["reader in /"]


def test_it_starts_in_the_folder_with_clean_variables(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert output(shell, 'basename "$PWD"; echo "$TZ $LANG $COLUMNS ${SECRET-none}"') == [
        "example",
        "UTC C.UTF-8 120 none",
    ]


def test_it_is_a_terminal_of_fixed_width(shell: Shell) -> None:
    assert output(shell, "test -t 0 && test -t 1 && stty size") == ["40 120"]


def test_a_command_of_several_lines(shell: Shell) -> None:
    assert output(shell, "cat <<END\na $((1 + 1))\nEND") == ["a 2"]


def test_what_is_typed_waits_for_its_prompt(shell: Shell) -> None:
    asks = 'python3 -c \'a = input("name: "); b = input("town: "); print(a, b)\''
    ran = shell.run(Command(1, asks, (Input(2, "name: ", "Ada"), Input(3, "town: ", "Rome"))), limit=10)
    assert ran.inputs == (Input(2, "name: ", "Ada"), Input(3, "town: ", "Rome"))
    assert ran.output == ("Ada Rome",)


def test_control_keys(shell: Shell) -> None:
    # Not Python, which sleeps on where the signal comes between its prompt and its waiting.
    asks = 'sh -c \'trap "echo; echo stopped; exit" INT; printf "go: "; sleep 5\''
    assert output(shell, asks, Input(2, "go: ", "^C"))[-1] == "stopped"
    assert output(shell, "echo still here") == ["still here"]


def test_no_escape_codes_and_of_a_redrawn_line_the_last_state(shell: Shell) -> None:
    assert output(shell, r"printf '\033[31mred\033[0m\n10%%\r100%%\n'") == ["red", "100%"]


def test_a_last_line_without_an_end(shell: Shell) -> None:
    assert output(shell, "printf 'no end'") == ["no end"]


def test_a_hang_is_ended_with_what_was_printed(shell: Shell) -> None:
    with pytest.raises(ShellError, match=re.escape(f"did not end within {patient(0.5):g} s")) as raised:
        shell.run(Command(1, "echo before; sleep 1000"), limit=0.5)
    assert raised.value.output == ["before"]


def test_it_waits_longer_where_the_machine_is_shared(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PATIENCE, "100")
    assert shell.run(Command(1, "sleep 0.5; echo ended"), limit=0.1).output == ("ended",)


def test_a_prompt_that_does_not_come(shell: Shell) -> None:
    with pytest.raises(
        ShellError, match=re.escape(f"The prompt `/ # ` did not come within {patient(0.5):g} s")
    ):
        shell.run(Command(1, "sleep 1000", (Input(2, "/ # ", "ls"),)), limit=0.5)


def test_a_command_that_ends_before_its_prompt(shell: Shell) -> None:
    with pytest.raises(ShellError, match="ended before it showed the prompt `/ # `") as raised:
        shell.run(Command(1, "echo no such image", (Input(2, "/ # ", "ls"),)), limit=10)
    assert raised.value.output == ["no such image"]


def test_a_command_that_ends_the_shell(shell: Shell) -> None:
    with pytest.raises(ShellError, match="ended the shell"):
        shell.run(Command(1, "exit 0"), limit=10)


def test_nothing_runs_on_after_the_shell(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    with Shell(folder, clean_environment(tmp_path)) as started:
        [pid] = output(started, "sleep 1000 & echo $!")
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False
    ).stdout
    assert state.strip()[:1] in ("", "Z"), "gone, or dead and not yet collected by its new parent"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux")
def test_nor_does_what_left_its_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    with Shell(folder, clean_environment(tmp_path)) as started:
        [pid] = output(started, "setsid sleep 776 & sleep 0.2; pgrep -n -f '^sleep 776'")
    assert not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()


def test_programs_find_a_folder_for_their_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", "/nonexistent")
    monkeypatch.setattr(tempfile, "tempdir", None)  # where Python keeps its answer
    assert Path(clean_environment(tmp_path)["TMPDIR"]).is_dir()
