"""Equality, both ways: each rule hides its noise, and each still fails on a real change."""

import pytest

from macros.transcripts import LEFT_OUT
from tests.examples.equal import same
from tests.examples.normalize import RULES

ID, OTHER_ID = "3f1c9a0b7d2e", "90ab12cd34ef"
LONG, OTHER_LONG = ID * 5 + "abcd", OTHER_ID * 5 + "0123"
REF, OTHER_REF = (
    "osk6pwhvdj6nvo7xp3ovyopgl::e7xffd9s0d4px1smd23d8qd4t",
    "aaaaaaaaaaaaaaaaaaaaaaaa1::bbbbbbbbbbbbbbbbbbbbbbbb2",
)

# Rule, then two outputs that are equal, then one that is not equal to the first.
CASES = [
    ("digest", f"sha256:{LONG}", f"sha256:{OTHER_LONG}", "sha256:none"),
    ("long id", f"{LONG} up", f"{OTHER_LONG} up", f"{OTHER_LONG} down"),
    ("short id", f"{ID} web", f"{OTHER_ID} web", f"{OTHER_ID} db"),
    (
        "BuildKit reference",
        f"ref {REF}: not found",
        f"ref {OTHER_REF}: not found",
        f"ref {OTHER_REF}: denied",
    ),
    ("step clock", "#5 0.123 hello", "#5 12.9 hello", "#5 0.123 bye"),
    (
        "step duration",
        "#5 [2/2] RUN a\n#5 DONE 0.3s",
        "#5 [2/2] RUN a\n#5 DONE 12.3s",
        "#5 [2/2] RUN a\n#5 CACHED",
    ),
    (
        "time stamp",
        "at 2026-11-24T04:08:09.123456789Z ok",
        "at 2027-01-02T03:04:05Z ok",
        "at 2027-01-02T03:04:05Z bad",
    ),
    ("time stamp", "2026/11/24 04:08:09 ok", "2026/11/25 05:08:09 ok", "2026/11/25 05:08:09 bad"),
    ("time stamp", "2026-11-24 04:08:09 +0000 UTC", "2026-11-25 04:08:09.5 +0000 UTC", "2026-11-24"),
    (
        "log time stamp",
        '[24/Nov/2026 04:08:09] "GET / HTTP/1.1" 200',
        '[25/Nov/2026 04:08:10] "GET / HTTP/1.1" 200',
        '[24/Nov/2026 04:08:09] "GET / HTTP/1.1" 404',
    ),
    ("date in words", "Tue Nov 24 04:08:09 UTC 2026", "Wed Nov  4 14:08:09 UTC 2026", "Tue Nov 24"),
    (
        "date in words",
        "Date: Tue, 24 Nov 2026 04:08:09 GMT",
        "Date: Wed, 25 Nov 2026 04:08:09 GMT",
        "Expires: Tue, 24 Nov 2026 04:08:09 GMT",
    ),
    (
        "file date",
        "-rw-r--r-- 1 root root 5 Nov 24 04:08 a",
        "-rw-r--r-- 1 root root 5 Dec  1  2025 a",
        "-rwxr-xr-x 1 root root 5 Nov 24 04:08 a",
    ),
    ("clock", "04:08:09 started", "05:18:19.25 started", "04:08:09 stopped"),
    ("age", "Exited (137) 2 seconds ago", "Exited (137) About a minute ago", "Exited (143) 2 seconds ago"),
    ("up time", "Up 3 seconds", "Up Less than a second", "Up 3 seconds (Paused)"),
    ("duration", "real\t0m0.412s", "real\t0m4.9s", "real\t0m10.412s"),
    ("duration", "took 123ms", "took 9.7s", "took 1m2.5s"),
    ("duration", "real\t0m10.1s", "real\t1m1.0s", "real\t0m9.9s"),
    ("MAC address", "ether 02:42:ac:11:00:02", "ether 62:8f:11:22:33:f0", "ether none"),
    ("private address", "172.17.0.2 web", "10.210.0.3 web", "8.8.8.8 web"),
    ("private address", "inet 192.168.1.2/24", "inet 10.0.0.2/16", "inet 10.0.0.2"),
    ("IPv6 address", "inet6 fe80::1/64 up", "inet6 fd12:3456::2/64 up", "inet6 2001:db8::1/64 up"),
    ("ephemeral port", "0.0.0.0:32768->80/tcp", "0.0.0.0:49153->80/tcp", "0.0.0.0:8080->80/tcp"),
    ("job", "[1] 4711", "[1] 92", "[2] 4711"),
    ("process id", '"Pid": 4711,', '"Pid": 92,', '"Pid": 0,'),
    ("interface number", "eth0@if24: up", "eth0@if46: up", "eth1@if24: up"),
    ("column width", "web   running  80", "web       running   80", "  web   running  80"),
    ("column end", "web   ", "web", "web2"),
]

