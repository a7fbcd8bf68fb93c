"""The ledger: read, checked, shown."""

from pathlib import Path

import pytest

from macros import claims
from macros.claims import Claim, Ledger, by_topic
from macros.links import Links
from macros.problems import ProblemError
from macros.show_claims import show_corrections, show_filter, show_topic
from tests.checks.claims import elsewhere, lost, problems
from tests.macros.conftest import Make, Write
from tests.site.dom import parse

ENTRY = """\
- id: copyadd-{name}
  claim: ADD unpacks `zip`.
  verdict: {verdict}
  truth: It does not.
  at: build/copy-add.md#zip
  proof: demo/greet
"""
LINKS = Links(
    "reference/x/",
    {"demo/greet": ("build/copy-add/#e", "Greet")},
    {"build/copy-add.md": ("build/copy-add/", "COPY")},
)


@pytest.fixture
def ledger(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the file of a topic."""
    monkeypatch.setattr(claims, "CLAIMS", tmp_path / "docs" / "_data" / "claims")
    return lambda topic, text: write(f"docs/_data/claims/{topic}.yml", text)


def read(ledger: Write) -> list[Claim]:
    ledger(
        "copyadd",
        ENTRY.format(name="a", verdict="wrong")
        + "  bites: Files are lost.\n"
        + ENTRY.format(name="b", verdict="correct"),
    )
    return Ledger().claims


def test_claims_know_where_they_are(ledger: Write) -> None:
    first, second = read(ledger)
    assert (first.id, first.line, first.page) == ("copyadd-a", 1, "build/copy-add.md")
    assert second.line == 8 and second.proof == "demo/greet"


def test_a_claim_needs_a_proof_or_a_source(ledger: Write) -> None:
    entry = ENTRY.format(name="a", verdict="wrong")
    ledger("copyadd", entry.replace("  proof: demo/greet\n", ""))
    with pytest.raises(ProblemError, match=r"copyadd\.yml:1: This has neither `proof:` nor `source:`"):
        _ = Ledger().claims
    ledger("copyadd", entry + "  source: {title: T, url: 'https://x.example'}\n")
    assert Ledger().claims[0].proof == "demo/greet"


def test_an_id_is_there_once_and_in_its_topic(ledger: Write) -> None:
    ledger("copyadd", ENTRY.format(name="a", verdict="wrong") * 2)
    ledger("vol", ENTRY.format(name="c", verdict="wrong"))
    with pytest.raises(ProblemError) as raised:
        _ = Ledger().claims
    assert "vol.yml:1: `copyadd-c` is not of the topic `vol`. Move it." in str(raised.value)
    assert "copyadd.yml:7: `copyadd-a` is at docs/_data/claims/copyadd.yml:1 already." in str(raised.value)


def test_a_file_of_no_topic_is_said(ledger: Write) -> None:
    ledger("volumes", ENTRY.format(name="a", verdict="wrong"))
    with pytest.raises(ProblemError, match=r"volumes\.yml:1: `volumes` is no topic"):
        _ = Ledger().claims


def test_page_and_proof_must_be_there(
    ledger: Write, write: Write, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    write("docs/index.md", "# Home\n")
    read(ledger)
    found = [str(problem) for problem in problems()]
    assert "docs/_data/claims/copyadd.yml:1: There is no page `build/copy-add.md`. Correct `at:`." in found
    assert any("The proof is the example `demo/greet`, which no page shows." in each for each in found)


def test_no_claim_gets_lost(ledger: Write, tmp_path: Path) -> None:
    known = tmp_path / "ids.txt"
    known.write_text("copyadd-a\ncopyadd-z\n")
    found = [problem.what for problem in lost(read(ledger), known)]
    assert found == ["The ledger has no claim `copyadd-z`.", "`copyadd-b` is not listed."]


def test_a_file_that_is_lost_is_told_once(ledger: Write, tmp_path: Path) -> None:
    known = tmp_path / "ids.txt"
    known.write_text("copyadd-a\ncopyadd-b\n" + "".join(f"net-{letter}\n" for letter in "abcd"))
    [problem] = lost(read(ledger), known)
    assert problem.line == 3
    assert problem.what == "The ledger has no claim `net-a`, and lacks 3 more of this list."


def test_a_proof_may_stand_on_a_page_that_the_page_of_the_claim_links(ledger: Write, write: Write) -> None:
    claims = [claim for claim in read(ledger) if claim.proof]
    shown = {claim.proof: ["docs/other.md:3"] for claim in claims}
    page = f"docs/{claims[0].page}"
    write(page, "# One\n")
    [problem, *_] = elsewhere(claims, shown)
    assert "is shown on other.md, which" in problem.what
    write(page, "# One\n\n[The other](../other.md#two).\n")
    assert elsewhere(claims, shown) == []


def test_what_bites_comes_first_with_its_cost(ledger: Write) -> None:
    shown = parse(show_corrections(read(ledger), LINKS))
    [item] = shown.all("li")
    assert "Files are lost." in item.text and "It does not." in item.text and "Wrong" in item.text
    assert [link.attributes["href"] for link in item.all("a")] == [
        "../../build/copy-add/#zip",
        "../../build/copy-add/#e",
    ]


def test_every_claim_is_shown_and_can_be_told_by_its_verdict(ledger: Write) -> None:
    found = read(ledger)
    assert list(by_topic(found)) == ["COPY and ADD"]
    items = parse(show_topic(found, LINKS)).all("li")
    assert [item.attributes["id"] for item in items] == ["copyadd-a", "copyadd-b"]
    assert ["data-search-exclude" in item.attributes for item in items] == [False, True]
    assert "is-wrong" in items[0].attributes["class"] and "is-correct" in items[1].attributes["class"]
    assert [label.text for label in parse(show_filter(found)).all("label")] == ["All 2", "Wrong 1", "Right 1"]
