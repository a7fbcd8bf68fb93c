"""Without a network: the whole site is kept by a first visit, and one version of it is never mixed with another."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from finish import offline
from macros.pages import address as address_of
from tests.building import SUB_PATH
from tests.patience import patient
from tests.site.built import PAGES, Built, SmallProject
from tests.site.dom import parse
from tests.site.served import serve
from tests.site.test_requests import Heard, listen
from tests.site.test_search import MESSAGE, ask, whole

pytestmark = pytest.mark.browser
SECONDS = 30  # to keep the whole site
OWN = "reference/offline/"
KEPT, NOT = "This browser keeps the whole site.", "This browser does not keep the site."
STATE = "navigator.serviceWorker.getRegistration().then(found => found?.active?.state ?? null)"
CACHED = """async () => {
  const caches = await Promise.all((await self.caches.keys()).map(name => self.caches.open(name)));
  return Promise.all(caches.map(async cache => (await cache.keys()).length));
}"""
NOT_INSTALLING = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  return !found?.installing && !found?.waiting;
}"""
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
Readers = Callable[..., BrowserContext]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Readers]:
    """A reader with a browser that has kept nothing yet."""
    contexts = []

    def new(**settings: Any) -> BrowserContext:
        contexts.append(context := browser.new_context(**settings))
        context.set_default_timeout(patient(SECONDS) * 1000)
        return context

    yield new
    for context in contexts:
        context.close()


def keep(context: BrowserContext, url: str) -> Page:
    """Visit the site, begin to read, and wait until the browser has all of it."""
    page = context.new_page()
    page.goto(f"{url}{OWN}")
    expect(page.locator(".keep")).to_contain_text(NOT)
    page.keyboard.press("PageDown")
    expect(page.locator(".keep")).to_contain_text(KEPT, timeout=patient(SECONDS) * 1000)
    return page


def text_of(page: Page, url: str) -> str:
    """What a page of the site gets as the text of a file."""
    text: str = page.evaluate("url => fetch(url).then(got => got.text())", url)
    return text


# ---------- The whole site ----------


