"""Stand-ins in an engine: they behave as the official images do, and spare what is the user's."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from macros.base_images import base_images
from tests.engine import Engine, EngineError
from tests.engine import engine as an_engine
from tests.engine import images as images_module
from tests.engine.images import image_id, provide, withdraw
from tests.engine.say import Say
from tests.engine.standins.workshop import Lists, Workshop, forget_builds, read

pytestmark = pytest.mark.engine
DEBIAN = ["debian:trixie-slim", "python:3.13-slim", "node:24-slim", "nginx:1.30", "postgres:17", "redis:8"]
WITH_SHELL = [image for image in base_images() if "/distroless/" not in image]
# Where commands start that do not start in /.
FOLDERS = {"golang:1.27-trixie": "/go", "redis:8": "/data"}


@pytest.fixture(scope="module", autouse=True)
def images(engine: Engine, say: Say) -> None:
    provide(engine, base_images(), say)


def sh(engine: Engine, image: str, script: str) -> str:
    return engine.docker("run", "--rm", "--entrypoint", "sh", image, "-c", script).stdout.strip()


@pytest.mark.parametrize("image", WITH_SHELL)
def test_what_every_image_has(engine: Engine, image: str) -> None:
    folder = FOLDERS.get(image, "/")
    assert sh(engine, image, "id -u; stat -c %a /tmp; pwd; cd; pwd").split() == ["0", "1777", folder, "/root"]


@pytest.mark.parametrize(
    ("image", "command", "entrypoint"),
    [
        ("busybox:1.37", "[sh]", "[]"),
        ("debian:trixie-slim", "[bash]", "[]"),
        ("python:3.13-slim", "[python3]", "[]"),
        ("node:24-slim", "[node]", "[docker-entrypoint.sh]"),
        ("nginx:1.30", "[nginx -g daemon off;]", "[/docker-entrypoint.sh]"),
        ("postgres:17", "[postgres]", "[docker-entrypoint.sh]"),
        ("redis:8", "[redis-server]", "[docker-entrypoint.sh]"),
        ("registry:3", "[/etc/distribution/config.yml]", "[/entrypoint.sh]"),
        ("gcr.io/distroless/static-debian13:nonroot", "[]", "[]"),
        ("gcr.io/distroless/python3-debian13:nonroot", "[]", "[/usr/bin/python3.13]"),
    ],
)
def test_default_command(engine: Engine, image: str, command: str, entrypoint: str) -> None:
    told = engine.docker(
        "image", "inspect", "--format", "{{.Config.Cmd}} {{.Config.Entrypoint}}", image
    ).stdout
    assert told.strip() == f"{command} {entrypoint}"


@pytest.mark.parametrize(
    ("image", "ports", "volumes", "signal", "place", "user"),
    [
        ("busybox:1.37", [], [], "", "", ""),
        ("nginx:1.30", ["80/tcp"], [], "SIGQUIT", "", ""),
        ("postgres:17", ["5432/tcp"], ["/var/lib/postgresql/data"], "SIGINT", "", ""),
        ("redis:8", ["6379/tcp"], ["/data"], "", "/data", ""),
        ("registry:3", ["5000/tcp"], ["/var/lib/registry"], "", "", ""),
        ("gcr.io/distroless/static-debian13:latest", [], [], "", "/", "0"),
        ("gcr.io/distroless/static-debian13:nonroot", [], [], "", "/home/nonroot", "65532"),
        ("gcr.io/distroless/base-debian13:nonroot", [], [], "", "/home/nonroot", "65532"),
        ("gcr.io/distroless/python3-debian13:nonroot", [], [], "", "/home/nonroot", "65532"),
    ],
)
def test_settings(
    engine: Engine, image: str, ports: list[str], volumes: list[str], signal: str, place: str, user: str
) -> None:
    told = json.loads(engine.docker("image", "inspect", "--format", "{{json .Config}}", image).stdout)
    assert list(told.get("ExposedPorts") or {}) == ports
    assert list(told.get("Volumes") or {}) == volumes
    assert (told.get("StopSignal", ""), told.get("User", "")) == (signal, user)
    assert told.get("WorkingDir", "").removesuffix("/") == place.removesuffix("/")


@pytest.mark.parametrize(
    ("image", "variables"),
    [
        ("nginx:1.30", {"NGINX_VERSION": "1.30."}),
        (
            "postgres:17",
            {
                "PG_MAJOR": "17",
                "PG_VERSION": "17.",
                "PGDATA": "/var/lib/postgresql/data",
                "LANG": "en_US.utf8",
            },
        ),
        ("redis:8", {"REDIS_VERSION": "8."}),
        ("registry:3", {"OTEL_TRACES_EXPORTER": "none"}),
        (
            "gcr.io/distroless/python3-debian13:nonroot",
            {"SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt", "LANG": "C.UTF-8"},
        ),
    ],
)
def test_variables(engine: Engine, image: str, variables: dict[str, str]) -> None:
    told = engine.docker("image", "inspect", "--format", "{{json .Config.Env}}", image).stdout
    env = dict(line.split("=", 1) for line in json.loads(told))
    for name, start in variables.items():
        assert env[name].startswith(start)


@pytest.mark.parametrize("image", DEBIAN)
def test_a_slim_debian(engine: Engine, image: str) -> None:
    assert sh(engine, image, "readlink /bin/sh; . /etc/os-release; echo $VERSION_CODENAME") == "dash\ntrixie"
    curl = "/usr/bin/curl\n" if image.startswith("nginx:") else ""
    assert (
        sh(engine, image, "for name in ps curl ping; do command -v $name; done; command -v bash")
        == f"{curl}/usr/bin/bash"
    )


@pytest.mark.parametrize("image", DEBIAN)
def test_packages_are_whole(engine: Engine, image: str) -> None:
    assert sh(engine, image, "dpkg --audit; apt-get check 2>&1 | grep ^E: || true") == ""


def test_no_image_is_loaded_that_was_not_asked_for(
    engine: Engine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(images_module, "load", lambda *given: loaded.append(given[1].ref))
    provide(replace(engine, images="stand-in"), ["busybox:1.37", "redis:8"], say)
    assert loaded == ["busybox:1.37", "redis:8"]


def test_busyboxs_shell_starts_programs(engine: Engine) -> None:
    assert (
        sh(engine, "busybox:1.37", "sleep 9 & until ps -o args | grep '^sleep 9$'; do sleep 0.1; done")
        == "sleep 9"
    )
    assert sh(engine, "busybox:1.37", "ls /bin | wc -l").isdigit()


def test_busybox_is_one_static_program(engine: Engine) -> None:
    dockerfile = "FROM busybox:1.37-musl AS box\nFROM scratch\nCOPY --from=box /bin/busybox /\n"
    image = engine.docker("build", "--quiet", "-", input=dockerfile).stdout.strip()
    try:
        assert engine.docker("run", "--rm", image, "/busybox", "echo", "alone").stdout == "alone\n"
    finally:
        engine.docker("image", "rm", image)


def test_python_lives_in_usr_local(engine: Engine) -> None:
    script = (
        "import sys, ssl, sqlite3, ctypes; print(sys.prefix, sys.executable, '%d.%d' % sys.version_info[:2])"
    )
    told = engine.docker("run", "--rm", "python:3.13-slim", "python", "-c", script).stdout
    assert told == "/usr/local /usr/local/bin/python 3.13\n"
    assert "/usr/local/lib/python3.13/site-packages/pip" in sh(engine, "python:3.13-slim", "pip --version")
    assert (
        sh(
            engine,
            "python:3.13-slim",
            "python -m venv /v && /v/bin/python -c 'import pip, sys; print(sys.prefix)'",
        )
        == "/v"
    )
    assert sh(engine, "python:3.13-slim", "echo $PYTHON_VERSION").startswith("3.13.")


def test_nodes_entrypoint(engine: Engine) -> None:
    def run(*words: str) -> str:
        return engine.docker("run", "--rm", "node:24-slim", *words).stdout.strip()

    assert run("--version").startswith("v24.")
    assert run("-p", "6 * 7") == "42"
    assert run("sh", "-c", "id -un 1000; echo ~node") == "node\n/home/node"
    assert run("npm", "--version")[0].isdigit()


MUSL = "busybox:1.37-musl"


def retag(engine: Engine) -> str:
    """Give the name MUSL to an image of the user's; returns its ID."""
    dockerfile = "FROM busybox:1.37\nLABEL mine=yes\n"
    engine.docker("build", "--quiet", "--tag", MUSL, "-", input=dockerfile)
    return image_id(engine, MUSL)


