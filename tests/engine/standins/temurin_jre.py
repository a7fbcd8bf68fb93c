"""eclipse-temurin:21-jre: what runs Java programs, without what makes them, on the stand-in of Debian."""

from tests.engine.standins import debian, temurin
from tests.engine.standins.workshop import Made, Workshop

CONFIG = temurin.CONFIG
HISTORY = [*debian.HISTORY, "eclipse-temurin:21-jre, made from packages"]
BASE = "debian"
# All but those of the tools.
MODULES = [
    "java.se", "jdk.accessibility", "jdk.charsets", "jdk.crypto.cryptoki", "jdk.crypto.ec", "jdk.dynalink",
    "jdk.httpserver", "jdk.incubator.vector", "jdk.jdwp.agent", "jdk.jfr", "jdk.jsobject", "jdk.localedata",
    "jdk.management.agent", "jdk.management.jfr", "jdk.naming.dns", "jdk.naming.rmi", "jdk.net", "jdk.nio.mapmode",
    "jdk.random", "jdk.sctp", "jdk.security.auth", "jdk.security.jgss", "jdk.unsupported", "jdk.xml.dom", "jdk.zipfs",
]  # fmt: skip


def make(shop: Workshop) -> Made:
    """The layer above Debian's."""
    return temurin.layer(shop, ",".join(MODULES), with_tools=False)
