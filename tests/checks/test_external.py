"""Links out of the project: found with their lines, asked, told where they don't answer. A server of ours answers."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.checks import external
from tests.checks.conftest import Project


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if "gone" in self.path else 403 if "refused" in self.path else 200)
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_addresses_are_found_with_their_lines(project: Project) -> None:
    project.write(
        "docs/more.md", "# More\n\n[One](https://docs.docker.com/a/#b), see <https://docs.docker.com/c>.\n"
    )
    project.write("docs/_data/tables/t.yml", 'rows:\n  - {url: "https://docs.docker.com/c"}\n')
    project.write("docs/none.md", "`https://example.org/` and http://localhost:8080/ and https://x.invalid\n")
    project.write("docs/code.md", "Ask `https://docs.docker.com/d`, [e](https://docs.docker.com/e(f)).\n")
    assert external.places() == {
        "https://docs.docker.com/a/#b": [("docs/more.md", 3)],
        "https://docs.docker.com/c": [("docs/_data/tables/t.yml", 2), ("docs/more.md", 3)],
        "https://docs.docker.com/d": [("docs/code.md", 1)],
        "https://docs.docker.com/e(f": [("docs/code.md", 1)],
    }


def test_every_place_of_a_dead_link_is_told(project: Project, host: str) -> None:
    places = [("docs/a.md", 3), ("docs/b.md", 7)]
    known = {
        f"{host}/gone": places,
        f"{host}/fine": [("docs/a.md", 4)],
        f"{host}/refused": [("docs/a.md", 5)],
    }
    told = [str(problem) for problem in external.problems(known)]
    assert [line.partition(" does")[0] for line in told] == [
        f"docs/a.md:3: `{host}/gone`",
        f"docs/b.md:7: `{host}/gone`",
    ]
    assert "404" in told[0]


def test_a_host_that_is_not_there_is_told(project: Project) -> None:
    nobody = {"http://127.0.0.1:9/": [("docs/a.md", 3)]}
    [problem] = external.problems(nobody, ("--format", "json", "--max-retries", "0"))
    assert (problem.path, problem.line) == ("docs/a.md", 3)


def test_the_project_has_many() -> None:
    known = external.places()
    assert len(known) > 100
    folders = {path.partition("/")[0] for every in known.values() for path, _ in every}
    assert folders <= {"docs", "snippets", "README.md", "CONTRIBUTING.md", ".github"}