@pytest.fixture
def users(engine: Engine, say: Say) -> Iterator[Engine]:
    """The private engine as if it were the user's, without MUSL, which tests may give away."""
    if engine.kind != "private":
        pytest.skip("takes the private engine for the user's; your own is not played with")
    engine.docker("image", "rm", MUSL)
    yield replace(engine, kind="docker", images="stand-in", loaded=[])
    engine.docker("image", "rm", MUSL, check=False)
    provide(engine, [MUSL], say)


def test_an_image_of_the_users_is_not_replaced(users: Engine, say: Say) -> None:
    theirs = retag(users)
    with pytest.raises(EngineError, match=r"busybox:1\.37-musl in this engine is another image"):
        provide(users, [MUSL], say)
    assert image_id(users, MUSL) == theirs
    assert users.loaded == []


def test_the_users_image_is_used_by_default(users: Engine, say: Say) -> None:
    theirs = retag(users)
    found = replace(users, images="", environment=replace(users.environment, images="official"))
    provide(found, [MUSL], say)
    assert image_id(users, MUSL) == theirs
    assert (found.environment.images, found.loaded) == ("official", [])


def test_one_stand_in_makes_it_a_run_with_stand_ins(users: Engine, say: Say) -> None:
    theirs = retag(users)
    found = replace(users, images="", environment=replace(users.environment, images="official"))
    for _ in range(2):
        provide(found, [MUSL, "busybox:1.37"], say)
    assert image_id(users, MUSL) == theirs
    assert (found.environment.images, found.loaded) == ("stand-in", [])


