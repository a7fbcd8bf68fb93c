"""Stand-ins of services in an engine: they start, serve, keep their data and stop as the official images do."""

import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine import Engine
from tests.engine.images import image_id, provide
from tests.engine.say import Say
from tests.patience import patient

pytestmark = pytest.mark.engine
NGINX, POSTGRES, REDIS, REGISTRY = "nginx:1.30", "postgres:17", "redis:8", "registry:3"
BOX = "busybox:1.37"
START_SECONDS = 60


@pytest.fixture(scope="module", autouse=True)
def images(engine: Engine, say: Say) -> None:
    provide(engine, [NGINX, POSTGRES, REDIS, REGISTRY, BOX], say)


@contextmanager
def running(engine: Engine, image: str, *options: str) -> Iterator[str]:
    """A container's ID; it is removed with its volumes."""
    container = engine.docker("run", "--detach", *options, image).stdout.strip()
    try:
        yield container
    finally:
        engine.docker("rm", "--force", "--volumes", container)


def eventually(engine: Engine, container: str, *command: str) -> str:
    """What a command in the container prints once it succeeds."""
    end = time.monotonic() + patient(START_SECONDS)
    while (done := engine.docker("exec", container, *command, check=False)).returncode:
        assert time.monotonic() < end, done.stderr + logs(engine, container)
        time.sleep(0.2)
    return done.stdout


def logs(engine: Engine, container: str) -> str:
    done = engine.docker("logs", container)
    return done.stdout + done.stderr


def port(engine: Engine, container: str, inside: int) -> str:
    """The port of this machine that a port of the container is published on."""
    return engine.docker("port", container, str(inside)).stdout.split(":")[-1].strip()


def users(engine: Engine, container: str) -> set[str]:
    """The numbers of the users whose processes run in the container, but for root's."""
    script = "sed -n 's/^Uid:.//p' /proc/[0-9]*/status 2>/dev/null | cut -f1"
    return set(engine.docker("exec", container, "sh", "-c", script).stdout.split()) - {"0"}


def stopped(engine: Engine, container: str) -> str:
    """The status that the container ends with; Docker waits ten seconds, then it kills (137)."""
    engine.docker("stop", container)
    return engine.docker("inspect", "--format", "{{.State.ExitCode}}", container).stdout.strip()


def test_nginx_answers_on_a_published_port(engine: Engine) -> None:
    with running(engine, NGINX, "--publish", "127.0.0.1::80") as web:
        assert "Welcome to nginx!" in eventually(engine, web, "curl", "--silent", "localhost")
        assert "Welcome to nginx!" in eventually(engine, web, "curl", "--silent", "[::1]")
        with urllib.request.urlopen(f"http://127.0.0.1:{port(engine, web, 80)}/") as answer:
            assert "Welcome to nginx!" in answer.read().decode()
        assert users(engine, web) == {"101"}
        assert '"GET / HTTP/1.1" 200' in engine.docker("logs", web).stdout
        assert "start worker process" in engine.docker("logs", web).stderr
        assert stopped(engine, web) == "0"
        assert "gracefully shutting down" in logs(engine, web)


