"""Every link from the site into itself leads somewhere, to the very heading; lychee follows them."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.building import SUB_PATH
from tests.checks.tools import BIN
from tests.counts import count
from tests.patience import patient
from tests.site.built import Built, SmallProject


def broken(site: Path) -> tuple[int, list[str]]:
    """How many links were followed, and those that lead nowhere: `page: address`."""
    flags = [
        "--offline",
        "--include-fragments",
        "--index-files",
        "index.html",
        "--no-progress",
        "--format",
        "json",
    ]
    # The parent is the root of the host, so that the site lies under its sub-path.
    command = [str(BIN / "lychee"), *flags, "--root-dir", str(site.parent), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=patient(120), cwd=site)
    assert done.returncode in (0, 2), done.stderr
    answer = json.loads(done.stdout)
    found = [
        f"{Path(page).relative_to(site).as_posix()}: {each['url']}"
        for page, every in answer["error_map"].items()
        for each in every
    ]
    return answer["total"] - answer["excludes"], sorted(found)


def test_every_link_inside_the_site_leads_somewhere(built: Built) -> None:
    followed, found = broken(built.folder)
    count("links followed", followed)
    assert followed >= len(built.pages) and found == []


@pytest.mark.slow
def test_links_that_lead_nowhere_are_found(small: SmallProject) -> None:
    found = {
        "nowhere/": "nowhere",
        "#no-such-heading": "index.html#no-such-heading",
        "reference/how-checked/#no-such-heading": "reference/how-checked#no-such-heading",
    }
    # Raw HTML: MkDocs' own validation doesn't look at it.
    small.page("\n".join(f'<a href="{address}">nowhere</a>' for address in found))
    done = small.build()
    assert done.returncode == 0, done.stdout
    site = (small.root / "site").rename(small.root / SUB_PATH.strip("/"))
    assert broken(site)[1] == sorted(f"index.html: {site.as_uri()}/{each}" for each in found.values())
