"""Address ranges and firewall rules, without an engine."""

from ipaddress import IPv4Network

import pytest

from tests.engine.firewall import parse, removal
from tests.engine.model import upstream
from tests.engine.network import BLOCKS, address_settings

BEFORE = """\
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
COMMIT
"""
AFTER = """\
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -j DOCKER-USER
-A DOCKER -i docker0 -j DROP
COMMIT
*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 172.18.0.0/16 ! -o br-0123456789ab -j MASQUERADE
COMMIT
"""


def test_upstreams_ranges_where_they_are_free() -> None:
    settings = address_settings([IPv4Network("192.0.2.0/24")])
    assert settings["bip"] == "172.17.0.1/16"
    assert {"base": "172.18.0.0/15", "size": 16} in settings["default-address-pools"]  # type: ignore[operator]


@pytest.mark.parametrize("taken", ["172.20.0.0/16", "172.16.0.0/12"])
def test_a_range_in_use_is_avoided(taken: str) -> None:
    settings = address_settings([IPv4Network(taken)])
    pools = [IPv4Network(pool["base"]) for pool in settings["default-address-pools"]]  # type: ignore[attr-defined]
    bridge = IPv4Network(settings["bip"], strict=False)
    assert not any(pool.overlaps(IPv4Network(taken)) for pool in [*pools, bridge])
    assert not any(pool.overlaps(bridge) for pool in pools)


def test_no_range_left() -> None:
    with pytest.raises(LookupError, match="none of"):
        address_settings(BLOCKS)


def test_only_what_an_engine_added_is_removed() -> None:
    assert removal(parse(BEFORE), parse(AFTER)) == (
        "*filter\n-D FORWARD -j DOCKER-USER\n-F DOCKER\n-F DOCKER-USER\n-X DOCKER\n-X DOCKER-USER\nCOMMIT\n"
        "*nat\n-D POSTROUTING -s 172.18.0.0/16 ! -o br-0123456789ab -j MASQUERADE\nCOMMIT\n"
    )


def test_rules_of_an_engine_that_was_there_before_stay() -> None:
    assert removal(parse(AFTER), parse(AFTER)) == ""


@pytest.mark.parametrize(
    ("packaged", "version"),
    [("28.5.2+dfsg4-5", "28.5.2"), ("28.5.2", "28.5.2"), ("5:27.1.0-1~debian", "27.1.0")],
)
def test_versions_are_compared_without_packaging(packaged: str, version: str) -> None:
    assert upstream(packaged) == version
