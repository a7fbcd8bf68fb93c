"""debian:trixie-slim from Debian's packages: the required ones and apt, without documentation and locales."""

from pathlib import Path

from tests.engine.apt import mirror
from tests.engine.standins.roots import tidied
from tests.engine.standins.workshop import SUITE, Made, Workshop

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONFIG = {"Cmd": ["bash"], "Env": [PATH]}
HISTORY = ["debian:trixie-slim, made from packages"]
BASE = ""

# First everything is unpacked, so that there is a shell and dpkg; then dpkg installs it once more by its rules.
INSTALL = """\
FROM scratch
COPY unpacked/ /
RUN --mount=type=bind,source=packages,target=/packages <<END
set -e
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true LC_ALL=C
touch /var/lib/dpkg/status
dpkg --force-depends --install /packages/base-passwd_*.deb /packages/base-files_*.deb
dpkg --force-depends --unpack /packages/*.deb
dpkg --configure --pending
rm -rf /var/lib/dpkg/*-old /var/cache/ldconfig/aux-cache
END
"""
# The layer of a recipe that builds on this one: files of its own, packages, then its own steps.
ON_TOP = """\
FROM scratch
ADD base.tar /
COPY files/ /
RUN --mount=type=bind,source=packages,target=/packages <<END
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
dpkg --install /packages/*.deb
%s
ldconfig
rm -rf /var/lib/dpkg/*-old /var/cache/ldconfig/aux-cache /var/log/*.log /var/log/apt /tmp/*
rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid- /etc/subgid-
END
"""
# What Docker's builders of the official image leave out of it, and Docker's own files.
LEFT_OUT = (
    "usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/groff", "usr/share/lintian",
    "usr/share/linda", "usr/share/doc-base", "var/log", "var/cache/apt/archives", "var/cache/debconf", "dev", "proc",
    "sys", "run", "etc/resolv.conf", "etc/hostname", "etc/hosts", "packages", "etc/machine-id",
)  # fmt: skip
# Folders that must be there though their content is left out.
EMPTY = {
    "dev": 0o755, "proc": 0o755, "sys": 0o755, "run": 0o755, "run/lock": 0o1777, "var/log": 0o755,
    "var/cache/apt/archives": 0o755, "var/cache/apt/archives/partial": 0o700, "usr/share/doc": 0o755,
    "usr/share/man": 0o755, "usr/share/locale": 0o755,
}  # fmt: skip


def make(shop: Workshop) -> Made:
    """The one layer."""
    finish(shop.unpack(shop.fetch_all(*system(shop))))
    return Made([tidied(shop.build(INSTALL), shop.folder / "root.tar", LEFT_OUT, folders=EMPTY)])


def system(shop: Workshop) -> list[str]:
    """Names of the packages that are asked for; what they need comes with them."""
    return [*shop.apt.essential(), "apt"]


def finish(root: Path) -> None:
    """Settings of the official image: where packages come from, and no services or caches in containers."""
    files = {
        "etc/apt/sources.list.d/debian.sources": (
            f"Types: deb\nURIs: {mirror()}\nSuites: {SUITE} {SUITE}-updates\nComponents: main\n"
            "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n"
        ),
        "etc/apt/apt.conf.d/docker-clean": (
            'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n'
            'APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n'
        ),
        "etc/apt/apt.conf.d/docker-no-languages": 'Acquire::Languages "none";\n',
        "etc/apt/apt.conf.d/docker-gzip-indexes": 'Acquire::GzipIndexes "true";\n',
        "etc/dpkg/dpkg.cfg.d/docker-apt-speedup": "force-unsafe-io\n",
        "etc/dpkg/dpkg.cfg.d/docker-slim": "".join(f"path-exclude /{path}/*\n" for path in LEFT_OUT[:8]),
        "usr/sbin/policy-rc.d": "#!/bin/sh\nexit 101\n",
    }
    put(root, files)
    (root / "usr/sbin/policy-rc.d").chmod(0o755)


def put(root: Path, files: dict[str, str], mode: int = 0o644) -> None:
    """Write text files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        path.chmod(mode)


def on_top(shop: Workshop, packages: list[str], steps: str, keep: tuple[str, ...] = ()) -> Path:
    """The layer above Debian's: files/ of the context, these packages with all they need, and shell `steps`.

    `keep` names folders that would be left out otherwise.
    """
    (shop.context / "files").mkdir(exist_ok=True)
    shop.fetch_all(*packages, but=shop.apt.with_dependencies(*system(shop)))
    built = shop.build(ON_TOP % steps)
    left_out = tuple(path for path in LEFT_OUT if path not in keep)
    return tidied(built, shop.folder / "layer.tar", left_out, base=shop.base[0])
