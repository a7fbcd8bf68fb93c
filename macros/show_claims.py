"""The ledger as HTML: the corrections that bite, and every claim by topic, to be filtered by verdict."""

import html
from collections import Counter
from collections.abc import Iterable

from macros.claims import VERDICTS, Claim
from macros.links import Links
from macros.prose import prose
from macros.show_run import UNSEARCHED


def show_corrections(claims: Iterable[Claim], links: Links) -> str:
    """The claims whose mistake costs a reader most: what happens, and what is true."""
    items = "\n".join(
        f'<li class="is-{claim.about["verdict"]}"><p>{_said(claim)}</p>'
        f"<p><b>It costs you:</b> {prose(claim.about['bites'])}</p>"
        f"<p><b>Instead:</b> {prose(claim.about['truth'])}</p>{_where(claim, links)}</li>"
        for claim in claims
        if "bites" in claim.about
    )
    return f'<ol class="corrections">\n{items}\n</ol>'


def show_filter(claims: Iterable[Claim]) -> str:
    """Radio buttons that choose a verdict; style sheets do the rest, so it works without scripts."""
    counts = Counter(claim.about["verdict"] for claim in claims)
    choices = [("all", "All", sum(counts.values()))]
    choices += [(verdict, label, counts[verdict]) for verdict, label in VERDICTS.items() if counts[verdict]]
    buttons = "".join(
        f'<label><input type="radio" name="verdict" id="show-{name}"{" checked" if name == "all" else ""}>'
        f"<span>{label} <b>{count}</b></span></label>"
        for name, label, count in choices
    )
    return f'<fieldset class="claim-filter"><legend>Show</legend>{buttons}</fieldset>'


def show_topic(claims: Iterable[Claim], links: Links) -> str:
    """The claims of one topic."""
    chosen = list(claims)
    items = "\n".join(_item(claim, links) for claim in chosen)
    has = " ".join(sorted({f"has-{claim.about['verdict']}" for claim in chosen}))
    return f'<ul class="claims {has}">\n{items}\n</ul>'


def _item(claim: Claim, links: Links) -> str:
    verdict = claim.about["verdict"]
    # A search finds what is right on the page that shows it.
    searched = f" {UNSEARCHED}" if verdict == "correct" else ""
    return (
        f'<li class="is-{verdict}" id="{claim.id}"{searched}>'
        f"<p>{_said(claim)}</p>"
        f"<p>{prose(claim.about['truth'])}</p>{_where(claim, links)}</li>"
    )


def _said(claim: Claim) -> str:
    """The verdict, which stands in the margin where there is one, and what was said."""
    return f'<b class="verdict">{VERDICTS[claim.about["verdict"]]}</b> {prose(claim.about["claim"])}'


def _where(claim: Claim, links: Links) -> str:
    parts = [links.to_page(claim.about["at"])]
    if claim.proof:
        parts.append(f"run: {links.to_example(claim.proof)}")
    if source := claim.about.get("source"):
        parts.append(f'source: <a href="{html.escape(source["url"])}">{prose(source["title"])}</a>')
    return f'<p class="claim-where">{", ".join(parts)}</p>'
