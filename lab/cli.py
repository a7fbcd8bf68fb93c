"""Docker's command line, compiled once more from Debian's packages of its source.

Debian's own program takes 0.64 s longer to start in the guest, at each command: a library in it (go-runewidth) fills a
table of two megabytes with the widths of all characters, of which `docker` asks for a few. Ours looks each one up. It
is linked statically, too, so the loader has nothing to do.
"""

import shutil
import tarfile
from pathlib import Path

from lab.chroot import run
from lab.packages import PinnedLists
from tests.engine.apt import unpack
from tests.engine.model import EngineError

SUITE = "forky"
HOME = "/usr/lib/go-1.27"
GO = ["golang-1.27-go", "golang-1.27-src", "libc6"]
# What the command line is made of; Debian has a package for each of its libraries. Asking for all that these packages
# depend on would bring five hundred more.
LIBRARIES = """\
etcd-server github-beorn7-perks github-cenkalti-backoff-v5 github-cespare-xxhash-v2 github-clipperhouse-uax29
github-containerd-errdefs github-containerd-log github-containerd-platforms github-distribution-reference
github-docker-cli-docs-tool github-docker-distribution github-docker-docker github-docker-docker-credential-helpers
github-docker-go github-docker-go-connections github-docker-go-events github-docker-go-metrics github-docker-go-units
github-felixge-httpsnoop github-fvbommel-sortorder github-go-jose-go-jose github-go-logr-logr github-go-logr-stdr
github-go-viper-mapstructure github-gogo-protobuf github-golang-protobuf-1-5 github-google-shlex github-google-uuid
github-gorilla-mux github-grpc-ecosystem-grpc-gateway github-imdario-mergo github-klauspost-compress
github-mattn-go-runewidth github-moby-docker-image-spec github-moby-go-archive github-moby-patternmatcher
github-moby-sys github-moby-term github-morikuni-aec github-munnerz-goautoneg github-opencontainers-go-digest
github-opencontainers-image-spec github-pkg-browser github-pkg-errors github-prometheus-client-golang
github-prometheus-client-model github-prometheus-common github-prometheus-procfs github-sirupsen-logrus
github-spf13-cobra github-spf13-pflag github-xeipuuv-gojsonpointer github-xeipuuv-gojsonreference
github-xeipuuv-gojsonschema gopkg-yaml.v3 golang-x-crypto golang-x-net golang-x-sync golang-x-sys golang-x-term
golang-x-text golang-x-time google-genproto google-grpc google-protobuf opentelemetry-contrib opentelemetry-otel
opentelemetry-proto tags.cncf-container-device-interface
"""
PACKAGE = "github.com/docker/cli"
# The command itself is in none of these packages: it and some libraries come from the source package, as a part of it.
SOURCE = "docker.io"
SOURCE_PART = "*.orig-cli.tar.xz"
SOURCE_FOLDERS = ("cli/cmd/", "cli/vendor/")
RUNEWIDTH = "usr/share/gocode/src/github.com/mattn/go-runewidth/runewidth.go"
CHANGES = {
    "\tinitStrictWidthLUT()\n": "",
    "return int(strictWidthLUT[1][r])": "return runeWidthNoLUT(r, true, true)",
    "return int(strictWidthLUT[0][r])": "return runeWidthNoLUT(r, false, true)",
}


def fetch(folder: Path, lists: PinnedLists) -> None:
    """Fetch the compiler and the source into `folder`, a root file system, with the change made."""
    apt = lists.apt(SUITE)
    unpack(
        apt.download([*GO, *(f"golang-{name}-dev" for name in LIBRARIES.split())], folder / "packages"),
        folder,
    )
    shutil.rmtree(folder / "packages")
    (archive,) = lists.sources(SUITE).source_part(SOURCE, SOURCE_PART, folder / "source")
    home = folder / "work/src" / PACKAGE
    shutil.copytree(folder / "usr/share/gocode/src" / PACKAGE, home)
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if name.startswith(SOURCE_FOLDERS):
                tar.extract(member.replace(name=name.removeprefix("cli/")), home, filter="data")
    shutil.rmtree(folder / "source")
    changed = folder / RUNEWIDTH
    changed.write_text(change(changed.read_text(encoding="utf-8")), encoding="utf-8")


def change(code: str) -> str:
    """go-runewidth's code without its table. Raises EngineError where it has changed."""
    for old, new in CHANGES.items():
        if code.count(old) != 1:
            raise EngineError(
                f"go-runewidth has changed: it has no `{old.strip()}`. Mend CHANGES in lab/cli.py."
            )
        code = code.replace(old, new)
    return code


def make(folder: Path, tools: Path, version: str) -> None:
    """Compile `docker` into `folder`, which says that it is of this version. Raises EngineError if it fails."""
    env = {
        "HOME": "/tmp", "GOCACHE": "/tmp/cache", "GOROOT": HOME, "GOPATH": "/work:/usr/share/gocode",  # noqa: S108
        "GO111MODULE": "off", "GOPROXY": "off", "GOTELEMETRY": "off", "GOFLAGS": "-buildvcs=false", "CGO_ENABLED": "0",
    }  # fmt: skip
    says = f"-s -w -X {PACKAGE}/cli/version.Version={version} -X {PACKAGE}/cli/version.GitCommit=field-notes"
    build = [
        f"{HOME}/bin/go",
        "build",
        "-trimpath",
        "-ldflags",
        says,
        "-o",
        "/made/docker",
        f"{PACKAGE}/cmd/docker",
    ]
    run(tools, build, {"made": folder}, env)
