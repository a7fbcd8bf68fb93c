"""The filter of the ledger: by keyboard, without scripts."""

import pytest

from tests.site.conftest import Open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_a_verdict_can_be_chosen(open_page: Open, scripts: bool) -> None:
    page = open_page("reference/right-and-wrong/", java_script_enabled=scripts)
    everything = page.locator(".claims > li:visible").count()
    page.locator("#show-all").focus()
    page.keyboard.press("ArrowRight")
    shown = page.locator(".claims > li:visible")
    chosen = page.locator(".claim-filter input:checked").get_attribute("id") or ""
    verdict = chosen.removeprefix("show-")
    assert verdict != "all" and 0 < shown.count() < everything
    assert shown.count() == page.locator(f".claims > .is-{verdict}").count()
    assert page.locator(f".claims > .is-{verdict}:visible").count() == shown.count()
