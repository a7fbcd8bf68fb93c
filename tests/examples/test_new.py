"""`make new`: a folder beside the others of its page, and names that are refused."""

from pathlib import Path

import pytest

from macros.problems import ProblemError
from tests.examples import new


@pytest.fixture(autouse=True)
def snippets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "copy-add" / "first").mkdir(parents=True)
    monkeypatch.setattr(new, "SNIPPETS", tmp_path)
    return tmp_path


def test_the_folder_is_whole(snippets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["copy-add/my-example"]) == 0
    folder = snippets / "copy-add/my-example"
    assert sorted(path.name for path in folder.iterdir()) == [
        "Dockerfile",
        "example.yml",
        "transcript.console",
    ]
    said = capsys.readouterr().out
    assert "/copy-add/my-example/. Next:\n" in said and "make record EXAMPLE=copy-add/my-example" in said


def test_a_new_page_is_told_since_it_may_be_a_slip(capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["copy-ad/mine"]) == 0
    assert "It is the first one of `copy-ad`. Did you mean `copy-add`? Next:" in capsys.readouterr().out
    assert new.main(["networks/mine"]) == 0
    assert "It is the first one of `networks`. Next:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("mine", "is not a name for an example"),
        ("copy-add/../mine", "is not a name for an example"),
        ("copy-add/first", "The example is there already"),
        ("truth/mine", "Here are truth tables"),
    ],
)
def test_a_name_that_can_not_be_used(snippets: Path, name: str, why: str) -> None:
    before = sorted(snippets.rglob("*"))
    with pytest.raises(ProblemError, match=why):
        new.new(name)
    assert sorted(snippets.rglob("*")) == before
