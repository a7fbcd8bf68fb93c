"""The stand-in for Go: it has what the official image has, and builds programs that need no image below them."""

import pytest

from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say

pytestmark = pytest.mark.engine
GO = "golang:1.27-trixie"
SERVER = """\
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
)

func main() {
	greet := func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "Hello from ", runtime.GOARCH) }
	server := httptest.NewServer(http.HandlerFunc(greet))
	answer, err := http.Get(server.URL)
	if err != nil {
		panic(err)
	}
	var word string
	fmt.Fscan(answer.Body, &word)
	fmt.Println(word)
}
"""
# What is built for arm64 is only looked at: bytes 18 and 19 tell the machine.
DOCKERFILE = f"""\
FROM {GO} AS build
WORKDIR /src
RUN go mod init example.org/server && cat > main.go <<'END'
{SERVER}END
RUN CGO_ENABLED=0 go build -o /server .
RUN echo 'package main; func main() {{ println("hello") }}' > /hello.go
RUN CGO_ENABLED=0 GOARCH=arm64 go build -o /arm64 /hello.go && od -A n -t x1 -j 18 -N 2 /arm64 | grep -x ' b7 00'

FROM scratch
COPY --from=build /server /
CMD ["/server"]
"""


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


def test_it_builds_a_server_without_a_network(engine: Engine) -> None:
    image = engine.docker(
        "build", "--quiet", "--network=none", "-", input=DOCKERFILE, timeout=300
    ).stdout.strip()
    try:
        assert engine.docker("run", "--rm", image).stdout == "Hello\n"
    finally:
        engine.docker("image", "rm", image)


def test_its_other_tools_run(engine: Engine) -> None:
    script = (
        "mkdir /tmp/x && cd /tmp/x && go mod init example.org/x 2>&1"
        " && printf 'package x\\n\\nimport \"testing\"\\n\\nfunc TestX(t *testing.T) {}\\n' > x_test.go"
        " && gofmt -l . && go vet . && go test -count=1 . && ls /etc/ssl/certs/ca-certificates.crt"
    )
    told = sh(engine, script)
    assert told[1].split()[:2] == ["ok", "example.org/x"]
    assert told[-1] == "/etc/ssl/certs/ca-certificates.crt"
