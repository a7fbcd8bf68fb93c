import json

import pytest

from lab.program import VERSIONS, leb128, patched
from macros.problems import ROOT
from tests.engine.model import EngineError


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "00"), (63, "3f"), (64, "c000"), (200_000, "c09a0c"), (1_000_000, "c0843d")],
)
def test_numbers_are_written_as_webassembly_does(number: int, written: str) -> None:
    assert leb128(number).hex() == written


def test_the_threshold_is_replaced_in_place() -> None:
    old, new = b"\x41" + leb128(200_000), b"\x41" + leb128(1_000_000)
    assert patched(b"before" + old + b"after") == b"before" + new + b"after"


@pytest.mark.parametrize("times", [0, 2])
def test_a_threshold_that_is_not_there_exactly_once_is_refused(times: int) -> None:
    with pytest.raises(EngineError, match=f"stands {times} times"):
        patched((b"\x41" + leb128(200_000)) * times)


def test_the_panel_is_tested_with_the_terminal_that_is_published() -> None:
    tested = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    terminal = {name: version for name, version in VERSIONS.items() if name.startswith("@xterm/")}
    assert terminal and terminal.items() <= tested.items()
