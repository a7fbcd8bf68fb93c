"""Each rule both ways: it hides its noise, and a real change beside it still shows."""

import pytest

from tests.examples.equal import same
from tests.examples.normalize import RULES
from tests.examples.test_equal import check

ID, OTHER_ID = "3f1c9a0b7d2e", "90ab12cd34ef"
LONG, OTHER_LONG = f"{ID * 5}abcd", f"{OTHER_ID * 5}0123"
REF = "oskxpwhvdjqnvoyxpaovyopgl::e7xffd9s0d4px1smd23d8qd4t"
OTHER_REF = "ibbk3nmmf1ldmmhudd4jcw03h::njz7vuudmwqify4iflauhph8a"

# Rule, then two outputs that are equal, then one that is not equal to the first.
CASES = [
    ("long id", f"{LONG} up", f"{OTHER_LONG} up", f"{OTHER_LONG} down"),
    ("short id", f"{ID} web", f"{OTHER_ID} web", f"{OTHER_ID} db"),
    ("short id", f"root@{ID}:/#", "root@925640198374:/#", f"root@{ID}:/app#"),
    ("short id", f"br-{ID} up", f"br-{OTHER_ID} up", "br-300000000000 up"),
    (
        "BuildKit id",
        f"ref {REF}: not found",
        f"ref {OTHER_REF}: not found",
        f"ref {OTHER_REF}: denied",
    ),
    ("BuildKit id", f"task {REF[:25]}", f"task {OTHER_REF[:25]}", f"task {OTHER_REF[:24]}"),
    ("BuildKit id", f"task {REF[:25]}", f"task {OTHER_REF[:25]}", f"task {OTHER_REF[:25]}x"),
    ("BuildKit id", f"{REF[27:]}* true", f"{OTHER_REF[:25]}* true", f"{OTHER_REF[:25]}* false"),
    (
        "time stamp",
        "2026-11-24T04:08:09.123456789Z ok",
        "2027-01-02T03:04:05Z ok",
        "2027-01-02T03:04:05Z bad",
    ),
    ("time stamp", "2026/11/24 04:08:09 ok", "2026/11/25 05:08:09 ok", "2026/11/25 05:08:09 bad"),
    ("time stamp", "2026-11-24 04:08:09 +0000 UTC", "2026-11-25 04:08:09.5 +0000 UTC", "2026-11-24"),
    ("time stamp", "ended 2026-11-24T04:08:09Z", "ended 2026-11-25T04:08:09Z", "ended 0001-01-01T00:00:00Z"),
    ("log time stamp", '[24/Nov/2026:04:08:09 +0000] "GET /"', '[4/Jan/2027 14:08:10] "GET /"', '[] "GET /"'),
    (
        "log time stamp",
        '[24/Nov/2026 04:08:09] "GET /" 200',
        '[25/Nov/2026 04:08:10] "GET /" 200',
        '[24/Nov/2026 04:08:09] "GET /" 404',
    ),
    ("date in words", "Tue Nov 24 04:08:09 UTC 2026", "Wed Nov  4 14:08:09 UTC 2026", "Tue Nov 24"),
    (
        "date in words",
        "Date: Tue, 24 Nov 2026 04:08:09 GMT",
        "Date: Wed, 25 Nov 2026 04:08:09 GMT",
        "Expires: Tue, 24 Nov 2026 04:08:09 GMT",
    ),
    (
        "date in words",
        "Nov 24 04:08:09 box cron: run",
        "Dec  1 14:08:09 box cron: run",
        "Nov 24 04:08:09 box cron: end",
    ),
    (
        "file date",
        "-rw-r--r-- 1 root root 5 Nov 24 04:08 a",
        "-rw-r--r-- 1 root root 5 Dec  1  2025 a",
        "-rwxr-xr-x 1 root root 5 Nov 24 04:08 a",
    ),
    (
        "day of a recording",
        "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24",
        "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-25",
        "# recorded: Docker Engine 28.5.2, linux/amd64, official images, 2026-11-24",
    ),
    ("clock", "04:08:09 started", "05:18:19.25 started", "04:08:09 stopped"),
    ("age", "Exited (137) 2 seconds ago", "Exited (137) About a minute ago", "Exited (143) 2 seconds ago"),
    ("age", "Exited (0) 2 seconds ago", "Exited (0) Less than a second ago", "Created"),
    ("up time", "Up 3 seconds", "Up Less than a second", "Up 3 seconds (Paused)"),
    ("up time", "Up About a minute (healthy)", "Up 12 hours (healthy)", "Up 12 hours (unhealthy)"),
    ("duration", "real\t0m0.412s", "real\t0m4.9s", "real\t0m10.412s"),
    ("duration", "real\t0m10.1s", "real\t1m1.0s", "real\t0m9.9s"),
    ("duration", "real\t0m 0.41s", "real\t0m 4.90s", "real\t0m 10.41s"),
    ("duration", "took 123ms", "took 9.7s", "took 1m2.5s"),
    ("duration", "took 1m2s", "took 10.4s", "took 0m2s"),
    ("duration", "interval: 1.5s took 0.1s", "interval: 1.5s took 0.2s", "interval: 2.5s took 0.1s"),
    ("duration in words", "done in 0.41 seconds", "done in 9.1 seconds", "done in 10.1 seconds"),
    ("time -p", "real 0.11", "real 9.15", "real 10.15"),
    (
        "life of a container",
        "(execDuration=0, exitCode=0)",
        "(execDuration=6, exitCode=0)",
        "(execDuration=10, exitCode=0)",
    ),
    ("seconds of a log", "WARN[0000] no TAG", "WARN[0012] no TAG", "INFO[0000] no TAG"),
    ("seconds of a log", "WARN[0000] PORT[8080]", "WARN[0001] PORT[8080]", "WARN[0000] PORT[8081]"),
    ("rate", "copied at 2.7GB/s", "copied at 910 MB/s", "copied at once"),
    ("MAC address", "ether 02:42:ac:11:00:02", "ether 62:8f:11:22:33:f0", "ether none"),
    ("private address", "172.17.0.2 web", "10.210.0.3 web", "8.8.8.8 web"),
    ("private address", "inet 192.168.1.2/24", "inet 10.0.0.2/16", "inet 10.0.0.2"),
    ("private address", "listen 172.18.0.2:80", "listen 10.0.0.2:80", "listen 127.0.0.1:80"),
    ("IPv6 address", "inet6 fe80::1/64 up", "inet6 fd12:3456::2/64 up", "inet6 2001:db8::1/64 up"),
    ("ephemeral port", "0.0.0.0:32768->80/tcp", "0.0.0.0:60999->80/tcp", "0.0.0.0:32767->80/tcp"),
    ("ephemeral port", "[::]:49153->80/tcp", "[::]:32768->80/tcp", "[::]:61000->80/tcp"),
    ("ephemeral port", "0.0.0.0:49153->40000/tcp", "0.0.0.0:32768->40000/tcp", "0.0.0.0:49153->50000/tcp"),
    ("ephemeral port", '"HostPort": "32768"', '"HostPort": "49153"', '"HostPort": "8080"'),
    ("job", "[1] 4711", "[1] 92", "[2] 4711"),
    ("process id", '"Pid": 4711,', '"Pid": 92,', '"Pid": 0,'),
    ("process id of tini", "[FATAL tini (7)] no", "[FATAL tini (8)] no", "[FATAL tini (7)] yes"),
    ("interface number", "eth0@if24: up", "eth0@if46: up", "eth1@if24: up"),
    ("virtual interface", "veth1a2b3c4 up", "vethf0e9d8c up", "vethf0e9d8c down"),
    ("snapshot", "/snapshots/24/fs", "/snapshots/50/fs", "/snapshots/24/work"),
    ("generated name", '"Name": "/quirky_euler"', '"Name": "/gifted_bohr2"', '"Name": "/web"'),
    ("generated name", "(image=a, name=quirky_euler)", "(image=a, name=gifted_bohr)", "(image=a, name=web)"),
    (
        "temporary folder",
        "/mnt/T/field-notes-ab12_x9z/greet/a",
        "/var/T/field-notes-q_w3e4r5/greet/a",
        "/mnt/T/field-notes-ab12_x9z/greet/b",
    ),
    (
        "links of /proc",
        "dr-xr-xr-x  109 root root 0 proc",
        "dr-xr-xr-x  98 root root 0 proc",
        "drwxr-xr-x  109 root root 0 proc",
    ),
    ("column width", "web   running  80", "web       running   80", "  web   running  80"),
    ("column width", "true \t\t8kB", "true   8kB", "true 8kB"),
    ("column end", "web   ", "web", "web2"),
]


