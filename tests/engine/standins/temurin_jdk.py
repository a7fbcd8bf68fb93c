"""eclipse-temurin:21-jdk: all of Java's modules and tools, on the stand-in of Debian."""

from tests.engine.standins import debian, temurin
from tests.engine.standins.workshop import Made, Workshop

CONFIG = {**temurin.CONFIG, "Cmd": ["jshell"]}
HISTORY = [*debian.HISTORY, "eclipse-temurin:21-jdk, made from packages"]
BASE = "debian"


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    return temurin.layer(shop, "ALL-MODULE-PATH", with_tools=True)
