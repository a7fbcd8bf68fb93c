"""The Nu HTML checker, which follows the living standard: its errors and its warnings about built pages."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from macros.problems import ROOT, Problem, sentence
from tests.patience import patient

_JAR = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
SECONDS = 300
# Of a file it doesn't know the host, so it takes whatever stands beside the file for foreign.
_OWN_FILE = re.compile(r"Resource violates Content Security Policy.*“(?!\w+:|//)[^”]*” blocked by “\w+-src”")

_INLINE, _DATA = "Inline script violates Content Security Policy", '<script type="application/ld+json">'


def has_java() -> bool:
    """Whether the machine has what the checker runs on. (A Mac has a `java` that only says that there is none.)"""
    java = shutil.which("java")
    return java is not None and subprocess.run([java, "-version"], capture_output=True).returncode == 0


def problems(*sites: Path) -> list[Problem]:
    """What is wrong with the HTML files in the folders, each by its path below its folder."""
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--skip-non-html"]
    done = subprocess.run(
        ["java", "-jar", _JAR, *options, *sites], capture_output=True, text=True, timeout=patient(SECONDS)
    )
    try:
        messages = json.loads(done.stdout)["messages"]
    except json.JSONDecodeError as error:
        raise RuntimeError(f"The Nu checker says no JSON: {done.stdout}{done.stderr}") from error
    return [_problem(each, sites) for each in messages if not _is_mistaken(each)]


def _is_mistaken(message: dict[str, Any]) -> bool:
    """Whether the checker applies a page's policy to what it doesn't govern: own files, and scripts that are data."""
    what, where = message["message"], message.get("extract", "")
    return bool(_OWN_FILE.match(what)) or (_INLINE in what and _DATA in where)


def _problem(message: dict[str, Any], sites: Sequence[Path]) -> Problem:
    path = Path(message["url"].removeprefix("file:"))
    site = next(each for each in sites if path.is_relative_to(each))
    mend = "Look in the page, in overrides/ and in macros/ for what wrote it."
    if extract := " ".join(message.get("extract", "").split()):
        mend = f"Look in the page, in overrides/ and in macros/ for what wrote `{extract}`."
    where = path.relative_to(site).as_posix()
    return Problem(where, message.get("lastLine", 1), sentence(message["message"]), mend)
