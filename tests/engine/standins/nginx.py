"""nginx:1.30 from Debian's newer nginx, which runs on trixie, laid out as nginx's own package lays it out.

Modules that are files of their own are left out.
"""

import hashlib
import shutil

from tests.engine.model import EngineError, upstream
from tests.engine.standins import debian
from tests.engine.standins.workshop import NEWER_SUITE, Made, Workshop

CONFIG = {
    "Cmd": ["nginx", "-g", "daemon off;"],
    "Entrypoint": ["/docker-entrypoint.sh"],
    "Env": [debian.PATH],
    "ExposedPorts": {"80/tcp": {}},
    "StopSignal": "SIGQUIT",
}
HISTORY = [*debian.HISTORY, "nginx:1.30, made from packages"]
BASE = "debian"
BRANCH = "1.30"
# Debian's program has other folders for temporary files built in: these lines, and a link, lead to the usual one.
SETTINGS = """\
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    client_body_temp_path  /var/cache/nginx/client_temp;
    proxy_temp_path        /var/cache/nginx/proxy_temp;
    fastcgi_temp_path      /var/cache/nginx/fastcgi_temp;
    uwsgi_temp_path        /var/cache/nginx/uwsgi_temp;
    scgi_temp_path         /var/cache/nginx/scgi_temp;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
"""
SERVER = """\
server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
"""
# The entrypoint and its steps, with the messages of the official ones: they are seen in a container's log.
ENTRYPOINT = """\
#!/bin/sh
# Before nginx starts: run what /docker-entrypoint.d holds, in the order of names and numbers.
set -e

say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$0: $*"; }

configure() {
  while read -r step; do
    case "$step" in
      *.envsh | *.sh) [ -x "$step" ] || { say "Ignoring $step, not executable"; continue; } ;;
      *) say "Ignoring $step"; continue ;;
    esac
    case "$step" in
      *.envsh) say "Sourcing $step"; . "$step" ;;
      *) say "Launching $step"; "$step" ;;
    esac
  done
}

case "${1:-}" in
  nginx | nginx-debug)
    if [ -n "$(find /docker-entrypoint.d/ -mindepth 1 -maxdepth 1 -type f 2>/dev/null)" ]; then
      say "/docker-entrypoint.d/ is not empty, will attempt to perform configuration"
      say "Looking for shell scripts in /docker-entrypoint.d/"
      find /docker-entrypoint.d/ -follow -type f | sort -V | configure
      say "Configuration complete; ready for start up"
    else
      say "No files found in /docker-entrypoint.d/, skipping configuration"
    fi
    ;;
esac

exec "$@"
"""
SAY = """\
#!/bin/sh
set -e
say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || echo "$(basename "$0"): $*"; }

"""
IPV6 = (
    SAY
    + """\
# Listen on IPv6 too, unless the settings were changed.
name=etc/nginx/conf.d/default.conf
stop() { say "info: $*"; exit 0; }

[ -f /proc/net/if_inet6 ] || stop "ipv6 not available"
[ -f "/$name" ] || stop "/$name is not a file or does not exist"
touch "/$name" 2>/dev/null || stop "can not modify /$name (read-only file system?)"
! grep -q 'listen  \\[::]:80;' "/$name" || stop "IPv6 listen already enabled"
say "info: Getting the checksum of /$name"
echo "@SUM@  /$name" | sha256sum --check --status || stop "/$name differs from the packaged version"
sed -i 's/^    listen       80;$/&\\n    listen  [::]:80;/' "/$name"
say "info: Enabled listen on IPv6 in /$name"
"""
)
RESOLVERS = """\
#!/bin/sh
# With NGINX_ENTRYPOINT_LOCAL_RESOLVERS, templates may use the container's name servers.
if [ -n "${NGINX_ENTRYPOINT_LOCAL_RESOLVERS:-}" ]; then
  NGINX_LOCAL_RESOLVERS=$(
    awk '$1 == "nameserver" { printf "%s%s", space, $2 ~ /:/ ? "[" $2 "]" : $2; space = " " }' /etc/resolv.conf
  )
  export NGINX_LOCAL_RESOLVERS
fi
"""
TEMPLATES = (
    SAY
    + """\
# Fill in the environment's variables in templates of settings.
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
ending=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
target=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}

[ -d "$templates" ] || exit 0
[ -w "$target" ] || { say "ERROR: $templates exists, but $target is not writable"; exit 0; }
names=$(env | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p' | grep -E "${NGINX_ENVSUBST_FILTER:-}" || true)
wanted=$(for name in $names; do printf '${%s} ' "$name"; done)
find "$templates" -follow -type f -name "*$ending" | while read -r template; do
  settings=$target/${template#"$templates/"}
  settings=${settings%"$ending"}
  mkdir -p "$(dirname "$settings")"
  say "Running envsubst on $template to $settings"
  envsubst "$wanted" < "$template" > "$settings"
done
"""
)
WORKERS = (
    SAY
    + """\
# With NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE, as many workers as the container may use processors.
[ -n "${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
settings=/etc/nginx/nginx.conf
touch "$settings" 2>/dev/null || { echo >&2 "$(basename "$0"): error: can not modify $settings"; exit 0; }
workers=$(nproc)
groups=/sys/fs/cgroup
# The newer kind of control groups, else the older one.
quota=$(cat $groups/cpu.max 2>/dev/null) \\
  || quota=$(cat $groups/cpu/cpu.cfs_quota_us $groups/cpu/cpu.cfs_period_us 2>/dev/null) || quota=max
set -- $quota
case "$1" in
  max | -1) ;;
  *)
    limit=$((($1 + $2 - 1) / $2))
    [ "$limit" -ge "$workers" ] || workers=$limit
    ;;
esac
sed -i "s/^worker_processes .*/worker_processes  $workers;/" "$settings"
"""
)
SCRIPTS = {
    "docker-entrypoint.sh": ENTRYPOINT,
    "docker-entrypoint.d/10-listen-on-ipv6-by-default.sh": IPV6.replace(
        "@SUM@", hashlib.sha256(SERVER.encode()).hexdigest()
    ),
    "docker-entrypoint.d/15-local-resolvers.envsh": RESOLVERS,
    "docker-entrypoint.d/20-envsubst-on-templates.sh": TEMPLATES,
    "docker-entrypoint.d/30-tune-worker-processes.sh": WORKERS,
}
STEPS = """\
groupadd --system --gid 101 nginx
useradd --system --gid nginx --uid 101 --no-create-home --home /nonexistent --comment 'nginx user' \\
  --shell /bin/false nginx
mkdir -p /var/cache/nginx /var/log/nginx /usr/lib/nginx/modules
ln -s /var/cache/nginx /var/lib/nginx
ln -s /usr/lib/nginx/modules /etc/nginx/modules
ln -s /dev/stdout /var/log/nginx/access.log
ln -s /dev/stderr /var/log/nginx/error.log
ldconfig
nginx -t
rm -rf /var/cache/nginx/* /run/nginx.pid
"""
ERROR_PAGE = """\
<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>The page is not there at the moment. The error log says why.</p>
</body>
</html>
"""
COMMON = [
    *(f"etc/nginx/{name}" for name in ("mime.types", "fastcgi_params", "scgi_params", "uwsgi_params")),
    "usr/share/nginx/html/index.html",
]


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    version = upstream(shop.newer.version("nginx", NEWER_SUITE))
    if not version.startswith(f"{BRANCH}."):
        raise EngineError(
            f"Debian {NEWER_SUITE} now has nginx {version}, not {BRANCH}: change the tag in snippets/images.yml "
            f"and in tests/engine/standins/nginx.py, or run with IMAGES=official."
        )
    files = shop.context / "files"
    packages = shop.newer.download(["nginx", "nginx-common", "libpcre2-8-0"], shop.folder / "newer-packages")
    newer = shop.unpack(packages, "newer")
    places = dict.fromkeys([newer / "usr/sbin/nginx"], "usr/sbin")
    # Before the same library of trixie, which the rest of the system keeps.
    places |= dict.fromkeys(newer.glob("usr/lib/*-linux-gnu/libpcre2-8.so.*"), "usr/local/lib")
    places |= {newer / name: name.rpartition("/")[0] for name in COMMON}
    for path, folder in places.items():
        (files / folder).mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, files / folder, follow_symlinks=False)
    debian.put(files, {"etc/nginx/nginx.conf": SETTINGS, "etc/nginx/conf.d/default.conf": SERVER})
    debian.put(files, {"usr/share/nginx/html/50x.html": ERROR_PAGE})
    debian.put(files, SCRIPTS, 0o755)
    needed = ["ca-certificates", "curl", "gettext-base", "tzdata"]
    layer = debian.on_top(shop, needed, STEPS, keep=("var/log",))
    return Made([layer], {"NGINX_VERSION": version})
