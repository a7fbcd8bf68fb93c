"""What the tests of running share: an engine that must be afterwards as it was before."""

from collections.abc import Iterator

import pytest

from tests.engine import Engine
from tests.engine.images import provide
from tests.engine.say import Say
from tests.examples.leftovers import Thing, state


@pytest.fixture
def before(engine: Engine, say: Say) -> Iterator[frozenset[Thing]]:
    """The engine's state with the base image in it; every test must leave the same."""
    provide(engine, ["busybox:1.37"], say)
    found = state(engine)
    yield found
    if (after := state(engine)) != found:
        pytest.fail(f"The engine holds {after}, and held {found}.")
