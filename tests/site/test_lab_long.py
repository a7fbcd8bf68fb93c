"""The lab as it is built, at length: what readers do with Docker in it, a second tab, many runs, another size.

These take minutes, so they are marked `lab`: `make test` runs them where the lab is built, and
`pytest -m "browser and not lab"` leaves them out.
"""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from macros.lab import is_built
from tests.counts import count
from tests.site.conftest import KEEP_NOTHING
from tests.site.lab.panel import Panel

pytestmark = [
    pytest.mark.browser,
    pytest.mark.lab,
    pytest.mark.skipif(not is_built(), reason="the lab is not built here: `make lab` builds it"),
]

PROMPT = "~/lab $"
SECONDS = 600  # that a command may take, on a machine that does much else
HIDDEN = 15  # s
SETTLED, ALL = 10, 40  # runs until all is in memory, and runs in all
GUEST_GROWTH = 8 << 10  # KB; what the engine writes down of each run is in it
TAB_GROWTH = 200 << 10  # KB; code that the emulator compiles anew is in it
BUILD = r"""printf 'FROM debian:trixie-slim\nRUN echo made by RUN >/it\nCMD ["cat", "/it"]\n' >Dockerfile"""
SERVICES = (
    r"printf 'services:\n  web:\n    image: nginx:1.30\n"
    r"  side:\n    image: busybox:1.37\n    command: sleep 600\n'"
)


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(SECONDS * 1000)
    context.add_init_script(KEEP_NOTHING)
    yield context
    context.close()


def started(context: BrowserContext) -> Panel:
    """A machine in a tab of its own, without an example."""
    panel = Panel(context, "lab/").open("")
    panel.press("#start")
    expect(panel.screen).to_contain_text(PROMPT, timeout=SECONDS * 1000)
    return panel


@pytest.fixture(scope="module")
def machine(context: BrowserContext) -> Panel:
    """One machine for all tests of this module."""
    return started(context)


def run(panel: Panel, command: str) -> str:
    """Paste and enter a command, wait for its end; gives what the terminal shows of its output."""
    mark = secrets.token_hex(4)
    panel.frame.evaluate(
        "(text) => navigator.clipboard.writeText(text)", f"clear; {command}; echo {mark[:4]}''{mark[4:]}"
    )
    panel.page.keyboard.press("Control+v")
    panel.page.keyboard.press("Enter")
    expect(panel.screen).to_contain_text(mark, timeout=SECONDS * 1000)
    count("commands run in the lab")
    rows: list[str] = panel.screen.locator("> div").all_inner_texts()
    return "\n".join(row.rstrip("\xa0 ") for row in rows).partition(mark)[0]


def test_an_image_is_built_and_run(machine: Panel) -> None:
    assert "made by RUN" in run(machine, f"{BUILD}; docker build --quiet --tag it . && docker run --rm it")


def test_python_runs(machine: Panel) -> None:
    assert run(machine, "docker run --rm python:3.13-slim python -c 'print(6 * 7)'").split() == ["42"]


def test_a_published_port_is_served(machine: Panel) -> None:
    run(machine, "docker run --detach --name web --publish 8080:80 nginx:1.30")
    served = run(machine, "until curl --fail --silent localhost:8080; do sleep 1; done | grep title")
    assert "<title>Welcome to nginx!</title>" in served
    assert run(machine, "docker rm --force web").split() == ["web"]


def test_compose_goes_up_and_down(machine: Panel) -> None:
    run(machine, f"{SERVICES} >compose.yaml; docker compose up --detach")
    listed = run(machine, "docker compose ps --format '{{.Service}} {{.State}}'")
    assert sorted(listed.splitlines()) == ["side running", "web running"]
    run(machine, "docker compose down --timeout 1")
    assert run(machine, "docker ps --all --quiet; docker network ls --quiet --filter type=custom") == ""


def test_the_machine_knows_the_size_of_the_terminal(machine: Panel) -> None:
    _, wide = run(machine, "stty size").split()
    machine.page.set_viewport_size({"width": 600, "height": 900})
    _, narrow = run(machine, "stty size").split()
    machine.page.set_viewport_size({"width": 1280, "height": 900})
    assert 20 < int(narrow) < int(wide)


def test_two_tabs_have_a_machine_each(machine: Panel, context: BrowserContext) -> None:
    run(machine, "echo one >which")
    other = started(context)
    run(other, "echo two >which; docker run --name other busybox:1.37 true")
    assert run(machine, "cat which; docker ps --all --quiet").split() == ["one"]
    other.page.close(run_before_unload=False)
    assert run(machine, "cat which").split() == ["one"]


def test_the_time_of_the_machine_stands_still_while_nobody_sees_it(machine: Panel) -> None:
    def guest_seconds() -> float:
        return float(run(machine, "cut -d ' ' -f 1 /proc/uptime"))

    began, before = time.monotonic(), guest_seconds()
    machine.hide(True)
    machine.page.wait_for_timeout(HIDDEN * 1000)
    machine.hide(False)
    passed = guest_seconds() - before
    assert time.monotonic() - began - passed >= HIDDEN - 1


def test_many_runs_need_no_more_memory(machine: Panel, browser: Browser) -> None:
    free = "awk '/MemAvailable/ {print $2}' /proc/meminfo"

    def after(runs: int) -> tuple[int, int]:
        printed = run(machine, f"for i in $(seq {runs}); do docker run --rm busybox:1.37 true; done; {free}")
        return int(printed.split()[-1]), _memory(browser)

    (left, used), (left_then, used_then) = after(SETTLED), after(ALL - SETTLED)
    assert left - left_then < GUEST_GROWTH
    assert used_then - used < TAB_GROWTH


def _memory(browser: Browser) -> int:
    """KB of memory that the tabs of the browser have in all."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    status = [
        Path(f"/proc/{each['id']}/status").read_text(encoding="utf-8")
        for each in processes
        if each["type"] == "renderer"
    ]
    return sum(int(text.partition("VmRSS:")[2].split()[0]) for text in status)
