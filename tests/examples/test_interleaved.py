"""Lines whose order is chance, both ways: build steps, the progress of Compose, the logs of services."""

import pytest

from macros.transcripts import LEFT_OUT
from tests.examples.equal import same
from tests.examples.interleaved import KINDS, items
from tests.examples.test_equal import check

# Name, command, then two outputs that are equal, then one that is not equal to the first.
CASES = [
    (
        "steps",
        "docker build .",
        "#4 [1/2] FROM busybox\n#4 CACHED\n\n#5 [2/2] RUN echo hi\n#5 0.1 hi\n#5 DONE 0.2s",
        (
            "#7 [2/2] RUN echo hi\n"
            "#6 [1/2] FROM busybox\n"
            "#6 DONE 0.1s\n"
            "#7 0.3 hi\n"
            "\n"
            "#7 [2/2] RUN echo hi\n"
            "#7 DONE 12.4s"
        ),
        "#4 [1/2] FROM busybox\n#4 CACHED\n\n#5 [2/2] RUN echo hi\n#5 0.1 ho\n#5 DONE 0.2s",
    ),
    (
        "cache",
        "docker build .",
        "#5 [2/2] RUN a\n#5 CACHED",
        "#6 [2/2] RUN a\n#6 CACHED",
        "#5 [2/2] RUN a\n#5 DONE 0.0s",
    ),
    (
        "order in a step",
        "docker build .",
        "#5 [2/2] RUN a\n#5 0.1 b\n#5 0.1 c",
        "#5 [2/2] RUN a\n#5 0.2 b\n#5 0.2 c",
        "#5 [2/2] RUN a\n#5 0.1 c\n#5 0.1 b",
    ),
    (
        "output like progress",
        "docker build .",
        "#5 [2/2] RUN a\n#5 0.1 exporting 1 done",
        "#5 [2/2] RUN a\n#5 0.3 exporting 1 done",
        "#5 [2/2] RUN a\n#5 0.1 exporting 2 done",
    ),
    (
        "lost step",
        "docker build .",
        "#4 [1/2] COPY a .\n#4 DONE 0.1s\n#5 [2/2] COPY b .\n#5 DONE 0.1s",
        "#4 [2/2] COPY b .\n#4 DONE 0.1s\n#5 [1/2] COPY a .\n#5 DONE 0.1s",
        "#4 [1/2] COPY a .\n#4 DONE 0.1s",
    ),
    (
        "failed step",
        "docker build .",
        "#5 [2/2] RUN false\n#5 ERROR: exit code: 1\n------\n > [2/2] RUN false:\n0.238 hi\n------\nend",
        "#9 [2/2] RUN false\n#9 ERROR: exit code: 1\n------\n > [2/2] RUN false:\n0.1 hi\n------\nend",
        "#5 [2/2] RUN false\n#5 ERROR: exit code: 2\n------\n > [2/2] RUN false:\n0.238 hi\n------\nend",
    ),
    (
        "canceled step",
        "docker build .",
        "#5 [2/2] RUN a\n#5 CACHED\n#6 [b 1/1] RUN b\n#6 ERROR: c",
        "#5 [2/2] RUN a\n#5 CANCELED\n#6 [b 1/1] RUN b\n#6 ERROR: c",
        "#5 [2/2] RUN a\n#5 CACHED\n#6 [b 1/1] RUN b\n#6 CANCELED",
    ),
    (
        "inner step",
        "docker build .",
        "#1 [internal] load build definition\n#1 transferring dockerfile: 31B done\n#1 DONE 0.0s",
        "#2 [internal] load build definition\n#2 transferring dockerfile: 99B 0.1s done\n#2 DONE 0.1s",
        "#1 [internal] load .dockerignore\n#1 DONE 0.0s",
    ),
    (
        "login step",
        "docker build .",
        "#2 [auth] library/a:pull\n#2 DONE 0.0s\n#3 [2/2] RUN a",
        "#2 [2/2] RUN a",
        "#2 [2/2] RUN b",
    ),
    (
        "steps of Compose",
        "docker compose up -d",
        " Container a-1  Started\n Container b-1  Created",
        " Container b-1  Created\n Container a-1  Started 0.5s",
        " Container a-1  Started\n Container b-1  Error",
    ),
    (
        "order of one container",
        "docker compose up -d",
        " Container a-1  Starting\n Network b  Created\n Container a-1  Started",
        " Network b  Created\n Container a-1  Starting\n Container a-1  Started",
        " Container a-1  Started\n Network b  Created\n Container a-1  Starting",
    ),
    ("image of Compose", "docker compose up -d", " a  Built\n b  Built", " b  Built\n a  Built", " a  Built"),
    (
        "logs",
        "docker compose logs",
        "a-1  | x\nb-1  | y\na-1  | z",
        "b-1  | y\na-1  | x\na-1  | z",
        "a-1  | z\nb-1  | y\na-1  | x",
    ),
    (
        "end of a service",
        "docker compose logs",
        "a-1  | x\nb-1 exited with code 0",
        "b-1 exited with code 0\na-1  | x",
        "a-1  | x\nb-1 exited with code 1",
    ),
]


@pytest.mark.parametrize(
    ("command", "one", "noise", "change"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_noise_is_hidden_and_change_shows(command: str, one: str, noise: str, change: str) -> None:
    check(command, one, noise, change)


def test_every_kind_has_cases() -> None:
    lines = [line for case in CASES for line in case[2].split("\n")]
    assert all(any(kind.pattern.fullmatch(line) for line in lines) for kind in KINDS)


@pytest.mark.parametrize(
    ("recorded", "equal"),
    [
        ("...\n#9 [2/2] RUN b\n#9 0.1 hi\n#9 DONE 0.1s\n...", True),
        ("...\n#9 [2/2] RUN b\n...\n#9 DONE 0.1s\nend", True),
        ("...\n#9 0.1 hi\n...", True),
        ("#9 [1/2] RUN a\n#9 CACHED\n...\nend", True),
        ("...\nend", True),
        ("#9 [1/2] RUN a\n#9 DONE 0.1s\n...\nend", False),
        ("...\n#9 [2/2] RUN b\n#9 CACHED\n...", False),
        ("...\n#9 [2/2] RUN c\n...", False),
        ("...\n#9 0.1 ho\n...", False),
        ("#9 [1/2] RUN a\n#9 CACHED\nend", False),
        ("#9 [1/2] RUN a\n#9 CACHED\n...\nfin", False),
    ],
)
def test_lines_left_out_of_a_build(recorded: str, equal: bool) -> None:
    actual = "#4 [1/2] RUN a\n#4 CACHED\n\n#5 [2/2] RUN b\n#5 0.2 hi\n#5 DONE 0.3s\n\nend"
    shown = [LEFT_OUT if line == "..." else line for line in recorded.split("\n")]
    assert same("docker build .", shown, actual.split("\n")) is equal


def test_lines_of_no_worker_stay_lines() -> None:
    assert items(["a", "", "# b", "c | d"]) == ["a", "", "# b", "c | d"]
