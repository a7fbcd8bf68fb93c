"""What is said of the reference environment in more than one place says the same."""

import re

from macros.base_images import base_images
from macros.problems import ROOT
from macros.reference import plugin


def test_pull_requests_are_verified_with_the_plugins_of_the_reference() -> None:
    workflow = (ROOT / ".github/workflows/pull-request.yml").read_text()
    pins = re.findall(r"docker/setup-(buildx|compose)-action@.*\n +with:\n +version: v(\S+)", workflow)
    assert dict(pins) == {name: plugin(name) for name in ("buildx", "compose")}


def test_every_image_has_a_row_that_says_how_its_stand_in_differs() -> None:
    table = (ROOT / "docs/_data/tables/how-checked-stand-ins.yml").read_text()
    named = re.findall(r"^  - image: '(.*)'$", table, re.MULTILINE)
    assert sorted(ref for row in named for ref in re.findall(r"`([^`]+)`", row)) == sorted(base_images())
