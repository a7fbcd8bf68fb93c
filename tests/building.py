"""Builds the site as a reader of the project would; once only, where several runs are parts of one."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.patience import patient

SUB_PATH = "/docker-field-notes/"
# No real host: what only works at the address of the project itself would fail a fork.
SITE_URL = f"https://notes.example{SUB_PATH}"
# Names a project and a folder, where several runs look at one build of that project.
SHARED = "DOCKER_FIELD_NOTES_SITE"
SECONDS = 300  # a build takes a few; many, where the machine is busy


def build(
    project: Path, site: Path, config: str = "mkdocs.yml", generator: str = "mkdocs"
) -> subprocess.CompletedProcess[str]:
    """Build the site of a project; what MkDocs, or another generator, says is in `stdout`, whatever the status."""
    environment = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL")}
    environment |= {"SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    flags = ["--strict", "--config-file", config, "--site-dir", str(site)]
    return subprocess.run(
        [sys.executable, "-m", generator, "build", *flags],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=patient(SECONDS),
    )


def share(project: Path, folder: Path) -> None:
    """Let this run, and those that it starts, build a project once, into a folder."""
    os.environ[SHARED] = os.pathsep.join((str(project), str(folder)))


def built_once(project: Path, own: Path) -> tuple[Path, int, str]:
    """The folder of a project's site, the status of MkDocs and what it said.

    The site is the one that is shared, if that is of this project; else it is built into the folder `own`. Its folder
    is named like the sub-path it is served under.
    """
    shared, _, folder = os.environ.get(SHARED, "").partition(os.pathsep)
    place = Path(folder) if shared == str(project) else own
    site, said = place / SUB_PATH.strip("/"), place / "said.json"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits for the build of the first
        if not said.exists():
            done = build(project, site)
            said.write_text(json.dumps([done.returncode, done.stdout]), encoding="utf-8")
        status, text = json.loads(said.read_text(encoding="utf-8"))
    return site, status, text
