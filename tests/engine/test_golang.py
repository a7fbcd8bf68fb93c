"""The stand-in for Go: it has what the official image has."""

import pytest

from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say

pytestmark = pytest.mark.engine
GO = "golang:1.27-trixie"


@pytest.fixture(scope="module", autouse=True)
def image(engine: Engine, say: Say) -> None:
    provide(engine, [GO], say)


def sh(engine: Engine, script: str) -> list[str]:
    return engine.docker("run", "--rm", "--network=none", GO, "sh", "-c", script).stdout.splitlines()


def test_what_the_official_image_has(engine: Engine) -> None:
    told = sh(
        engine, "go env GOROOT GOPATH GOTOOLCHAIN GOVERSION; pwd; stat -c %a /go/src; echo $GOLANG_VERSION"
    )
    root, path, toolchain, version, folder, mode, named = told
    assert (root, path, toolchain, folder, mode) == ("/usr/local/go", "/go", "local", "/go", "1777")
    assert version.startswith("go1.27.") and version == f"go{named}"
    assert sh(engine, "echo $PATH")[0].startswith("/go/bin:/usr/local/go/bin:")


def test_all_packages_of_the_language_are_there(engine: Engine) -> None:
    """That programs build, for this architecture and another one, is proven by examples that do it."""
    told = sh(engine, "go list std | wc -l; go list -f '{{.Incomplete}}' -deps net/http testing | sort -u")
    assert int(told[0]) > 150 and told[1:] == ["false"]


def test_its_other_tools_run(engine: Engine) -> None:
    script = (
        "mkdir /tmp/x && cd /tmp/x && go mod init example.org/x 2>&1"
        " && printf 'package x\\n\\nimport \"testing\"\\n\\nfunc TestX(t *testing.T) {}\\n' > x_test.go"
        " && gofmt -l . && go vet . && go test -count=1 . && ls /etc/ssl/certs/ca-certificates.crt"
    )
    told = sh(engine, script)
    assert told[1].split()[:2] == ["ok", "example.org/x"]
    assert told[-1] == "/etc/ssl/certs/ca-certificates.crt"
