"""`python -m tests.checks.external`: every link out of the project answers. Needs the network; runs once a week."""

import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from macros.problems import Problem, relative, report
from macros.text import read_text
from tests.checks import tools

_URL = re.compile(r"https?://[^\s\"'<>`\\{}|\[\]]*[^\s\"'<>`\\{}|\[\].,;:!?)]")
# Names that no host has (RFC 2606, RFC 6761), and what an example serves on the reader's machine.
_NOWHERE = re.compile(
    r"https?://(?:[^/]*\.)?(?:example(?:\.(?:com|org|net))?|invalid|test|localhost|127\.0\.0\.1)(?:[:/]|$)"
)
_FLAGS = (
    "--no-progress",
    "--format",
    "json",
    "--max-retries",
    "3",
    "--timeout",
    "30",
    "--host-concurrency",
    "2",
)
_ALSO_FINE = "100..=103,200..=299,403,429"  # a host may refuse what is no browser, or so many questions

Places = dict[str, list[tuple[str, int]]]


def places() -> Places:
    """Each address that the pages, their data, the truth tables and the README link to, with every path and line."""
    paths = [*tools.files("*.md"), *tools.files("*.yml", under="docs/_data")]
    paths += [
        path for path in tools.files("*.yml", under="snippets") if path.name in ("images.yml", "table.yml")
    ]
    found: Places = {}
    for path in sorted(set(paths)):
        for number, line in enumerate(read_text(path).split("\n"), 1):
            for url in _URL.findall(line):
                if not _NOWHERE.match(url):
                    found.setdefault(url, []).append((relative(path), number))
    return found


def problems(known: Places, flags: Iterable[str] = _FLAGS) -> list[Problem]:
    """A problem for each place that links to an address that does not answer as it should."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "links.txt")
        listed.write_text("\n".join(known) + "\n", encoding="utf-8")
        answer = tools.run_json("lychee", *flags, "--accept", _ALSO_FINE, listed, good=(0, 2))
    return [
        Problem(
            path, line, f"`{url}` does not answer as it should: {why}.", "Correct the link, or remove it."
        )
        for url, why in _broken(answer).items()
        for path, line in _places_of(url, known)
    ]


def _broken(answer: Mapping[str, Mapping[str, list[dict[str, object]]]]) -> dict[str, str]:
    """Address -> what lychee says of it."""
    maps = [answer.get("error_map", {}), answer.get("timeout_map", {})]
    return {
        str(each["url"]): " ".join(str(_status(each)).split()).rstrip(".")
        for by_file in maps
        for every in by_file.values()
        for each in every
    }


def _status(each: Mapping[str, object]) -> object:
    status = each.get("status")
    return status.get("text", status) if isinstance(status, dict) else status


def _places_of(url: str, known: Places) -> list[tuple[str, int]]:
    """Where an address stands; lychee may put a slash behind the name of a host."""
    return known.get(url) or known.get(url.removesuffix("/")) or [("docs", 1)]


def main() -> int:
    """Print every link that does not answer; the status is 1 if there is one."""
    known = places()
    status = report(problems(known))
    print(f"checked {len(known)} addresses", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
