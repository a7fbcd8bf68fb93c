"""What passes for a run in the lab: equal outputs, or a difference that a reader is told of; nothing else."""

import pytest

from lab.verdict import DIFFERENCES, Outcome, explanation, fails, judge
from macros.transcripts import Command, Output

PC, CRUN, STORE, FOLDER, JOBS, BUILDER = (each.why for each in DIFFERENCES)
LEGACY = """\
DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

"""


def command(*lines: str, status: int = 0, text: str = "docker run --rm greet") -> Command:
    return Command(1, text, (Output(2, lines),) if lines else (), status)


def outcome(*lines: str, status: int | None = 0, seconds: float = 3.0, unanswered: int = 0) -> Outcome:
    return Outcome(lines, status, seconds, unanswered)


# By difference: lines recorded, printed, and what the machine could print beside it that is a fault.
CASES = [
    (PC, "linux/amd64", "linux/386", "linux/arm64"),
    (PC, "Linux x86_64", "Linux i686", "Linux x86_64x"),
    (PC, "/usr/lib/x86_64-linux-gnu", "/usr/lib/i386-linux-gnu", "/usr/lib/i686-linux-gnu"),
    (CRUN, "runc", "crun", "youki"),
    (STORE, "overlayfs", "overlay2", "vfs"),
    (FOLDER, "source: /tmp/field-notes-ab12_x9z/app/x", "source: /root/app/x", "source: /root/application/x"),
    (JOBS, "answer", "[1] 2009\nanswer\n[1]+  Done                    curl x", "[1] 2009 x\nanswer"),
    (BUILDER, "sha256:" + 64 * "a", f"{LEGACY}sha256:{64 * 'b'}", f"{LEGACY}invalid reference format"),
    (BUILDER, "#1 DONE 0.0s", f"{LEGACY}#1 DONE 0.0s", f"{LEGACY}Step 1/2 : FROM busybox:1.37"),
]


@pytest.mark.parametrize(("why", "recorded", "printed", "fault"), CASES)
def test_a_known_difference_is_told_and_hides_no_other(
    why: str, recorded: str, printed: str, fault: str
) -> None:
    was, now = recorded.splitlines(), printed.splitlines()
    assert explanation("docker run greet", was, now) == why
    assert explanation("docker run greet", was, fault.splitlines()) == ""
    assert explanation("docker run greet", was, [*now, "more"]) == ""
    assert explanation("docker run greet", now, was) == ""


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda each: each.why)
def test_every_known_difference_has_a_case(difference: object) -> None:
    assert any(getattr(difference, "why") == why for why, *_ in CASES)  # noqa: B009


def test_two_differences_are_both_told_and_no_third() -> None:
    recorded = [CASES[0][1], CASES[3][1]]
    assert explanation("docker run greet", recorded, [CASES[0][2], CASES[3][2]]) == f"{PC} {CRUN}"
    assert explanation("docker run greet", recorded, [CASES[0][2], CASES[3][1]]) == PC


def test_equal_outputs_ran_and_nothing_is_told() -> None:
    verdict = judge([command("Hello World")], [outcome("Hello World")])
    assert verdict == {"ran": True, "seconds": 3.0, "differs": []}


def test_noise_is_none_here_either() -> None:
    one, other = "a" * 64, "b" * 64
    assert judge([command(one)], [outcome(other)])["differs"] == []


def test_what_differs_for_a_known_reason_ran_with_what_the_machine_said() -> None:
    verdict = judge([command("linux/amd64"), command("hi")], [outcome("linux/386"), outcome("hi")])
    assert verdict["ran"] and verdict["seconds"] == 6.0
    assert verdict["differs"] == [{"command": 1, "why": PC, "lines": ["linux/386"]}]


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        (command("Hello"), outcome("Hallo"), "Command 1 prints something else."),
        (command("Hello"), outcome(), "Command 1 prints something else."),
        (command(), outcome("Hello"), "Command 1 prints something else."),
        (command("Hello"), outcome("Hello", status=1), "Command 1 ended with exit status 1, recorded is 0."),
        (command(status=127), outcome(), "Command 1 ended with exit status 0, recorded is 127."),
        (
            command("linux/amd64"),
            outcome("linux/386", status=1),
            "Command 1 ended with exit status 1, recorded is 0.",
        ),
        (
            command("Hello"),
            outcome("Hello", status=None, seconds=600),
            "Command 1 has not ended after 600 s.",
        ),
        (
            command("Hello"),
            outcome("Hello", unanswered=1),
            "Command 1 ended before it asked for what is typed into it.",
        ),
        (
            command("Hello"),
            outcome("Err: Temporary failure resolving 'deb.debian.org'", status=100),
            "Command 1 needs a network.",
        ),
        (
            command("ping: bad address 'nobody'", status=1),
            outcome("ping: bad address 'somebody'", status=1),
            "Command 1 prints something else.",
        ),
    ],
)
def test_everything_else_did_not_run(was: Command, now: Outcome, why: str) -> None:
    assert fails(was, now)
    verdict = judge([was, command("more")], [now])
    assert not verdict["ran"] and verdict["why"] == why
    assert verdict["differs"] == [{"command": 1, "lines": list(now.lines)}]


def test_commands_that_did_not_run_are_no_success() -> None:
    assert judge([command("Hello"), command("Hello")], [outcome("Hello")]) == {
        "ran": False,
        "why": "The machine stopped before command 2.",
    }