@pytest.mark.parametrize(
    ("one", "noise", "change"),
    [case[1:] for case in CASES],
    ids=[f"{n} {case[0]}" for n, case in enumerate(CASES)],
)
def test_a_rule_hides_noise_and_shows_change(one: str, noise: str, change: str) -> None:
    check("docker", one, noise, change)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_case_that_fails_without_it(rule: object, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = tuple(each for each in RULES if each is not rule)
    monkeypatch.setattr("tests.examples.normalize.RULES", rest)
    cases = [case for case in CASES if case[0] == getattr(rule, "name", "")]
    assert cases
    assert not all(same("docker", [one], [noise]) for _, one, noise, _ in cases)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("port 8080", "port 8081"),
        ("port 32768", "port 32769"),
        ("exit 137", "exit 143"),
        ("interval: 30s", "interval: 5s"),
        ("interval: 1m30s", "interval: 2m30s"),
        ('"Interval": 300000000000', '"Interval": 600000000000'),
        ("28.5.2", "28.5.3"),
        ("0.0.0.0:80", "127.0.0.1:80"),
        ("0.0.0.0:80", "[::]:80"),
        ("  a", "    a"),
        ("db_data", "app_data"),
        ("2026-11-24", "2026-11-25"),
        ("deadbeef", "deadbeee"),
        ("uid=1000(node)", "uid=0(root)"),
        ("PID 7", "PID 1"),
        ("step 1", "step 2"),
        ("", "a"),
    ],
)
def test_small_changes_that_mean_something_show(one: str, other: str) -> None:
    assert same("docker", [one], [one])
    assert not same("docker", [one], [other])
