"""The ledger: every claim has its place on a page, and a proof that a page shows."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

from macros import pages as model
from macros.calls import shown_at
from macros.claims import Claim, Ledger, unplaced, unproved
from macros.problems import Problem, ProblemError, relative
from macros.text import read_text
from tests.checks.source import Source

_FEW = 3  # lost claims; when there are more, a whole file is gone
KNOWN = Path(__file__).parent / "claim-ids.txt"  # links lead to them, so none may be lost


def problems() -> list[Problem]:
    """What is wrong with docs/_data/claims/."""
    try:
        claims, unread = Ledger().read()
    except ProblemError as error:
        return error.problems
    found = [*unread]
    with suppress(ProblemError):  # a call that can't work is reported by tests/checks/pages.py
        shown = shown_at()
        found += unproved(claims, shown)
        found += elsewhere(claims, shown)
    found += unplaced(claims, [page.relative_to(model.DOCS).as_posix() for page in model.pages()])
    # An entry that can't be read is told already, and not lost.
    return found if unread else found + lost(claims)


def elsewhere(claims: list[Claim], shown: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Claims whose proof is shown neither on their page nor on one that it links; `shown` is as of shown_at()."""
    near = {page: _near(page) for page in {claim.page for claim in claims}}
    found = []
    for claim in claims:
        pages_of = {place.rpartition(":")[0].removeprefix("docs/") for place in shown.get(claim.proof, ())}
        if pages_of and not pages_of & near[claim.page]:
            what = (
                f"The proof `{claim.proof}` is shown on {min(pages_of)}, which `{claim.page}` does not link."
            )
            found.append(claim.problem(what, "Correct `proof:` or `at:`, or link the page."))
    return found


def _near(page: str) -> set[str]:
    """A page and those that it links, by their paths below docs/."""
    path = model.DOCS / page
    if not path.is_file():
        return set()
    linked = (unquote(link.target).partition("#")[0] for link in Source(path).links)
    return {page, *(normpath(f"{dirname(page)}/{each}") for each in linked if each.endswith(".md"))}


def lost(claims: list[Claim], known: Path = KNOWN) -> list[Problem]:
    """Ids that the ledger had or has, but not both it and the list of them; many lost ones are told as one."""
    there = {claim.id for claim in claims}
    listed = read_text(known).split()
    missing = [(line, name) for line, name in enumerate(listed, 1) if name not in there]
    if len(missing) > _FEW:
        line, name = missing[0]
        what = f"The ledger has no claim `{name}`, and lacks {len(missing) - 1} more of this list."
        found = [Problem(relative(known), line, what, "Restore their entries.")]
    else:
        found = [
            Problem(relative(known), line, f"The ledger has no claim `{name}`.", "Restore its entry.")
            for line, name in missing
        ]
    found += [
        claim.problem(f"`{claim.id}` is not listed.", f"Add it to {relative(known)}.")
        for claim in claims
        if claim.id not in listed
    ]
    return found