# The same for what depends on the command, on the column or on neighboring lines.
CONTEXT_CASES = [
    (
        "docker ps",
        f"CONTAINER ID   IMAGE   NAMES\n{ID}   greet   quirky_euler",
        f"CONTAINER ID   IMAGE   NAMES\n{OTHER_ID}   greet   gifted_bohr2",
        f"CONTAINER ID   IMAGE   NAMES\n{ID}   greet   web",
    ),
    (
        "docker ps",
        f"CONTAINER ID   IMAGE   NAMES\n{ID}   my_image   web",
        f"CONTAINER ID   IMAGE   NAMES\n{OTHER_ID}   my_image   web",
        f"CONTAINER ID   IMAGE   NAMES\n{ID}   your_image   web",
    ),
    ("docker volume ls", "VOLUME NAME\ndb_data", "VOLUME NAME\ndb_data", "VOLUME NAME\napp_data"),
    (
        "docker top web",
        "UID   PID   PPID   C   STIME   TTY   TIME       CMD\nroot  4711  4690   0   04:08   ?     00:00:00   sleep 60",
        "UID   PID   PPID   C   STIME   TTY   TIME       CMD\nroot  92    77     1   14:08   ?     00:00:01   sleep 60",
        "UID   PID   PPID   C   STIME   TTY   TIME       CMD\nroot  92    77     1   14:08   ?     00:00:01   sleep 61",
    ),
    (
        "docker exec web ps",
        "PID   USER     TIME  COMMAND\n    1 root      0:00 sh\n    7 root      0:00 ps",
        "PID   USER     TIME  COMMAND\n    1 root      0:01 sh\n   12 root      0:00 ps",
        "PID   USER     TIME  COMMAND\n    7 root      0:00 sh\n    8 root      0:00 ps",
    ),
    (
        "docker stats --no-stream",
        f"CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT   PIDS\n{ID}   web1   0.10%   1.2MiB / 24GiB   1",
        f"CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT   PIDS\n{OTHER_ID}   web1   9%   600KiB / 16GiB   3",
        f"CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT   PIDS\n{ID}   web2   0.10%   1.2MiB / 24GiB   1",
    ),
    ("docker inspect --format '{{.State.Pid}}' web", "4711", "92", "0"),
    (
        "docker build .",
        "#4 [1/2] FROM busybox\n#4 CACHED\n\n#5 [2/2] RUN echo hi\n#5 0.1 hi\n#5 DONE 0.2s",
        "#7 [2/2] RUN echo hi\n#6 [1/2] FROM busybox\n#6 CACHED\n#7 0.3 hi\n\n#7 DONE 0.4s",
        "#4 [1/2] FROM busybox\n#4 CACHED\n\n#5 [2/2] RUN echo hi\n#5 0.1 ho\n#5 DONE 0.2s",
    ),
    (
        "docker build .",
        "#5 [2/2] RUN false\n#5 ERROR: exit code: 1\nDockerfile:2",
        "#9 [2/2] RUN false\n#9 ERROR: exit code: 1\nDockerfile:2",
        "#5 [2/2] RUN false\n#5 DONE 0.1s\nDockerfile:2",
    ),
    (
        "docker build .",
        "#1 [internal] load build definition\n#1 transferring dockerfile: 31B done\n#1 DONE 0.0s",
        "#2 [internal] load build definition\n#2 transferring dockerfile: 99B 0.1s done\n#2 DONE 0.1s",
        "#1 [internal] load .dockerignore\n#1 DONE 0.0s",
    ),
    (
        "docker compose up -d",
        " Container a-1  Started\n Container b-1  Started",
        " Container b-1  Started\n Container a-1  Started",
        " Container a-1  Started\n Container b-1  Error",
    ),
    ("docker image ls", "greet   latest   4.29MB", "greet   latest   4.35MB", "greet   latest   6.1MB"),
    ("du -sh /app", "4.0M\t/app", "4.1M\t/app", "8.0M\t/app"),
]


