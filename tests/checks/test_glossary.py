"""What the check says of a glossary that is wrong."""

from pathlib import Path

from tests.checks import glossary


def told(folder: Path, text: str) -> list[str]:
    path = folder / "glossary.yml"
    path.write_text(text, encoding="utf-8")
    return [f"{problem.line}: {problem.what}" for problem in glossary.problems(path)]


def test_a_good_one_has_no_problems(tmp_path: Path) -> None:
    assert not told(tmp_path, "- term: layer\n  means: Files.\n  at: build/cache.md\n")


def test_a_word_stands_for_one_term_and_its_page_is_there(tmp_path: Path) -> None:
    text = (
        "- term: layer\n  forms: [layers]\n  means: Files.\n  at: build/cache.md\n"
        "- term: Layers\n  means: More files.\n  at: build/no-such-page.md#x\n"
    )
    assert told(tmp_path, text) == [
        "5: `Layers` stands in the glossary already.",
        "7: There is no page `build/no-such-page.md`.",
    ]


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "- term: layer\n  means: It is: files.\n  at: build/cache.md\n")
    assert problem.startswith("2: Not valid YAML")
