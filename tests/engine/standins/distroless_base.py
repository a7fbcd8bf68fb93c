"""gcr.io/distroless/base-debian13: the static one, and the C library and OpenSSL's."""

from tests.engine.standins import distroless_static
from tests.engine.standins.roots import Root
from tests.engine.standins.workshop import Made, Workshop

CONFIG = distroless_static.CONFIG
TAGS = distroless_static.TAGS
HISTORY = [*distroless_static.HISTORY, "gcr.io/distroless/base-debian13, made from packages"]
BASE = "distroless_static"
PACKAGES = ["libc6", "libssl3t64", "libzstd1", "zlib1g"]


def make(shop: Workshop) -> Made:
    """The layer above that of the static image."""
    distroless_static.layer(shop, PACKAGES)
    root = Root(shop.folder / "layer.tar")
    root.tree(shop.context / "unpacked")
    return Made([root.close()])
