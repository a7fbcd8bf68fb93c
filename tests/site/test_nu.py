"""The HTML of every page, as the Nu checker judges it."""

import pytest

from macros.problems import Problem
from tests import figures
from tests.counts import count
from tests.site import nu
from tests.site.built import Built

pytestmark = [
    pytest.mark.browser,  # it takes about as long
    pytest.mark.skipif(not nu.has_java(), reason="no Java, which the Nu HTML checker needs"),
]
WRONG = """<!doctype html>
<html lang="en">
<meta http-equiv="Content-Security-Policy" content="style-src 'self'">
<title>Wrong</title>
<link rel="stylesheet" href="../own.css">
<link rel="stylesheet" href="https://foreign.example/foreign.css">
<p>a<div role="table"><p align="left">b</div></i>
"""


@pytest.fixture(scope="module")
def said(built: Built, tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What is said of the site, and of a page with mistakes; in one run, since it takes long to start."""
    wrong = tmp_path_factory.mktemp("wrong")
    (wrong / "wrong.html").write_text(WRONG, encoding="utf-8")
    return nu.problems(built.folder, wrong)


def test_no_page_has_a_mistake_in_its_html(built: Built, said: list[Problem]) -> None:
    for page in built.pages:
        found = [each for each in said if each.path == f"{page}index.html"]
        figures.note("nu", figures.npm_version("vnu-jar"), page, found=len(found))
    assert [str(each) for each in said if each.path != "wrong.html"] == []
    count("pages checked by Nu", len(list(built.folder.rglob("*.html"))))


def test_a_page_with_mistakes_is_found_out(said: list[Problem]) -> None:
    found = [str(each) for each in said if each.path == "wrong.html"]
    assert all(each.startswith("wrong.html:") and "`" in each for each in found)
    assert sorted(each.split(": ")[0] for each in found) == ["wrong.html:6", "wrong.html:7", "wrong.html:7"]
