"""The browser that tests use."""

import shutil

from playwright.sync_api import Page, Playwright

# Nothing of a browser's own may call home, or wait for a graphics card.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium(playwright: Playwright) -> str:
    """Chromium as the machine has it, best the one that has no windows; else the one that Playwright brought."""
    return next(
        (path for name in _NAMES if (path := shutil.which(name))), playwright.chromium.executable_path
    )


def version(window: Page) -> str:
    """The browser of a window as the report names it: `Chromium 156.0.8078.73`."""
    browser = window.context.browser
    return f"Chromium {browser.version}" if browser else "Chromium"
