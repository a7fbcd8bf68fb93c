"""Lighthouse's judgment of pages, as a phone sees them."""

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.problems import ROOT
from tests.patience import patient
from tests.site.chromium import FLAGS

# Each of these says the same however busy the machine is.
STEADY = ("accessibility", "best-practices", "seo", "agentic-browsing")
PERFORMANCE = "performance"
_NODE, _SCRIPT = ROOT / ".venv/bin/node", Path(__file__).with_suffix(".mjs")
_SECONDS = 60  # for one page


@dataclass(frozen=True)
class Seen:
    """What Lighthouse says of a page: scores of 0 to 100 by category, and what counts and is not whole."""

    url: str
    scores: dict[str, int]
    failed: tuple[str, ...]


def ask(browser: str, urls: Sequence[str], categories: Iterable[str], runs: int = 1) -> list[Seen]:
    """Ask about pages in the browser of that path, `runs` times each.

    It goes round by round, so that a busy moment of the machine does not hit one page alone.

    Raises RuntimeError with what it said where it breaks.
    """
    asked = json.dumps(
        {
            "urls": urls,
            "categories": [*categories],
            "runs": runs,
            "flags": FLAGS,
            "patience": patient(1),
        }
    )
    done = subprocess.run(
        [_NODE, _SCRIPT, asked],
        cwd=ROOT,
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=patient(_SECONDS) * len(urls) * runs,
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse broke: {done.stderr.strip()}")
    return [_seen(json.loads(line)) for line in done.stdout.splitlines()]


def _seen(told: dict[str, Any]) -> Seen:
    failed = (
        f"{each['category']}: {each['title']}: {', '.join(each['where'])}".rstrip(": ")
        for each in told["failed"]
    )
    return Seen(told["url"], told["scores"], tuple(failed))
