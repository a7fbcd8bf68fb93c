"""redis:8 from Debian's redis-server, moved to /usr/local, where the official image has it.

Without the modules for search, JSON, time series and Bloom filters, which Debian does not have.
"""

import shutil

from tests.engine.model import upstream
from tests.engine.standins import debian
from tests.engine.standins.workshop import SUITE, Made, Workshop

CONFIG = {
    "Cmd": ["redis-server"],
    "Entrypoint": ["docker-entrypoint.sh"],
    "Env": [debian.PATH],
    "ExposedPorts": {"6379/tcp": {}},
    "Volumes": {"/data": {}},
    "WorkingDir": "/data",
}
HISTORY = [*debian.HISTORY, "redis:8, made from packages"]
BASE = "debian"
NEEDED = ["libatomic1", "libjemalloc2", "liblzf1", "libssl3t64", "libstdc++6", "libsystemd0", "tzdata"]
ENTRYPOINT = """\
#!/bin/bash
set -e

# Options, or the name of a file with settings, are for redis-server.
case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac

case "$(command -v "${1:-}" || true)" in
  /usr/local/bin/redis-server | /usr/local/bin/redis-sentinel)
    if [ "$(id -u)" = 0 ] && [ -z "${SKIP_DROP_PRIVS:-}" ]; then
      [ -n "${SKIP_FIX_PERMS:-}" ] || find . \\! -user redis -exec chown redis '{}' +
      exec setpriv --reuid redis --regid redis --clear-groups --no-new-privs --inh-caps=-all --ambient-caps=-all \\
        --bounding-set=-all "$0" "$@"
    fi
    echo 'Starting Redis Server'
    ;;
esac

[ "$(umask)" != 0022 ] || umask 0077
exec "$@"
"""
# The official program is compiled to answer other machines without a password, as only published ports are
# reached from outside; Debian's has to be told so.
SERVER = """\
#!/bin/bash
program=/usr/local/lib/redis/redis-server
case "${1:-}" in
  -h | --help | -v | --version | --test-memory | --check-system) exec -a redis-server "$program" "$@" ;;
esac
for word; do
  if [ "$word" = --protected-mode ]; then exec -a redis-server "$program" "$@"; fi
done
settings=()
case "${1:-}" in
  '' | --*) ;;
  *)
    if grep -qs '^[[:space:]]*protected-mode' "$1"; then exec -a redis-server "$program" "$@"; fi
    settings=("$1")
    shift
    ;;
esac
exec -a redis-server "$program" "${settings[@]}" --protected-mode no "$@"
"""
STEPS = """\
groupadd --system --gid 999 redis
useradd --system --gid redis --uid 999 redis
mkdir /data
chown redis:redis /data
cd /usr/local/bin
for name in redis-check-aof redis-check-rdb redis-sentinel; do ln -s ../lib/redis/redis-server $name; done
ldconfig
redis-server --version
redis-cli --version
"""


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    programs = shop.unpack(shop.aside("redis-tools"), "redis") / "usr/bin"
    files = shop.context / "files"
    scripts = {"docker-entrypoint.sh": ENTRYPOINT, "redis-server": SERVER}
    debian.put(files / "usr/local/bin", scripts, 0o755)
    folder = files / "usr/local/bin"
    (files / "usr/local/lib/redis").mkdir(parents=True)
    for program in ("redis-cli", "redis-benchmark"):
        shutil.copy2(programs / program, folder)
    # One program with four names: the name that it is called by says what it does.
    shutil.copy2(programs / "redis-check-rdb", files / "usr/local/lib/redis/redis-server")
    layer = debian.on_top(shop, NEEDED, STEPS)
    return Made([layer], {"REDIS_VERSION": upstream(shop.apt.version("redis-tools", SUITE))})