def test_after_one_visit_every_page_is_there_without_a_host(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        page = keep(reader(), url)
    heard = listen(page, url)
    for each in PAGES:
        answer = page.goto(f"{url}{each}")
        assert answer and answer.status == 200 and answer.from_service_worker
        assert text_of(page, page.url) == built.file(each).read_text(encoding="utf-8"), each
    assert heard == Heard()


def test_without_a_host_addresses_lead_where_they_did(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        page = keep(reader(), url)
    page.goto(f"{url}build/cache?from=afar#sources")
    assert page.url == f"{url}build/cache/?from=afar#sources"
    answer = page.goto(f"{url}build/no/such/page/")
    assert answer and answer.status == 404
    assert page.locator("h1").inner_text() == "There is no page at this address"
    page.locator("article a", has_text="the first page").click()
    page.wait_for_url(url)
    assert page.locator("h1").is_visible()


def test_without_a_host_the_search_finds_and_leads_to_a_page(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        page = keep(reader(), url)
    heard = listen(page, url)
    page.goto(f"{url}run/storage/")
    ask(whole(page), MESSAGE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}*/*/#*")
    expect(page.locator(":target")).to_contain_text(MESSAGE)
    assert heard == Heard()


def test_without_a_host_every_explorer_and_every_download_works(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        page = keep(reader(accept_downloads=True), url)
    explorers = [each for each, tree in built.trees.items() if tree.all("truth-table")]
    assert len(explorers) > 3
    for each in explorers:
        page.goto(f"{url}{each}")
        before = page.locator(".wr-bar").inner_html()
        page.locator(".near a").first.click()
        expect(page.locator(".wr-bar")).not_to_have_js_property("innerHTML", before)
    page.goto(f"{url}build/cmd-entrypoint/")
    link = page.locator("a[href*='downloads/']:visible").first
    with page.expect_download() as download:
        link.click()
    file = built.folder / download.value.url.removeprefix(url)
    assert download.value.path().read_bytes() == file.read_bytes()


def test_the_page_says_how_much_is_kept_and_fetched(built: Built) -> None:
    said = built.trees[OWN].first("article").text
    sizes = offline.sizes(built.folder) | {"zip": (built.folder / "docker-field-notes.zip").stat().st_size}
    for name, size in sizes.items():
        places = [each.text for each in built.trees[OWN].all("span", data_size=name)]
        # The sizes stand in what is measured.
        assert len(places) == 1 and abs(float(places[0].removesuffix(" MB")) - size / 1e6) <= 0.1, said


# ---------- When ----------


def test_nothing_is_kept_before_somebody_reads(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        page = reader().new_page()
        page.goto(url)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        page.mouse.wheel(0, 400)
        page.wait_for_function(f"async () => await {STATE} === 'activated'")


def test_who_saves_data_is_asked_first_and_what_is_kept_can_be_removed(built: Built, reader: Readers) -> None:
    with serve(built.folder) as url:
        context = reader()
        context.add_init_script(SAVE_DATA)
        page = context.new_page()
        page.goto(f"{url}{OWN}")
        page.keyboard.press("PageDown")
        page.wait_for_timeout(1000)
        assert page.evaluate(STATE) is None
        page.get_by_role("button", name="Keep the site").click()
        expect(page.locator(".keep")).to_contain_text(KEPT, timeout=patient(SECONDS) * 1000)
        page.get_by_role("button", name="Remove it").click()
        expect(page.locator(".keep")).to_contain_text(NOT)
        assert page.evaluate(STATE) is None and page.evaluate(CACHED) == []
        page.reload()
        page.keyboard.press("PageDown")
        page.wait_for_timeout(1000)
        assert page.evaluate(STATE) is None and page.evaluate(CACHED) == []


# ---------- A newer version ----------


class Host:
    """A small site, of which a second version is built: another text on a page, and another sheet on all of them."""

    def __init__(self, small: SmallProject) -> None:
        self.small = small
        self.versions = [self._build("One"), self._build("Two")]
        self.folder = small.root / "published"
        shutil.copytree(self.versions[0], self.folder)

    def _build(self, text: str) -> Path:
        sheet = self.small.root / "docs/assets/stylesheets/page.css"
        rule = f".version-{text} {{ order: 1; }}\n"
        sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{rule}", encoding="utf-8")
        self.small.page(f'{text} is here. <i class="version-{text}"></i>\n\n{{@ example("demo/greet") @}}')
        done = self.small.build()
        assert done.returncode == 0, done.stdout
        return (self.small.root / "site").rename(self.small.root / text)

    def publish(self, number: int, without: str = "") -> None:
        """Let the host have this version, all of it at once; `without` is a file that it fails to send."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.versions[number], self.folder)
        if without:
            (self.folder / without).unlink()

    @property
    def pages(self) -> list[str]:
        """The addresses of the pages."""
        docs = self.small.root / "docs"
        return [address_of(path.relative_to(docs).as_posix()) for path in docs.rglob("*.md")]

    def assert_all_is_of(self, number: int, page: Page, url: str) -> None:
        """Each page, and each file that it names, is that of one version, byte for byte."""
        folder = self.versions[number]
        for each in self.pages:
            page.goto(f"{url}{each}")
            text = (folder / each / "index.html").read_text(encoding="utf-8")
            assert text_of(page, page.url) == text, each
            tree = parse(text)
            named = [link.attributes["href"] for link in tree.all("link", rel="stylesheet")]
            named += [script.attributes["src"] for script in tree.all("script") if "src" in script.attributes]
            assert len(named) == 2
            for name in named:
                file = (folder / each / name).resolve()
                assert text_of(page, name) == file.read_text(encoding="utf-8"), (each, name)
            assert page.evaluate("document.styleSheets[0].cssRules.length") > 50


@pytest.fixture
def host(small: SmallProject) -> Host:
    return Host(small)


def test_a_newer_version_is_offered_and_taken_whole(host: Host, reader: Readers) -> None:
    context = reader()
    with serve(host.folder) as url:
        page = keep(context, url)
        other = context.new_page()
        for each in (page, other):
            each.goto(url)
        host.publish(1)
        page.reload()
        expect(page.locator("article")).to_contain_text("One is here.")
        expect(page.locator(".newer")).to_be_visible()
        host.assert_all_is_of(0, page, url)
        expect(other.locator("article")).to_contain_text("One is here.")
        page.goto(url)
        page.locator(".newer button", has_text="Reload").click()
        for each in (page, other):
            expect(each.locator("article")).to_contain_text("Two is here.")
        expect(page.locator(".newer")).to_have_count(0)
        host.assert_all_is_of(1, page, url)
    host.assert_all_is_of(1, page, url)
    assert page.evaluate(CACHED) == [len(offline.kept_files(host.versions[1]))]


def test_a_newer_version_takes_over_when_all_pages_are_closed(host: Host, reader: Readers) -> None:
    context = reader()
    with serve(host.folder) as url:
        page = keep(context, url)
        page.goto(url)
        host.publish(1)
        page.reload()
        page.locator(".newer button", has_text="Later").click()
        expect(page.locator(".newer")).to_have_count(0)
        host.assert_all_is_of(0, page, url)
    page.close()
    page = context.new_page()
    page.goto(url)
    expect(page.locator("article")).to_contain_text("Two is here.")
    host.assert_all_is_of(1, page, url)


def test_an_update_that_breaks_off_changes_nothing_and_goes_on_later(host: Host, reader: Readers) -> None:
    context = reader()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if request.service_worker else None)
    with serve(host.folder) as url:
        page = keep(context, url)
        page.goto(url)
        host.publish(1, without="reference/how-checked/index.html")
        update = "navigator.serviceWorker.getRegistration().then(found => found.update()).catch(() => {})"
        page.evaluate(update)
        page.wait_for_function(NOT_INSTALLING)
        assert f"{url}reference/how-checked/" in asked
        expect(page.locator(".newer")).to_have_count(0)
        host.assert_all_is_of(0, page, url)
        host.publish(1)
        page.goto(url)
        page.evaluate(update)
        expect(page.locator(".newer")).to_be_visible()
        # What did not change was never asked for again.
        assert asked.count(f"{url}downloads/demo/greet.zip") == 1
        page.locator(".newer button", has_text="Reload").click()
        expect(page.locator("article")).to_contain_text("Two is here.")
    host.assert_all_is_of(1, page, url)


def test_a_file_of_another_version_ends_the_installation(host: Host, reader: Readers) -> None:
    context = reader()
    with serve(host.folder) as url:
        (host.folder / "index.html").write_bytes((host.versions[1] / "index.html").read_bytes())
        page = context.new_page()
        page.goto(f"{url}{OWN}")
        page.keyboard.press("PageDown")
        expect(page.locator(".keep")).to_contain_text("the network broke off")
        assert page.evaluate(STATE) is None
        page.goto(url)  # read from the host, as it has it
        assert page.evaluate("navigator.serviceWorker.controller") is None


def test_where_there_is_no_room_the_site_is_read_from_the_host(host: Host, reader: Readers) -> None:
    context = reader()
    with serve(host.folder) as url:
        page = context.new_page()
        quota = {"origin": url.removesuffix(SUB_PATH), "quotaSize": 50_000}
        context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
        heard = listen(page, url)
        page.goto(f"{url}{OWN}")
        page.keyboard.press("PageDown")
        expect(page.locator(".keep")).to_contain_text("It has no room")
        assert page.evaluate(STATE) is None and sum(page.evaluate(CACHED)) == 0
        page.goto(url)
        assert heard.failed == [] and heard.errors == []


def test_the_worker_can_be_taken_away_from_all_readers(host: Host, reader: Readers) -> None:
    context = reader()
    with serve(host.folder) as url:
        page = keep(context, url)
        page.goto(url)
        host.publish(1)
        offline.remove_worker(host.folder)
        page.reload()
        expect(page.locator("article")).to_contain_text("Two is here.")
        page.wait_for_function(f"async () => await {STATE} === null")
        page.reload()
        assert page.evaluate("navigator.serviceWorker.controller") is None and page.evaluate(CACHED) == []


def test_a_site_that_is_not_to_be_kept_publishes_the_worker_that_removes_itself(small: SmallProject) -> None:
    config = (small.root / "small.yml").read_text(encoding="utf-8")
    small.write("small.yml", f"{config}extra: {{offline: false}}\n")
    assert small.build().returncode == 0
    worker = (small.root / "site" / offline.WORKER).read_text(encoding="utf-8")
    assert "unregister()" in worker and "FILES" not in worker
    assert not small.home.all("a", data_worker="sw.js")
