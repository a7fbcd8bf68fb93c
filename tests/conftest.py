"""What all tests share: one engine for the whole run, progress on the terminal, one line of counts at the end."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.base_images import base_images
from macros.memory import collect_seldom
from tests import counts, figures
from tests.engine import Engine, EngineError
from tests.engine import engine as an_engine
from tests.engine.emulation import emulation
from tests.engine.images import provide
from tests.engine.packages import CACHE
from tests.engine.say import Say
from tests.engine.standins import StandInsMissingError, make
from tests.examples.leftovers import Thing, state

# A shell starts what runs in its background deaf to Ctrl-C, and that is handed down to each program of a test.
signal.signal(signal.SIGINT, signal.default_int_handler)
collect_seldom()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What tests/lanes.py tells its runs."""
    options = parser.getgroup("lanes")
    options.addoption(
        "--prepare",
        type=Path,
        help="fetch and make all that an engine needs first; make this file when only images are left to make",
    )
    options.addoption("--wait-for-images", action="store_true", help="make no images: another run makes them")
    options.addoption("--quarters", default="1234", help="run these quarters of the transcripts, such as 12")
    options.addoption(
        "--engine-home", type=Path, default=CACHE, help="where the private engine keeps data, lock and log"
    )


@pytest.fixture(scope="session")
def say(pytestconfig: pytest.Config) -> Say:
    """Prints a line of progress at once, also while pytest captures output."""
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    terminal = pytestconfig.pluginmanager.getplugin("terminalreporter")

    def print_now(text: str) -> None:
        with capture.global_and_fixture_disabled():
            terminal.ensure_newline()
            terminal.write_line(text)

    return print_now


@pytest.fixture(scope="session")
def engine(say: Say, pytestconfig: pytest.Config) -> Iterator[Engine]:
    """The engine of this run: found or started when the first test asks for it, stopped after the last."""
    try:
        with an_engine(say, pytestconfig.getoption("engine_home")) as found:
            found.makes_images = not pytestconfig.getoption("wait_for_images")
            if begun := pytestconfig.getoption("prepare"):
                with emulation(found, say):
                    pass  # QEMU has been fetched
                make(base_images().values(), found, say, begun.touch)
            yield found
    except EngineError as error:
        pytest.exit(str(error), returncode=1)


def pytest_exception_interact(node: pytest.Item | pytest.Collector, call: pytest.CallInfo[object]) -> None:
    """Run no more tests once an image is missing that no run makes."""
    if call.excinfo and isinstance(call.excinfo.value, StandInsMissingError):
        node.session.shouldfail = str(call.excinfo.value)


@pytest.fixture
def before(engine: Engine, say: Say) -> Iterator[frozenset[Thing]]:
    """The engine's state with the base image in it; a test that runs something must leave the same."""
    provide(engine, ["busybox:1.37"], say)
    found = state(engine)
    yield found
    if (after := state(engine)) != found:
        pytest.fail(f"The engine holds {after}, and held {found}.")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Say how much was done, before pytest's own last line; a whole run leaves what it measured of the pages."""
    if os.environ.get(counts.COUNTS) and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        figures.leave()
    if done := counts.summary():
        terminalreporter.write_line(done)
        counts.note()
