"""Two lanes of tests: both run, the second is heard after the first, one that fails is enough to fail."""

import signal
import sys

import pytest

from tests import lanes


def program(text: str, status: int) -> list[str]:
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({status})"]


@pytest.mark.parametrize(("first", "second", "expected"), [(0, 0, 0), (1, 0, 1), (0, 3, 3), (2, 3, 2)])
def test_both_lanes_run_and_either_may_fail(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], first: int, second: int, expected: int
) -> None:
    monkeypatch.setattr(lanes, "LANES", {"all": (["one"], ["two"])})
    statuses = {"one": first, "two": second}
    monkeypatch.setattr(lanes, "_pytest", lambda words: program(f"{words[0]} ran", statuses[words[0]]))
    before = signal.getsignal(signal.SIGINT)
    try:
        assert lanes.main(["all"]) == expected
    finally:
        signal.signal(signal.SIGINT, before)
    said = capfd.readouterr().out
    assert 0 <= said.index("one ran") < said.index("two ran")