def test_stand_ins_leave_the_users_engine(users: Engine, say: Say) -> None:
    for _ in range(2):
        provide(users, [MUSL], say)
    withdraw(users, say)
    assert image_id(users, MUSL) == ""
    assert image_id(users, "busybox:1.37")


def test_stand_ins_that_another_run_loaded_stay(users: Engine, say: Say) -> None:
    provide(replace(users, loaded=[]), [MUSL], say)
    for _ in range(2):
        provide(users, [MUSL], say)
    withdraw(users, say)
    assert image_id(users, MUSL)


def test_a_name_that_the_user_gave_away_meanwhile_stays(users: Engine, say: Say) -> None:
    provide(users, [MUSL], say)
    theirs = retag(users)
    withdraw(users, say)
    assert image_id(users, MUSL) == theirs


def test_a_stand_in_of_an_earlier_recipe_makes_room(
    users: Engine, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = retag(users)
    monkeypatch.setattr(images_module, "known_ids", lambda: {earlier})
    provide(users, [MUSL], say)
    assert image_id(users, MUSL) not in {"", earlier}
    assert image_id(users, earlier) == ""


def test_a_run_on_the_users_engine(users: Engine, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in users.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ENGINE", "docker")
    monkeypatch.setenv("IMAGES", "stand-in")
    with an_engine(say) as found:
        provide(found, [MUSL], say)
        assert (found.kind, found.environment.images) == ("docker", "stand-in")
        assert found.env["DOCKER_CONFIG"] != users.env["DOCKER_CONFIG"]
        for plugin in ("buildx", "compose"):
            assert found.docker(plugin, "version").stdout
    assert image_id(users, MUSL) == ""
    assert users.alive()


def test_making_stand_ins_leaves_no_build_cache(engine: Engine, say: Say, tmp_path: Path) -> None:
    if engine.kind != "private":
        pytest.skip("on your own engine the build cache is yours")
    engine.docker("builder", "prune", "--all", "--force")
    shop = Workshop(engine, tmp_path, [], Lists(tmp_path))
    built = shop.build("FROM busybox:1.37\nRUN echo made > /made\n")
    assert read(built, "made") == b"made\n"
    forget_builds(engine)
    assert engine.docker("buildx", "du", "--format", "{{.ID}}").stdout.split() == []


def test_an_image_that_is_not_on_the_list(engine: Engine, say: Say) -> None:
    with pytest.raises(EngineError, match=r"alpine:3.22: not in snippets/images.yml"):
        provide(engine, ["alpine:3.22"], say)
