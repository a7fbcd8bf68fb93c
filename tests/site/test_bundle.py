"""The site as a zip: unpacked and opened from a folder, all of it works, with no server."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from finish.bundle import archive, for_a_folder
from finish.lab import is_of_lab
from macros.show_zip import zip_name
from tests.building import SITE_URL
from tests.site.built import PAGES, Built
from tests.site.conftest import WAIT
from tests.site.dom import parse
from tests.site.test_requests import Heard, listen
from tests.site.test_search import MESSAGE, ask, whole

NAME = "docker-field-notes.zip"
WITH_EXPLORERS = (
    "build/cmd-entrypoint/",
    "build/what-runs/",
    "how/what-now/",
    "run/what-is-there/",
    "run/who-reaches/",
)


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader has unpacked the zip; a space and a letter beyond ASCII are in the path, as they may be."""
    unpacked = tmp_path_factory.mktemp("my notes é")
    with zipfile.ZipFile(built.folder / NAME) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(unpacked)
    return unpacked / "docker-field-notes"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(WAIT)
    yield context
    context.close()


def test_the_same_site_gives_the_same_bytes(built: Built) -> None:
    made = archive(built.folder, NAME, SITE_URL)
    # The size of the zip stands on a page, and is not known to the zip itself.
    page = built.file("reference/offline/")
    text = page.read_text(encoding="utf-8")
    assert archive(built.folder, NAME, SITE_URL) == made
    page.write_text(f"{text}<!-- changed -->", encoding="utf-8")
    try:
        assert archive(built.folder, NAME, SITE_URL) != made
    finally:
        page.write_text(text, encoding="utf-8")
    with zipfile.ZipFile(built.folder / NAME) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert zipped.namelist() == sorted(zipped.namelist())


def test_it_has_what_the_site_has_but_for_what_only_a_host_needs(built: Built, folder: Path) -> None:
    here = {
        path.relative_to(built.folder).as_posix()
        for path in built.folder.rglob("*")
        if path.is_file() and not is_of_lab(path, built.folder)
    }
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    programs = {f"{page}index.md" for page in PAGES} | {"llms.txt", "sitemap.xml", "sitemap.xml.gz"}
    assert here - there == {NAME, "404.html", "sw.js", *programs}
    assert not there - here


def test_every_link_of_a_page_leads_to_a_file(folder: Path) -> None:
    followed = 0
    for page in folder.rglob("*.html"):
        for each in parse(page.read_text(encoding="utf-8")).all():
            for name in {"href", "src", "data-parts", "data-search"} & each.attributes.keys():
                address = urlsplit(urljoin(page.as_uri(), each.attributes[name]))
                if address.scheme == "file":
                    followed += 1
                    assert Path(unquote(address.path)).is_file(), (page, each.attributes[name])
    assert followed > 1000


@pytest.mark.parametrize(
    ("link", "in_a_folder"),
    [
        ("../cache/", "../cache/index.html"),
        ("../cache/#sources", "../cache/index.html#sources"),
        (".", "./index.html"),
        ("../..", "../../index.html"),
        ("../../#top", "../../index.html#top"),
        ("#sources", "#sources"),
        ("../downloads/demo/greet.zip", "../downloads/demo/greet.zip"),
        (f"../../{NAME}", f"{SITE_URL}{NAME}"),
        ("https://docs.docker.com/build/", "https://docs.docker.com/build/"),
    ],
)
def test_a_link_in_a_folder_names_a_file(link: str, in_a_folder: str) -> None:
    page = (
        '<a class="a" href="{}">href="build/"</a><meta http-equiv="Content-Security-Policy" content="x">'
        '<link rel="alternate" type="text/markdown" href="index.md">'
    )
    assert for_a_folder(page.format(link), NAME, SITE_URL) == (
        f'<a class="a" href="{in_a_folder}">href="build/"</a>'
    )


def test_its_name_is_that_of_the_site() -> None:
    assert (
        zip_name("Docker Field Notes") == NAME
        and zip_name("Team's notes, 2nd ed.") == "team-s-notes-2nd-ed.zip"
    )


@pytest.mark.browser
@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 360)], ids=["scripts", "no-scripts"])
def test_a_reader_can_go_through_it_by_its_links_and_misses_nothing(
    folder: Path, browser: Browser, scripts: bool, width: int
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 800})
    context.set_default_timeout(WAIT)
    window = context.new_page()
    heard = listen(window, folder.as_uri())
    window.goto(f"{folder.as_uri()}/index.html")
    pages = 0
    while True:
        window.keyboard.press("PageDown")
        expect(window.locator(".top")).to_have_css("position", "sticky")
        if not (link := window.locator("footer a[rel=next]")).count():
            break
        link.click()
        window.wait_for_url("**/index.html")
        pages += 1
    assert pages == len(PAGES) - 1
    window.set_viewport_size({"width": 360, "height": 800})
    window.locator(".top-menu").click()
    window.locator("#menu a", has_text="Home").click()
    expect(window.locator("h1")).to_be_visible()
    assert window.url == f"{folder.as_uri()}/index.html" and heard == Heard()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("page", WITH_EXPLORERS)
def test_an_explorer_works_from_a_folder(folder: Path, context: BrowserContext, page: str) -> None:
    window = context.new_page()
    heard = listen(window, folder.as_uri())
    window.goto(f"{folder.as_uri()}/{page}index.html")
    before = window.locator(".wr-bar").inner_html()
    window.locator(".wr-axis .opt:has(:not(:checked))").first.click()
    window.wait_for_function("location.hash !== ''")
    expect(window.locator(".wr-bar")).not_to_have_js_property("innerHTML", before)
    assert heard == Heard()


@pytest.mark.browser
def test_the_search_leads_to_a_page_of_the_folder(folder: Path, context: BrowserContext) -> None:
    window = context.new_page()
    heard = listen(window, folder.as_uri())
    window.goto(f"{folder.as_uri()}/run/storage/index.html")
    ask(whole(window), MESSAGE)
    window.keyboard.press("Enter")
    window.wait_for_url(f"{folder.as_uri()}/*/*/index.html#*")
    expect(window.locator(":target")).to_contain_text(MESSAGE)
    assert heard == Heard()


@pytest.mark.browser
def test_an_example_is_downloaded_from_a_folder(folder: Path, context: BrowserContext) -> None:
    window = context.new_page()
    window.goto(f"{folder.as_uri()}/build/cmd-entrypoint/index.html")
    with window.expect_download() as download:
        window.locator("a[href*='downloads/']:visible").first.click()
    assert zipfile.is_zipfile(download.value.path())


@pytest.mark.browser
def test_a_link_that_a_script_makes_leads_to_a_page_too(folder: Path, context: BrowserContext) -> None:
    window: Page = context.new_page()
    window.goto(f"{folder.as_uri()}/index.html")
    window.evaluate("document.querySelector('h1').innerHTML = '<a href=\"build/cache/#sources\">made</a>'")
    window.locator("h1 a").click()
    window.wait_for_url(f"{folder.as_uri()}/build/cache/index.html#sources")
