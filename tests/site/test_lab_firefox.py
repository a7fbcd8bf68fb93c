"""The lab as it is built, in Firefox: it starts and runs a command to its recorded output.

Playwright drives a Firefox of its own alone, which not every machine can fetch; Debian's is driven by Puppeteer, over
WebDriver BiDi.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macros.examples import example
from macros.lab import lab
from macros.problems import ROOT
from tests.counts import count
from tests.examples.equal import same

NAME = "first-container/hello"
PAGE = "start/first-container/"
SECONDS = 240  # for each step, on a machine that does much else
_NODE = Path(sys.prefix) / "bin" / "node"


def firefox() -> str | None:
    """Firefox as the machine has it."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


def missing() -> str:
    """Why the lab can't be tested here in Firefox, or ""."""
    built = lab()
    if built is None:
        return "the lab is not built here: `make lab` builds it"
    if not built.runs(example(NAME)):
        return f"lab/checked.json does not say that {NAME} ran in the lab"
    return "" if firefox() else "there is no Firefox here; Debian has it as firefox-esr"


pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(missing()), reason=missing())]


def test_it_starts_and_runs_a_command_in_firefox(address: str) -> None:
    asked = {"firefox": firefox(), "url": address + PAGE, "name": NAME, "seconds": SECONDS}
    words = [str(_NODE), "tests/site/lab/firefox.mjs", json.dumps(asked)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=4 * SECONDS)
    assert done.returncode == 0, done.stderr
    lines = json.loads(done.stdout)["lines"]
    command = example(NAME).transcript.commands[0]
    folder = NAME.partition("/")[2]
    assert lines[0] == f"~/{folder} $ {command.text}" and lines[-1] == f"~/{folder} $"
    assert same(command.text, command.output, lines[1:-1]), lines
    count("commands run in the lab")
