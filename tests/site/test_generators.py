"""The site does not hang on one generator: ProperDocs, which goes on where MkDocs 1 ends, makes the same of it."""

from pathlib import Path

import pytest

from macros.problems import ROOT
from tests.building import SUB_PATH, build
from tests.site.built import Built

pytestmark = pytest.mark.slow


def test_properdocs_makes_the_same_text_of_every_page(built: Built, tmp_path: Path) -> None:
    other = Built(tmp_path / SUB_PATH.strip("/"))
    done = build(ROOT, other.folder, generator="properdocs")
    assert done.returncode == 0, done.stdout
    assert other.pages == built.pages
    for page, tree in built.trees.items():
        assert other.trees[page].first("body").text == tree.first("body").text, page
