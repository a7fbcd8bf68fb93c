"""What the lab fetches: verified, once for all pages and visits, and taken up again where it broke off."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.site.conftest import OpenLab
from tests.site.lab.panel import Panel
from tests.site.lab.project import GREET, PART, PARTS, SCREAM, LabProject
from tests.site.served import serve

pytestmark = pytest.mark.browser
CACHES = "caches.keys().then(names => names.filter(name => name.startsWith('lab-')).sort())"
KEPT = """async () => {
  const cache = await caches.open((await caches.keys()).find(name => name.startsWith("lab-")));
  return (await cache.keys()).map(({ url }) => url.split("/lab/")[1]);
}"""
FULL = "Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError') };"
FORBIDDEN = "delete self.caches; Object.defineProperty(self, 'caches', { value: undefined });"
REFUSED = """for (const name of ["open", "keys"]) {
  CacheStorage.prototype[name] = async () => { throw new DOMException("not allowed", "SecurityError"); };
}
LockManager.prototype.request = async () => { throw new DOMException("not allowed", "SecurityError"); };"""
LARGE = ("state", "v86.", "seabios", "vgabios", "disk")


def fail(panel: Panel, pattern: str, how: Callable[[Route], None], times: int = 1) -> None:
    """Let the next requests for some files fail.

    Not by `times` of Playwright: where it takes a route away, it may forget to tell of the request that comes next.
    """
    left = iter(range(times))
    panel.context.route(
        f"**/lab/{pattern}*", lambda route: route.fallback() if next(left, None) is None else how(route)
    )


def damaged(route: Route) -> None:
    route.fulfill(body=b"\0" * PART)


def again(context: BrowserContext, name: str = GREET) -> Panel:
    """Another tab of the same browser, with the panel open."""
    return Panel(context).open(name)


def test_the_start_says_how_much_has_arrived_and_what_is_being_done(open_lab: OpenLab) -> None:
    panel = open_lab()
    held = panel.hold("state-02")
    panel.press("#start")
    expect(panel.part("#bytes")).to_have_text("0.1 of 0.1 MB of saved memory")
    expect(panel.part("#progress")).to_have_js_property("value", (PARTS - 1) * PART)
    assert panel.part("#progress").evaluate("each => each.max") == PARTS * PART
    expect(panel.part("#steps [aria-current]")).to_contain_text("Docker Engine 28.5.2")
    expect(panel.part("#foot")).to_have_text("You can keep reading; the start goes on.")
    expect(panel.part("#cancel")).to_be_focused()
    held[0].fallback()
    panel.ready()
    took = panel.part("#steps .done .took").all_text_contents()
    assert len(took) == 3 and all(re.fullmatch(r"\d+\.\d s", each) for each in took)


def test_a_download_that_broke_off_goes_on_from_what_is_there(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "state-01", lambda route: route.abort())
    panel.press("#start")
    expect(panel.part("#warning")).to_contain_text("The network broke off at state-01.")
    expect(panel.part("#start")).to_be_focused()
    before = len(panel.asked)
    panel.press("Go on")
    panel.ready()
    assert [name[:8] for name in panel.asked[before:] if name.startswith("state")] == ["state-01"]


def test_a_server_that_has_a_part_no_more_is_told(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "state-00", lambda route: route.fulfill(status=404, body="gone"))
    panel.press("#start")
    expect(panel.part("#warning")).to_contain_text("The server answered 404 for state-00.")
    expect(panel.part("#warning")).to_contain_text("A newer lab may have been published: reload the page.")
    panel.press("Try again")
    panel.ready()


def test_where_a_newer_lab_was_published_meanwhile_nothing_of_the_older_one_is_started(
    open_lab: OpenLab,
) -> None:
    panel = open_lab()
    panel.context.route("**/lab/lab.json", lambda route: route.fulfill(json={"version": "000000000002"}))
    panel.press("#start")
    expect(panel.part("#warning")).to_have_text("A newer lab has been published. Reload the page to get it.")
    assert panel.asked_for("state") == []
    panel.context.unroute("**/lab/lab.json")
    panel.context.route("**/lab/lab.json", lambda route: route.abort())  # offline, with all that it takes
    panel.start()


def test_a_damaged_part_is_fetched_twice_then_named_and_offered_again(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "state-01", damaged, times=2)
    panel.press("#start")
    expect(panel.part("#warning")).to_contain_text("The part state-01.")
    expect(panel.part("#warning")).to_contain_text("arrived damaged, twice")
    panel.press("Fetch it again")
    panel.ready()
    assert len(panel.asked_for("state-01")) == 3 and len(panel.asked_for("state-00")) == 1


def test_a_part_that_arrives_damaged_once_is_no_matter(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "v86.", damaged)
    panel.start()
    assert len(panel.asked_for("v86.")) == 2


def test_what_is_kept_damaged_is_thrown_away(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.frame.evaluate("""async () => {
      const cache = await caches.open((await caches.keys()).find(name => name.startsWith("lab-")));
      const part = (await cache.keys()).find(({ url }) => url.includes("state-01"));
      await cache.put(part, new Response("rotten"));
    }""")
    second = again(panel.context).start()
    assert [name[:8] for name in second.asked_for("state")] == ["state-01"]


def test_the_next_visit_fetches_nothing_of_what_is_kept(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.page.keyboard.type("docker run --rm greet\n")
    expect(panel.screen).to_contain_text("Hello")
    panel.page.close()
    second = again(panel.context, SCREAM)
    expect(second.part("#facts")).to_contain_text("which this browser keeps.")
    expect(second.part("#start")).to_have_text("Start Docker")
    second.start()
    second.page.keyboard.type("docker run --rm greet\n")
    expect(second.screen).to_contain_text("Hello")
    assert [name for name in second.asked if name.startswith(LARGE)] == []


def test_what_is_kept_can_be_removed(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    panel.press("#stop")
    panel.press("Remove it")
    expect(panel.part("#said")).to_have_text("What was kept is removed.")
    assert panel.frame.evaluate(KEPT) == []
    panel.start()
    assert len(panel.asked_for("state")) == 2 * PARTS


@pytest.mark.parametrize("script", [FULL, FORBIDDEN, REFUSED], ids=["full", "forbidden", "refused"])
def test_where_nothing_can_be_kept_all_works(open_lab: OpenLab, script: str) -> None:
    panel = open_lab(script=script).start()
    expect(panel.part("#time")).to_contain_text("no room to keep the download")
    panel.press("#reset")
    panel.ready()
    assert len(panel.asked_for("state")) == PARTS


def test_what_an_older_build_has_kept_goes(open_lab: OpenLab) -> None:
    panel = open_lab(
        script="self.caches?.open('lab-000000000000').then(made => made.put(`${location.origin}"
        "/docker-field-notes/lab/old`, new Response('')))"
    )
    panel.frame.evaluate(
        "caches.open('lab-elsewhere').then(made => made.put('/other-site/lab/x', new Response('')))"
    )
    panel.start()
    panel.frame.wait_for_function(f"{CACHES}.then(names => names.length === 2)")
    assert panel.frame.evaluate(CACHES) == ["lab-000000000001", "lab-elsewhere"]


def test_what_another_tab_still_uses_stays(open_lab: OpenLab, lab_site: LabProject, tmp_path: Path) -> None:
    newer = LabProject(tmp_path, seed=2)
    assert newer.build().returncode == 0
    panel = open_lab().start()
    # The same address gives the newer build to the second tab.
    with serve(newer.root / "site") as url:
        panel.context.route(
            f"{panel.page.url}**",
            lambda route: route.fulfill(
                response=route.fetch(url=route.request.url.replace(panel.page.url, url))
            ),
        )
        second = again(panel.context).start()
        second.frame.wait_for_function(f"{CACHES}.then(names => names.length === 2)")
        second.page.wait_for_timeout(200)
        assert second.frame.evaluate(CACHES) == ["lab-000000000001", "lab-000000000002"]
        panel.page.close()
        third = again(panel.context).start()
        third.frame.wait_for_function(f"{CACHES}.then(names => names.length === 1)")
        assert third.frame.evaluate(CACHES) == ["lab-000000000002"]


def test_two_tabs_fetch_each_part_once(open_lab: OpenLab) -> None:
    panel = open_lab()
    held = panel.hold("state-01")
    second = again(panel.context, SCREAM)
    panel.press("#start")
    second.press("#start")
    for each in (panel, second):
        expect(each.part("#progress")).to_have_js_property("value", (PARTS - 1) * PART)
    assert len(held) == 1
    held[0].fallback()
    panel.ready()
    second.ready()
    assert len(panel.asked_for("state")) + len(second.asked_for("state")) == PARTS
    second.page.keyboard.type("cat Dockerfile\n")
    expect(second.screen).to_contain_text("FROM")
    expect(panel.screen).not_to_contain_text("FROM")


def test_a_start_can_be_canceled(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "state-01", lambda _: None)
    panel.press("#start")
    expect(panel.part("#progress")).to_have_js_property("value", (PARTS - 1) * PART)
    panel.press("#cancel")
    expect(panel.part("#before")).to_be_visible()
    expect(panel.part("#warning")).to_be_hidden()
    panel.start()
    assert len(panel.asked_for("state-00")) == 1


def test_a_part_of_the_disk_that_does_not_come_is_told(open_lab: OpenLab) -> None:
    panel = open_lab().start()
    fail(panel, "disk.0/", lambda route: route.abort())
    panel.page.keyboard.type("docker run --rm greet\n")
    expect(panel.part("#time")).to_contain_text(
        "It waits for a part of its disk, which is asked for again. The network broke off"
    )
    expect(panel.screen).to_contain_text("Hello")


def test_a_program_that_does_not_come_is_fetched_again_without_a_reload(open_lab: OpenLab) -> None:
    panel = open_lab()
    fail(panel, "machine.", lambda route: route.abort())
    panel.press("#start")
    expect(panel.part("#warning")).to_have_text(
        "A part of the program could not be fetched, or this browser is too old for it."
    )
    panel.press("Try again")
    panel.ready()


def test_a_start_can_be_canceled_while_the_terminal_does_not_come(open_lab: OpenLab) -> None:
    panel = open_lab()
    held = panel.hold("xterm_fit")
    panel.press("#start")
    expect(panel.part("#steps [aria-current]")).to_contain_text("Unpack")
    panel.press("#cancel")
    expect(panel.part("#before")).to_be_visible()
    panel.until(lambda: not panel.page.workers)
    panel.press("#start")
    held[0].fallback()
    panel.ready()
