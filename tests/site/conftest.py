"""The built site, the served site and a browser, each made once for all tests, when the first test asks for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from macros.problems import ROOT
from tests.building import built_once
from tests.patience import patient
from tests.site.built import Built, SmallProject
from tests.site.chromium import FLAGS, chromium
from tests.site.lab.panel import Panel
from tests.site.lab.project import GREET, LabProject
from tests.site.served import serve

Open = Callable[..., Page]
OpenLab = Callable[..., Panel]
WAIT = patient(15) * 1000  # milliseconds, as Playwright counts
expect.set_options(timeout=WAIT)
# What a reader chooses by "Remove it", or each window would fetch the whole site; tests/site/test_offline.py lets it.
KEEP_NOTHING = "try { localStorage.setItem('offline', 'no') } catch { /* a page of no host */ }"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built strictly."""
    folder, status, text = built_once(ROOT, tmp_path_factory.mktemp("site"))
    if status:
        said = [line for line in text.splitlines() if not line.startswith("INFO")]
        pytest.fail("\n".join(["The site can't be built:", *said]), pytrace=False)
    return Built(folder)


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A project with one page and one example, to be broken."""
    return SmallProject(tmp_path)


@pytest.fixture(scope="session")
def address(built: Built) -> Iterator[str]:
    """Where the site is served: the address of its home page."""
    with serve(built.folder) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser, for all tests."""
    browser = playwright.chromium.launch(executable_path=chromium(playwright), args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the site in a window of its own: `open_page("build/", width=360, color_scheme="dark")`."""
    with opener(browser, address) as opened:
        yield opened


@contextmanager
def opener(browser: Browser, address: str) -> Iterator[Open]:
    """What open_page() gives, for as long as the block takes."""
    contexts = []

    def opened(page: str | None = "", width: int = 1280, height: int = 900, **settings: Any) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, reduced_motion="reduce", **settings
        )
        contexts.append(context)
        context.add_init_script(KEEP_NOTHING)
        context.set_default_timeout(WAIT)
        window = context.new_page()
        if page is not None:
            window.goto(page)
        return window

    try:
        yield opened
    finally:
        for context in contexts:
            context.close()


@pytest.fixture(scope="session")
def lab_site(tmp_path_factory: pytest.TempPathFactory) -> LabProject:
    """A small site with the panel of the lab, and a machine that is none; built once."""
    project = LabProject(tmp_path_factory.mktemp("lab"))
    done = project.build()
    if done.returncode:
        pytest.fail(f"The small site can't be built:\n{done.stdout}", pytrace=False)
    return project


@pytest.fixture(scope="session")
def lab_address(lab_site: LabProject) -> Iterator[str]:
    """Where that site is served: the address of its home page."""
    with serve(lab_site.root / "site") as url:
        yield url


@pytest.fixture
def open_lab(browser: Browser, lab_address: str) -> Iterator[OpenLab]:
    """Opens an example in the lab, in a browser of its own: `open_lab(SCREAM, width=360)`."""
    contexts = []

    def opened(name: str = GREET, width: int = 1280, script: str = "", **settings: Any) -> Panel:
        context = browser.new_context(
            base_url=lab_address,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            **settings,
        )
        contexts.append(context)
        context.set_default_timeout(WAIT)
        context.add_init_script(f"{KEEP_NOTHING};{script}")
        return Panel(context).open(name)

    yield opened
    for context in contexts:
        context.close()
