"""The ledger: every claim has its place on a page, and a proof that a page shows."""

from contextlib import suppress
from pathlib import Path

from macros.calls import shown_at
from macros.claims import Claim, Ledger, unplaced, unproved
from macros.pages import DOCS, pages
from macros.problems import Problem, ProblemError, relative
from macros.text import read_text

KNOWN = Path(__file__).parent / "claim-ids.txt"  # links lead to them, so none may be lost


def problems() -> list[Problem]:
    """What is wrong with docs/_data/claims/."""
    try:
        claims, found = Ledger().read()
    except ProblemError as error:
        return error.problems
    with suppress(ProblemError):  # a call that can't work is reported by tests/checks/pages.py
        found += unproved(claims, shown_at())
    found += unplaced(claims, [page.relative_to(DOCS).as_posix() for page in pages()])
    # An entry that can't be read is told already, and not lost.
    return found or lost(claims)


def lost(claims: list[Claim], known: Path = KNOWN) -> list[Problem]:
    """Ids that the ledger had or has, but not both it and the list of them."""
    there = {claim.id for claim in claims}
    listed = read_text(known).split()
    found = [
        Problem(relative(known), line, f"The ledger has no claim `{name}`.", "Restore its entry.")
        for line, name in enumerate(listed, 1)
        if name not in there
    ]
    found += [
        claim.problem(f"`{claim.id}` is not listed.", f"Add it to {relative(known)}.")
        for claim in claims
        if claim.id not in listed
    ]
    return found
