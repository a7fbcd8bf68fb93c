"""postgres:17 from Debian's postgresql-17, with the official image's user, folders, variables and first start.

Without just-in-time compilation (LLVM is larger than all the rest) and Debian's tools for several clusters.
"""

import shutil

from tests.engine.model import upstream
from tests.engine.standins import debian
from tests.engine.standins.workshop import SUITE, Made, Workshop

PROGRAMS = "/usr/lib/postgresql/17/bin"
DATA = "/var/lib/postgresql/data"
CONFIG = {
    "Cmd": ["postgres"],
    "Entrypoint": ["docker-entrypoint.sh"],
    "Env": [f"{debian.PATH}:{PROGRAMS}", "LANG=en_US.utf8", "PG_MAJOR=17", f"PGDATA={DATA}"],
    "ExposedPorts": {"5432/tcp": {}},
    "StopSignal": "SIGINT",
    "Volumes": {DATA: {}},
}
HISTORY = [*debian.HISTORY, "postgres:17, made from packages"]
BASE = "debian"
NEEDED = [
    "libgssapi-krb5-2", "libicu76", "libldap2", "liblz4-1", "libnss-wrapper", "libpam0g", "libpq5",
    "libreadline8t64", "libssl3t64", "libsystemd0", "libuuid1", "libxml2", "libxslt1.1", "libzstd1", "less", "tzdata",
    "xz-utils", "zlib1g", "zstd",
]  # fmt: skip
# The first start, with the messages of the official script: they are seen in a container's log.
ENTRYPOINT = """\
#!/usr/bin/env bash
set -Eeuo pipefail

# Set a variable from itself, from the file that NAME_FILE names, or to a default.
setting() {
  local name=$1 file=$1_FILE value=${2:-}
  if [ -n "${!name:-}" ] && [ -n "${!file:-}" ]; then
    echo "error: both $name and $file are set (but are exclusive)" >&2
    exit 1
  fi
  if [ -n "${!name:-}" ]; then value=${!name}; elif [ -n "${!file:-}" ]; then value=$(< "${!file}"); fi
  export "$name=$value"
  unset "$file"
}

# Make the folders, and give them to postgres where root may.
make_folders() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA" || true
  chmod 3775 /var/run/postgresql || true
  local folders=("$PGDATA" /var/run/postgresql)
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
    mkdir -p "$POSTGRES_INITDB_WALDIR"
    chmod 0700 "$POSTGRES_INITDB_WALDIR"
    folders+=("$POSTGRES_INITDB_WALDIR")
  fi
  [ "$(id -u)" != 0 ] || find "${folders[@]}" \\! -user postgres -exec chown postgres '{}' +
}

# No database without a password, unless it is asked for.
check_password() {
  if [ "$POSTGRES_HOST_AUTH_METHOD" = trust ]; then
    cat >&2 <<'TEXT'
********************************************************************************
WARNING: POSTGRES_HOST_AUTH_METHOD has been set to "trust". This will allow
         anyone with access to the Postgres port to access your database without
         a password, even if POSTGRES_PASSWORD is set. See PostgreSQL
         documentation about "trust":
         https://www.postgresql.org/docs/current/auth-trust.html
         In Docker's default configuration, this is effectively any other
         container on the same system.

         It is not recommended to use POSTGRES_HOST_AUTH_METHOD=trust. Replace
         it with "-e POSTGRES_PASSWORD=password" instead to set a password in
         "docker run".
********************************************************************************
TEXT
  elif [ -z "$POSTGRES_PASSWORD" ]; then
    cat >&2 <<'TEXT'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
TEXT
    exit 1
  fi
}

# initdb wants its user to have a name, which a number given to `docker run --user` has not.
init_database() {
  local words=() names=() users='' groups=''
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || words+=(--waldir "$POSTGRES_INITDB_WALDIR")
  # As in a shell's command line: quotes in POSTGRES_INITDB_ARGS count.
  eval "words+=($POSTGRES_INITDB_ARGS)"
  if ! getent passwd "$(id -u)" > /dev/null; then
    users=$(mktemp) groups=$(mktemp)
    echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" > "$users"
    echo "postgres:x:$(id -g):" > "$groups"
    names=("LD_PRELOAD=$(echo /usr/lib/*/libnss_wrapper.so)" "NSS_WRAPPER_PASSWD=$users" "NSS_WRAPPER_GROUP=$groups")
  fi
  env "${names[@]}" initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\\n" "$POSTGRES_PASSWORD") "${words[@]}"
  rm -f $users $groups
}

# Who may connect from other machines, and how.
allow_hosts() {
  local method=$POSTGRES_HOST_AUTH_METHOD
  [ -n "$method" ] || method=$(postgres -C password_encryption "$@")
  echo
  if [ "$method" = trust ]; then
    echo '# warning trust is enabled for all connections'
    echo '# see https://www.postgresql.org/docs/17/auth-trust.html'
  fi
  echo "host all all all $method"
}

sql() {
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc \\
    --dbname "${DATABASE:-$POSTGRES_DB}" "$@"
}

make_database() {
  [ -z "$(DATABASE=postgres sql --set db="$POSTGRES_DB" --tuples-only \\
    <<< "SELECT 1 FROM pg_database WHERE datname = :'db'")" ] || return 0
  DATABASE=postgres sql --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db"'
  echo
}

# What the user wants done once: scripts and SQL, in the order of names.
run_files() {
  local file
  echo
  for file; do
    case "$file" in
      *.sh)
        if [ -x "$file" ]; then
          echo "$0: running $file"
          "$file"
        else
          echo "$0: sourcing $file"
          . "$file"
        fi
        ;;
      *.sql) echo "$0: running $file"; sql -f "$file"; echo ;;
      *.sql.gz) echo "$0: running $file"; gunzip -c "$file" | sql; echo ;;
      *.sql.xz) echo "$0: running $file"; xzcat "$file" | sql; echo ;;
      *.sql.zst) echo "$0: running $file"; zstd -dc "$file" | sql; echo ;;
      *) echo "$0: ignoring $file" ;;
    esac
    echo
  done
}

first_start() {
  check_password
  init_database
  allow_hosts "$@" >> "$PGDATA/pg_hba.conf"
  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  # Nobody connects from outside before all is done.
  PGUSER=${PGUSER:-$POSTGRES_USER} NOTIFY_SOCKET='' pg_ctl -D "$PGDATA" -w start \\
    -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")"
  make_database
  run_files /docker-entrypoint-initdb.d/*
  PGUSER=${PGUSER:-postgres} pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
  printf '\\nPostgreSQL init process complete; ready for start up.\\n\\n'
}

asks_only() {
  local word
  for word; do
    case "$word" in '-?' | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

case "${1:-}" in -*) set -- postgres "$@" ;; esac
if [ "${1:-}" = postgres ] && ! asks_only "$@"; then
  make_folders
  # Files with secrets may be for root alone: they are read before root is left.
  setting POSTGRES_PASSWORD
  setting POSTGRES_USER postgres
  setting POSTGRES_DB "$POSTGRES_USER"
  setting POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
  [ "$(id -u)" != 0 ] || exec gosu postgres "${BASH_SOURCE[0]}" "$@"
  if [ -s "$PGDATA/PG_VERSION" ]; then
    printf '\\nPostgreSQL Database directory appears to contain a database; Skipping initialization\\n\\n'
  else
    first_start "${@:2}"
  fi
fi

exec "$@"
"""
STEPS = f"""\
groupadd --system --gid 999 postgres
useradd --system --gid postgres --uid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres
install --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql {DATA}
install --directory --owner postgres --group postgres --mode 3777 /run/postgresql
mkdir /docker-entrypoint-initdb.d
I18NPATH=/packages/aside/usr/share/i18n localedef -i en_US -f UTF-8 en_US.UTF-8
cd /usr/share/postgresql
mv 17/postgresql.conf.sample .
ln -s ../postgresql.conf.sample 17/
sed -i "s/^#listen_addresses = .*/listen_addresses = '*'/" postgresql.conf.sample
grep -q "^listen_addresses = '[*]'" postgresql.conf.sample
ldconfig
{PROGRAMS}/postgres --version
{PROGRAMS}/psql --version
"""


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    files = shop.unpack(shop.aside("postgresql-17", "postgresql-client-17", "gosu"), "files")
    libraries = files / "usr/lib/postgresql/17/lib"
    for path in (
        libraries / "bitcode",
        files / "etc",
        files / "usr/share/postgresql-common",
        *libraries.glob("llvmjit*"),
    ):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    debian.put(files / "usr/local/bin", {"docker-entrypoint.sh": ENTRYPOINT}, 0o755)
    (files / "usr/sbin/gosu").rename(files / "usr/local/bin/gosu")
    # Where the names of languages and their signs are described: needed once, to make the one locale.
    shop.unpack(shop.aside("locales"), "packages/aside")
    layer = debian.on_top(shop, NEEDED, STEPS, keep=("run",))
    versions = {"GOSU_VERSION": "gosu", "PG_VERSION": "postgresql-17"}
    found = {name: shop.apt.version(package, SUITE) for name, package in versions.items()}
    return Made([layer], found | {"GOSU_VERSION": upstream(found["GOSU_VERSION"])})