@pytest.mark.parametrize(
    ("rule", "one", "noise", "change"), CASES, ids=lambda value: value if " " in value else None
)
def test_a_rule_hides_noise_and_shows_change(rule: str, one: str, noise: str, change: str) -> None:
    check("docker", one, noise, change)


@pytest.mark.parametrize(("command", "one", "noise", "change"), CONTEXT_CASES)
def test_context_hides_noise_and_shows_change(command: str, one: str, noise: str, change: str) -> None:
    check(command, one, noise, change)


def check(command: str, one: str, noise: str, change: str) -> None:
    recorded = one.split("\n")
    assert same(command, recorded, recorded)
    assert same(command, recorded, noise.split("\n"))
    assert same(command, noise.split("\n"), recorded)
    assert not same(command, recorded, change.split("\n"))


def test_every_rule_has_a_case() -> None:
    assert {rule.name for rule in RULES} == {case[0] for case in CASES}


@pytest.mark.parametrize(
    "text",
    [
        "port 8080",
        "status 137",
        "v1.2.3",
        "0.0.0.0:80",
        "127.0.0.1",
        "db_data",
        "interval: 30s",
        "hello",
        'exec: "bash"',
        "28.5.2",
        "uid=1000(node)",
        "deadbeef",
        "facade",
        "2026-11-24",
        "  indented",
        "10",
        "[::]:80",
    ],
)
def test_what_means_something_is_never_noise(text: str) -> None:
    assert not same("docker", [text], [text.replace(text[-1], "~")])
    assert not same("docker", [text], [text, text])
    assert not same("docker", [text], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("port 8080", "port 8081"),
        ("exit 137", "exit 143"),
        ("interval: 30s", "interval: 5s"),
        ("28.5.2", "28.5.3"),
        ("0.0.0.0:80", "127.0.0.1:80"),
        ("  a", "    a"),
        ("db_data", "app_data"),
        ("2026-11-24", "2026-11-25"),
    ],
)
def test_small_changes_that_mean_something_show(one: str, other: str) -> None:
    assert not same("docker", [one], [other])


@pytest.mark.parametrize(
    ("recorded", "actual", "equal"),
    [
        (["a", LEFT_OUT, "z"], ["a", "b", "c", "z"], True),
        (["a", LEFT_OUT, "z"], ["a", "z"], True),
        (["a", LEFT_OUT, "z"], ["a", "b"], False),
        (["a", LEFT_OUT, "z"], ["b", "z"], False),
        ([LEFT_OUT], [], True),
        ([LEFT_OUT], ["a"], True),
        ([LEFT_OUT, "z"], ["a", "z"], True),
        ([LEFT_OUT, "z"], ["z", "a"], False),
        (["a", LEFT_OUT], ["a", "b"], True),
        (["a", LEFT_OUT, "m", LEFT_OUT, "z"], ["a", "b", "m", "c", "z"], True),
        (["a", LEFT_OUT, "m", LEFT_OUT, "z"], ["a", "b", "c", "z"], False),
        (["a", LEFT_OUT, "a"], ["a"], False),
    ],
)
def test_lines_left_out(recorded: list[str], actual: list[str], equal: bool) -> None:
    assert same("docker", recorded, actual) is equal