def test_nginx_fills_in_templates(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/hello.conf.template").write_text("# Hello, ${WHO} and ${NOBODY}\n")
    volume = f"{tmp_path}:/etc/nginx/templates:ro"
    script = "cat /etc/nginx/conf.d/sub/hello.conf >&2"
    done = engine.docker(
        "run", "--rm", "--volume", volume, "--env", "WHO=Ada", "--entrypoint", "sh", NGINX,
        "-c", f"/docker-entrypoint.sh nginx -t && {script}",
    )  # fmt: skip
    assert "Running envsubst on /etc/nginx/templates/sub/hello.conf.template to " in done.stdout
    assert "# Hello, Ada and ${NOBODY}\n" in done.stderr


def test_nginx_can_be_quiet(engine: Engine) -> None:
    done = engine.docker("run", "--rm", "--env", "NGINX_ENTRYPOINT_QUIET_LOGS=1", NGINX, "nginx", "-v")
    assert done.stdout == ""
    assert done.stderr.startswith("nginx version: nginx/1.30.")
    assert "Launching" in engine.docker("run", "--rm", NGINX, "nginx", "-v").stdout


def test_nginx_takes_only_as_many_workers_as_it_may_use(engine: Engine) -> None:
    script = "/docker-entrypoint.sh nginx -t; grep ^worker_processes /etc/nginx/nginx.conf"
    options = ["--rm", "--cpus", "0.5", "--entrypoint", "sh"]
    tune = "NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE=1"
    assert engine.docker("run", *options, NGINX, "-c", script).stdout.endswith("worker_processes  auto;\n")
    tuned = engine.docker("run", *options, "--env", tune, NGINX, "-c", script).stdout
    assert tuned.endswith("worker_processes  1;\n")


def test_nginx_says_what_a_read_only_root_forbids(engine: Engine) -> None:
    done = engine.docker("run", "--rm", "--read-only", NGINX, check=False)
    assert '"/var/cache/nginx/client_temp" failed (30: Read-only file system)' in done.stderr
    assert "can not modify /etc/nginx/conf.d/default.conf (read-only file system?)" in done.stdout


def test_postgres_wants_a_password(engine: Engine) -> None:
    done = engine.docker("run", "--rm", POSTGRES, check=False)
    assert done.returncode == 1
    assert "Database is uninitialized and superuser password is not specified" in done.stderr
    both = ["--env", "POSTGRES_PASSWORD=a", "--env", "POSTGRES_PASSWORD_FILE=/b"]
    done = engine.docker("run", "--rm", *both, POSTGRES, check=False)
    assert done.returncode == 1
    assert "both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE are set (but are exclusive)" in done.stderr


@pytest.fixture(scope="module")
def database(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database whose password is in a file that root alone may read, filled by two files."""
    folder = tmp_path_factory.mktemp("database")
    secret = folder / "password"
    secret.write_text("it's secret\n")
    secret.chmod(0o600)
    first = folder / "first"
    first.mkdir(mode=0o755)
    (first / "1-table.sql").write_text("CREATE TABLE fruit (name text);\n")
    (first / "2-rows.sh").write_text(
        'psql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c "INSERT INTO fruit VALUES (\'pear\')"\n'
    )
    folder.chmod(0o755)
    options = [
        "--env", "POSTGRES_PASSWORD_FILE=/run/secrets/password", "--volume", f"{secret}:/run/secrets/password:ro",
        "--env", "POSTGRES_USER=ada", "--env", "POSTGRES_DB=shop",
        "--volume", f"{first}:/docker-entrypoint-initdb.d:ro",
    ]  # fmt: skip
    with running(engine, POSTGRES, *options) as container:
        eventually(engine, container, "pg_isready", "--host", "127.0.0.1")
        yield container


def asked(engine: Engine, database: str, query: str) -> str:
    words = [
        "psql",
        "--username",
        "ada",
        "--dbname",
        "shop",
        "--tuples-only",
        "--no-align",
        "--command",
        query,
    ]
    return engine.docker("exec", database, *words).stdout.strip()


def test_postgres_sets_itself_up(engine: Engine, database: str) -> None:
    assert asked(engine, database, "SELECT name FROM fruit") == "pear"
    assert asked(engine, database, "SHOW server_version").startswith("17.")
    assert asked(engine, database, "SHOW data_directory") == "/var/lib/postgresql/data"
    assert asked(engine, database, "SHOW listen_addresses") == "*"
    assert users(engine, database) == {"999"}
    said = logs(engine, database)
    assert 'initialized with locale "en_US.utf8"' in said
    assert "running /docker-entrypoint-initdb.d/1-table.sql" in said
    assert "sourcing /docker-entrypoint-initdb.d/2-rows.sh" in said
    assert "PostgreSQL init process complete; ready for start up." in said


def test_postgres_asks_other_machines_for_the_password(engine: Engine, database: str) -> None:
    template = "{{.NetworkSettings.Networks.bridge.IPAddress}}"
    address = engine.docker("inspect", "--format", template, database).stdout.strip()
    query = ["psql", "--host", address, "--username", "ada", "--dbname", "shop", "--command", "SELECT 6 * 7"]
    right = engine.docker("run", "--rm", "--env", "PGPASSWORD=it's secret", POSTGRES, *query)
    assert "42" in right.stdout
    wrong = engine.docker("run", "--rm", "--env", "PGPASSWORD=guess", POSTGRES, *query, check=False)
    assert 'password authentication failed for user "ada"' in wrong.stderr


def test_postgres_stops_at_once_and_keeps_its_data(engine: Engine, database: str) -> None:
    assert stopped(engine, database) == "0"
    assert "received fast shutdown request" in logs(engine, database)
    engine.docker("start", database)
    eventually(engine, database, "pg_isready", "--host", "127.0.0.1")
    assert asked(engine, database, "SELECT name FROM fruit") == "pear"
    assert "Skipping initialization" in logs(engine, database)


def test_postgres_as_a_user_without_a_name(engine: Engine) -> None:
    options = [
        "--user",
        "1234",
        "--env",
        "POSTGRES_HOST_AUTH_METHOD=trust",
        "--tmpfs",
        "/var/lib/postgresql/data:uid=1234",
    ]
    with running(engine, POSTGRES, *options) as container:
        # Without a name, a client must be told one.
        eventually(engine, container, "pg_isready", "--host", "127.0.0.1", "--username", "postgres")
        assert users(engine, container) == {"1234"}
        assert 'has been set to "trust"' in logs(engine, container)


def test_redis_keeps_its_data_in_a_volume(engine: Engine) -> None:
    volume = engine.docker("volume", "create").stdout.strip()
    try:
        with running(engine, REDIS, "--volume", f"{volume}:/data") as store:
            assert eventually(engine, store, "redis-cli", "set", "fruit", "pear") == "OK\n"
            assert users(engine, store) == {"999"}
            assert stopped(engine, store) == "0"
        with running(engine, REDIS, "--volume", f"{volume}:/data") as store:
            assert eventually(engine, store, "redis-cli", "get", "fruit") == "pear\n"
    finally:
        engine.docker("volume", "rm", "--force", volume)


def test_redis_answers_other_machines(engine: Engine) -> None:
    with running(engine, REDIS) as store:
        eventually(engine, store, "redis-cli", "ping")
        template = "{{.NetworkSettings.Networks.bridge.IPAddress}}"
        address = engine.docker("inspect", "--format", template, store).stdout.strip()
        assert engine.docker("run", "--rm", REDIS, "redis-cli", "-h", address, "ping").stdout == "PONG\n"
        assert logs(engine, store).startswith("Starting Redis Server\n")


def test_redis_takes_options_and_settings(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "my.conf").write_text("maxmemory 3mb\nprotected-mode yes\n")
    tmp_path.chmod(0o755)
    ask = "; ".join(f"redis-cli config get {name}" for name in ("maxmemory", "protected-mode"))
    script = f'docker-entrypoint.sh "$0" "$@" >/dev/null & sleep 1; {ask}'
    options = ["--rm", "--volume", f"{tmp_path}:/settings", "--entrypoint", "sh"]
    by_option = engine.docker("run", *options, REDIS, "-c", script, "--maxmemory", "2mb").stdout.split()
    assert by_option == ["maxmemory", "2097152", "protected-mode", "no"]
    by_file = engine.docker("run", *options, REDIS, "-c", script, "/settings/my.conf").stdout.split()
    assert by_file == ["maxmemory", "3145728", "protected-mode", "yes"]
    assert engine.docker("run", "--rm", REDIS, "redis-server", "--version").stdout.count("v=8.") == 1


def test_the_registry_takes_a_push_and_gives_it_by_digest(engine: Engine) -> None:
    with running(engine, REGISTRY, "--publish", "127.0.0.1::5000") as registry:
        eventually(engine, registry, "wget", "-q", "-O", "-", "localhost:5000/v2/")
        name = f"localhost:{port(engine, registry, 5000)}/team/box"
        engine.docker("tag", BOX, f"{name}:1")
        try:
            engine.docker("push", "--quiet", f"{name}:1")
            listed = eventually(engine, registry, "wget", "-q", "-O", "-", "localhost:5000/v2/_catalog")
            assert listed == '{"repositories":["team/box"]}\n'
            template = "{{range .RepoDigests}}{{println .}}{{end}}"
            digests = engine.docker("image", "inspect", "--format", template, f"{name}:1").stdout.split()
            (pushed,) = [digest for digest in digests if digest.startswith(name)]
            engine.docker("image", "rm", f"{name}:1")
            assert image_id(engine, pushed) == ""
            engine.docker("pull", "--quiet", pushed)
            assert image_id(engine, pushed)
            clean = engine.docker(
                "exec", registry, "registry", "garbage-collect", "--dry-run", "/etc/distribution/config.yml"
            )
            assert "team/box: marking manifest sha256:" in clean.stdout
            assert engine.docker("exec", registry, "ls", "/var/lib/registry/docker/registry/v2").stdout
        finally:
            for left in (f"{name}:1", name):
                engine.docker("image", "rm", left, check=False)


def test_the_registry_runs_other_commands(engine: Engine) -> None:
    assert "registry" in engine.docker("run", "--rm", REGISTRY, "--version").stdout
    assert engine.docker("run", "--rm", REGISTRY, "echo", "hello").stdout == "hello\n"
