"""Stand-ins of distroless images in an engine: no shell, few users, and what programs need."""

from collections.abc import Iterator

import pytest

from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say

pytestmark = pytest.mark.engine
PLACE = "gcr.io/distroless"
ROOT, STATIC, BASE, PYTHON = (
    f"{PLACE}/static-debian13:latest",
    f"{PLACE}/static-debian13:nonroot",
    f"{PLACE}/base-debian13:nonroot",
    f"{PLACE}/python3-debian13:nonroot",
)
BOX, DEBIAN = "busybox:1.37-musl", "debian:trixie-slim"


@pytest.fixture(scope="module", autouse=True)
def images(engine: Engine, say: Say) -> None:
    provide(engine, [ROOT, STATIC, BASE, PYTHON, BOX, DEBIAN], say)


@pytest.fixture(scope="module")
def with_tools(engine: Engine) -> Iterator[dict[str, str]]:
    """Images with a static and a linked program in them, by the images that they are made from."""
    made = {}
    for image in (ROOT, STATIC, BASE):
        dockerfile = (
            f"FROM {image}\nCOPY --from={BOX} /bin/busybox /busybox\n"
            f"COPY --from={DEBIAN} /usr/bin/sha256sum /sha256sum\n"
        )
        made[image] = engine.docker("build", "--quiet", "-", input=dockerfile).stdout.strip()
    yield made
    for image in made.values():
        engine.docker("image", "rm", "--force", image)


@pytest.mark.parametrize("image", [ROOT, STATIC, BASE, PYTHON])
def test_there_is_no_shell(engine: Engine, image: str) -> None:
    for shell in ("sh", "bash", "/bin/sh", "/bin/busybox"):
        done = engine.docker("run", "--rm", "--entrypoint", shell, image, "-c", "true", check=False)
        assert done.returncode == 127
    assert engine.docker("build", "-", input=f"FROM {image}\nRUN true\n", check=False).returncode


@pytest.mark.parametrize(
    ("image", "user", "place"),
    [(ROOT, "0", "/"), (STATIC, "65532", "/home/nonroot"), (BASE, "65532", "/home/nonroot")],
)
def test_who_runs_where(
    engine: Engine, with_tools: dict[str, str], image: str, user: str, place: str
) -> None:
    script = "/busybox id -u; /busybox id -g; pwd; /busybox stat -c '%a %u' /tmp /root /home/nonroot"
    told = engine.docker("run", "--rm", with_tools[image], "/busybox", "sh", "-c", script).stdout.split("\n")
    assert told[:-1] == [user, user, place, "1777 0", "700 0", "700 65532"]


def test_its_files(engine: Engine, with_tools: dict[str, str]) -> None:
    def printed(*words: str) -> str:
        return engine.docker("run", "--rm", with_tools[STATIC], "/busybox", *words).stdout

    assert [line.split(":")[0] for line in printed("cat", "/etc/passwd").splitlines()] == [
        "root",
        "nobody",
        "nonroot",
    ]
    assert 'PRETTY_NAME="Distroless"' in printed("cat", "/etc/os-release")
    assert printed("printenv", "SSL_CERT_FILE") == "/etc/ssl/certs/ca-certificates.crt\n"
    assert int(printed("grep", "-c", "BEGIN CERTIFICATE", "/etc/ssl/certs/ca-certificates.crt")) > 100
    assert (
        printed("ls", "/usr/share/zoneinfo/Europe/Paris", "/etc/services", "/usr/lib/os-release").count("\n")
        == 3
    )
    assert printed("cat", "/var/lib/dpkg/status.d/tzdata").startswith("Package: tzdata\n")
    assert printed("ls", "/bin/", "/sbin/").split() == ["/bin/:", "/sbin/:"]


def test_linked_programs_need_the_base_image(engine: Engine, with_tools: dict[str, str]) -> None:
    done = engine.docker("run", "--rm", with_tools[BASE], "/sha256sum", "/etc/hostname")
    assert done.stdout.endswith("  /etc/hostname\n")
    done = engine.docker("run", "--rm", with_tools[STATIC], "/sha256sum", "/etc/hostname", check=False)
    assert "no such file or directory" in done.stderr


def test_python(engine: Engine) -> None:
    script = (
        "import ctypes.util, lzma, os, sqlite3, ssl, sys, zoneinfo; print(sys.executable, os.getuid(), os.getcwd(), "
        "ssl.create_default_context().cert_store_stats()['x509_ca'] > 100, zoneinfo.ZoneInfo('Europe/Paris'), "
        "ctypes.CDLL('libstdc++.so.6') is not None, os.environ['LANG'])"
    )
    told = engine.docker("run", "--rm", PYTHON, "-c", script).stdout
    assert told == "/usr/bin/python3.13 65532 /home/nonroot True Europe/Paris True C.UTF-8\n"
    assert engine.docker("run", "--rm", PYTHON, "--version").stdout.startswith("Python 3.13.")
    for name in ("python", "python3"):
        assert engine.docker("run", "--rm", "--entrypoint", name, PYTHON, "-c", "print(7)").stdout == "7\n"
