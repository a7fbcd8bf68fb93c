"""The site looks as in the pictures that were looked at and found right."""

import json

import pytest
from playwright.sync_api import Browser

from tests.counts import count
from tests.site.conftest import Open
from tests.site.pictures import FOLDER, FONTS, SHOTS, Shot, differing, fonts, take

pytestmark = pytest.mark.browser
TOLERATED = 0.005  # of all pixels
MEND = "Look at {}. If it is right, take it for the new one: `.venv/bin/python -m tests.site.pictures`."


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.file.stem)
def test_a_part_looks_as_in_its_picture(
    browser: Browser, address: str, open_page: Open, tmp_path_factory: pytest.TempPathFactory, shot: Shot
) -> None:
    if fonts(open_page("")) != json.loads(FONTS.read_text(encoding="utf-8")):
        pytest.skip("the fonts of this machine are not those of the pictures")
    taken = take(browser, address, shot)
    share = differing(open_page("", bypass_csp=True), taken, shot.file.read_bytes())
    if share > TOLERATED:
        place = tmp_path_factory.mktemp("pictures") / shot.file.name
        place.write_bytes(taken)
        pytest.fail(f"{share:.1%} of its pixels differ. {MEND.format(place)}", pytrace=False)
    count("pictures compared")


def test_a_heading_in_another_place_is_another_picture(
    browser: Browser, address: str, open_page: Open
) -> None:
    window = open_page("", width=1440, bypass_csp=True)
    before = window.screenshot()
    window.locator("h1").evaluate("part => { part.style.paddingTop = '12px' }")
    assert differing(window, before, window.screenshot()) > TOLERATED
    assert differing(window, before, before) == 0
    assert differing(window, before, take(browser, address, SHOTS[1])) == 1


def test_every_picture_is_compared() -> None:
    assert {path for path in FOLDER.iterdir() if path.suffix == ".png"} == {shot.file for shot in SHOTS}
