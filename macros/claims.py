"""The ledger: every claim of the notes that this site grew from, with its verdict, what is true, and the proof.

docs/_data/claims/TOPIC.yml, a file for each topic:

    - id: copyadd-add-zip               never changes: links lead to it
      claim: ADD unpacks zip archives.
      verdict: wrong
      truth: ADD unpacks tar archives, plain or compressed; a zip file stays as it is.
      at: build/copy-add.md#add-unpacks-tar-never-zip
      proof: copy-add/add-zip           an example, or `source: {title: ..., url: https://...}`, or both
      bites: You ship ...               only where the mistake costs a reader most: what happens

`claim`, `truth` and `bites` may hold `code` and nothing else of Markdown.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from macros.data import HTTPS, TEXT, Data, read_data
from macros.problems import ROOT, Problem, ProblemError, relative

CLAIMS = ROOT / "docs" / "_data" / "claims"
# In the order of the notes.
TOPICS = {
    "why": "Why containers",
    "features": "Features of Docker",
    "vm": "Containers and virtual machines",
    "fs": "Inside a base image",
    "host": "What a container borrows from the host",
    "arch": "Architecture",
    "vol": "Volumes, bind mounts and tmpfs",
    "life": "The life of a container",
    "copyadd": "COPY and ADD",
    "cmdentry": "CMD and ENTRYPOINT",
    "k8s": "Signals and Kubernetes",
    "net": "Networks",
    "distroless": "Distroless",
    "multistage": "Multi-stage builds",
    "base": "Choosing a base image",
    "challenges": "Challenges",
    "netsec": "Network security",
    "compose": "Compose",
    "buildkit": "BuildKit",
    "model": "Docker Model Runner",
}
VERDICTS = {
    "wrong": "Wrong",
    "outdated": "Outdated",
    "imprecise": "Imprecise",
    "incomplete": "Incomplete",
    "correct": "Right",
}
SCHEMA = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "claim", "verdict", "truth", "at"],
        "additionalProperties": False,
        "anyOf": [{"required": ["proof"]}, {"required": ["source"]}],
        "properties": {
            "id": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)+$"},
            "claim": TEXT,
            "verdict": {"enum": list(VERDICTS)},
            "truth": TEXT,
            "at": {
                "type": "string",
                "pattern": r"^[a-z0-9-]+(/[a-z0-9-]+)*\.md#[a-z0-9_.-]+$",
                "description": "Write it like `build/copy-add.md#the-id-of-the-heading`.",
            },
            "proof": {
                "type": "string",
                "pattern": r"^[a-z0-9-]+/[a-z0-9-]+$",
                "description": "Name an example: `page/name`.",
            },
            "source": {
                "type": "object",
                "required": ["title", "url"],
                "additionalProperties": False,
                "properties": {
                    "title": TEXT,
                    "url": HTTPS,
                },
            },
            "bites": TEXT,
        },
    },
}


@dataclass(frozen=True)
class Claim:
    """One entry of the ledger; `topic` is its file's name, `line` its place there."""

    topic: str
    line: int
    about: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.about["id"])

    @property
    def page(self) -> str:
        """The page that treats it, relative to docs/."""
        return str(self.about["at"]).partition("#")[0]

    @property
    def proof(self) -> str:
        """The example that proves it, or ""."""
        return str(self.about.get("proof", ""))

    @property
    def path(self) -> Path:
        return CLAIMS / f"{self.topic}.yml"

    def problem(self, what: str, mend: str) -> Problem:
        return Problem(relative(self.path), self.line, what, mend)


class Ledger:
    """All claims; reading them raises ProblemError with everything that is wrong."""

    @cached_property
    def claims(self) -> list[Claim]:
        """Every claim, by topic, in the order of the files."""
        found, problems = self.read()
        if problems:
            raise ProblemError(*problems)
        return found

    def read(self) -> tuple[list[Claim], list[Problem]]:
        """The claims of the files that can be read, and what is wrong with them and the others."""
        found, problems = [], []
        for topic in self.topics():
            try:
                found += _claims(topic, read_data(CLAIMS / f"{topic}.yml", SCHEMA))
            except ProblemError as error:
                problems += error.problems
        return found, [*problems, *_repeated(found)]

    def topics(self) -> list[str]:
        """The topics that have a file. Raises ProblemError for a file of another name."""
        names = {path.stem for path in CLAIMS.glob("*.yml")}
        unknown = [
            Problem(
                relative(CLAIMS / f"{name}.yml"), 1, f"`{name}` is no topic.", f"Known: {', '.join(TOPICS)}."
            )
            for name in sorted(names - TOPICS.keys())
        ]
        if unknown:
            raise ProblemError(*unknown)
        return [topic for topic in TOPICS if topic in names]


def by_topic(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Title of each topic -> its claims."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(TOPICS[claim.topic], []).append(claim)
    return found


def unproved(claims: Iterable[Claim], shown: Container[str]) -> list[Problem]:
    """A problem for each claim whose proof is an example that no page shows."""
    return [
        claim.problem(
            f"The proof is the example `{claim.proof}`, which no page shows.",
            "Correct its name, or show it on a page.",
        )
        for claim in claims
        if claim.proof and claim.proof not in shown
    ]


def unplaced(claims: Iterable[Claim], pages: Container[str]) -> list[Problem]:
    """A problem for each claim whose page is none of these, which are paths below docs/."""
    return [
        claim.problem(f"There is no page `{claim.page}`.", "Correct `at:`.")
        for claim in claims
        if claim.page not in pages
    ]


def _claims(topic: str, data: Data) -> list[Claim]:
    return [Claim(topic, data.line(place), about) for place, about in enumerate(data.value)]


def _repeated(claims: list[Claim]) -> list[Problem]:
    first: dict[str, Claim] = {}
    problems = []
    for claim in claims:
        if (known := first.setdefault(claim.id, claim)) is not claim:
            place = f"{relative(known.path)}:{known.line}"
            problems.append(claim.problem(f"`{claim.id}` is at {place} already.", "Remove one of the two."))
        if not claim.id.startswith(f"{claim.topic}-"):
            problems.append(claim.problem(f"`{claim.id}` is not of the topic `{claim.topic}`.", "Move it."))
    return problems
