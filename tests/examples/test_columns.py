"""What only its column tells from what counts, both ways."""

import pytest

from macros.transcripts import LEFT_OUT
from tests.examples.columns import PROCESS_COLUMNS, UNORDERED
from tests.examples.equal import same
from tests.examples.test_equal import check

# Name, command, then two outputs that are equal, then one that is not equal to the first.
CASES = [
    (
        "generated names",
        "docker ps",
        "CONTAINER ID   IMAGE   NAMES\n3f1c9a0b7d2e   greet   quirky_euler",
        "CONTAINER ID   IMAGE   NAMES\n90ab12cd34ef   greet   gifted_bohr2",
        "CONTAINER ID   IMAGE   NAMES\n3f1c9a0b7d2e   greet   web",
    ),
    (
        "names first",
        "docker ps",
        "NAMES          STATUS\nquirky_euler   Up 1 second",
        "NAMES         STATUS\ngifted_bohr   Up 2 seconds",
        "NAMES          STATUS\nquirky_euler   Created",
    ),
    (
        "my own words",
        "docker ps",
        "CONTAINER ID   IMAGE      NAMES\n3f1c9a0b7d2e   my_image   web",
        "CONTAINER ID   IMAGE      NAMES\n90ab12cd34ef   my_image   web",
        "CONTAINER ID   IMAGE      NAMES\n3f1c9a0b7d2e   your_image   web",
    ),
    ("names by template", "docker ps --format '{{.Names}}'", "quirky_euler", "gifted_bohr", "web"),
    ("name by template", "docker inspect --format '{{.Name}}' x", "/quirky_euler", "/gifted_bohr", "/web"),
    (
        "volumes",
        "docker volume ls",
        (
            "DRIVER    VOLUME NAME\n"
            "local     3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2eabcd\n"
            "local     db_data"
        ),
        (
            "DRIVER    VOLUME NAME\n"
            "local     db_data\n"
            "local     90ab12cd34ef90ab12cd34ef90ab12cd34ef90ab12cd34ef90ab12cd34ef0123"
        ),
        (
            "DRIVER    VOLUME NAME\n"
            "local     3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2e3f1c9a0b7d2eabcd\n"
            "local     app_data"
        ),
    ),
    (
        "process ids",
        "docker top web",
        (
            "UID   PID   PPID   C   STIME   TTY   TIME       CMD\n"
            "root  4711  4690   0   04:08   ?     00:00:00   sleep 60"
        ),
        (
            "UID   PID   PPID   C   STIME   TTY   TIME       CMD\n"
            "root  92    77     1   14:08   ?     00:00:01   sleep 60"
        ),
        (
            "UID   PID   PPID   C   STIME   TTY   TIME       CMD\n"
            "root  92    77     1   14:08   ?     00:00:01   sleep 61"
        ),
    ),
    (
        "process 1",
        "docker exec web ps",
        "PID   USER     TIME  COMMAND\n    1 root      0:00 sh\n    7 root      0:00 ps",
        "PID   USER     TIME  COMMAND\n    1 root      0:01 sh\n   12 root      0:00 ps",
        "PID   USER     TIME  COMMAND\n    7 root      0:00 sh\n    8 root      0:00 ps",
    ),
    (
        "zombie",
        "ps",
        "  PID STAT CMD\n    7 S    sleep",
        "  PID STAT CMD\n    8 R    sleep",
        "  PID STAT CMD\n    7 Z    sleep",
    ),
    ("no process", "ps; cat a", "PID   CMD\n9 ps\n\n9 b", "PID   CMD\n8 ps\n\n9 b", "PID   CMD\n9 ps\n\n8 b"),
    (
        "process id by template",
        "docker inspect --format '{{.State.Pid}} {{.State.ExitCode}}' web",
        "4711 137",
        "92 137",
        "4711 143",
    ),
    ("no process id", "docker inspect -f '{{.State.Pid}}' web", "4711", "92", "0"),
    (
        "figures",
        "docker stats --no-stream",
        (
            "CONTAINER ID   NAME           CPU %   MEM USAGE / LIMIT   NET I/O   PIDS\n"
            "3f1c9a0b7d2e   quirky_euler   0.10%   1.2MiB / 24GiB   9B / 0B   1"
        ),
        (
            "CONTAINER ID   NAME          CPU %   MEM USAGE / LIMIT   NET I/O   PIDS\n"
            "90ab12cd34ef   gifted_bohr   9%   600KiB / 16GiB   1kB / 3B   3"
        ),
        (
            "CONTAINER ID   NAME   CPU %   MEM USAGE / LIMIT   NET I/O   PIDS\n"
            "3f1c9a0b7d2e   web    0.10%   1.2MiB / 24GiB   9B / 0B   1"
        ),
    ),
    (
        "memory limit",
        "docker stats --no-stream --format '{{.Name}} {{.MemUsage}}'",
        "web 456KiB / 64MiB",
        "web 780KiB / 64MiB",
        "web 456KiB / 128MiB",
    ),
    (
        "build cache",
        "docker buildx du",
        "ID   LAST ACCESSED\nupt8u0y2zbn8hkvrxi4551jdo   4kB\nkvovg6414qengfb4dy1vz95cc   8kB",
        "ID   LAST ACCESSED\nkvovg6414qengfb4dy1vz95cc   8kB\nupt8u0y2zbn8hkvrxi4551jdo   4kB",
        "ID   LAST ACCESSED\nkvovg6414qengfb4dy1vz95cc   9kB\nupt8u0y2zbn8hkvrxi4551jdo   4kB",
    ),
    (
        "images",
        "docker image ls",
        "REPOSITORY   SIZE\na   4kB\nb   8kB",
        "REPOSITORY   SIZE\nb   8kB\na   4kB",
        "REPOSITORY   SIZE\na   8kB\nb   4kB",
    ),
]


@pytest.mark.parametrize(
    ("command", "one", "noise", "change"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_noise_is_hidden_and_change_shows(command: str, one: str, noise: str, change: str) -> None:
    check(command, one, noise, change)


@pytest.mark.parametrize("title", PROCESS_COLUMNS)
def test_each_column_of_processes(title: str) -> None:
    one, noise, change = {
        "STAT": ("Ss", "RNs", "Zs"),
        "S": ("S", "R", "T"),
        "PID": ("7", "8", "1"),
        "PPID": ("7", "8", "0"),
    }.get(title, ("0:00", "0:04", "-"))
    head = f"{title} CMD" if title == "PID" else f"PID {title} CMD"
    start = "" if title == "PID" else "9 "
    assert same("ps", [head, f"{start}{one} sh"], [head, f"{start}{noise} sh"])
    assert not same("ps", [head, f"{start}{one} sh"], [head, f"{start}{change} sh"])
    assert not same("ps", [head, f"{start}{one} sh"], [head, f"{start}{one} ash"])
    assert not same(
        "ps", [f"A {title} CMD", f"b {one} sh"], [f"A {title} CMD", f"b {noise} sh"]
    ) or title in ("PID", "PPID")


def test_every_unordered_table_has_a_case() -> None:
    assert all(any(title in one for _, _, one, _, _ in CASES) for title in UNORDERED)


def test_the_head_of_a_table_may_be_left_out() -> None:
    assert same("ps", [LEFT_OUT, "    7 ps"], ["  PID CMD", "    9 ps"])
    assert not same("ps", [LEFT_OUT, "    7 ps"], ["  PID CMD", "    9 sh"])
