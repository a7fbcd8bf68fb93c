"""The machine's network as the private engine meets it: free address ranges, and links to remove afterwards."""

import fcntl
import re
import socket
import struct
from ipaddress import IPv4Network
from pathlib import Path

# Names that only a Docker Engine gives to links.
LINK = re.compile(r"docker0|docker_gwbridge|br-[0-9a-f]{12}|veth[0-9a-f]{7}|dm-[0-9a-f]{12}")
# Upstream's own ranges first, so that addresses look as they do elsewhere.
BLOCKS = [
    IPv4Network(block) for block in ("172.16.0.0/12", "10.213.0.0/16", "198.18.0.0/15", "192.168.192.0/18")
]


def docker_links() -> set[str]:
    """Names of the links that look like an engine's."""
    return {name for _, name in socket.if_nameindex() if LINK.fullmatch(name)}


def routes() -> list[IPv4Network]:
    """The ranges that this machine has routes to, without the default route."""
    found = []
    for line in Path("/proc/net/route").read_text().splitlines()[1:]:
        words = line.split()
        address, mask = (socket.inet_ntoa(struct.pack("<I", int(words[n], 16))) for n in (1, 7))
        if mask != "0.0.0.0":  # noqa: S104
            found.append(IPv4Network(f"{address}/{mask}"))
    return found


def address_settings(taken: list[IPv4Network]) -> dict[str, object]:
    """Daemon settings for the bridge's address and the pools of further networks, clear of `taken`.

    Raises LookupError if every block that we know of is in use.
    """
    for block in BLOCKS:
        if any(block.overlaps(route) for route in taken):
            continue
        size = 16 if block.prefixlen < 15 else 24
        subnets = list(block.subnets(new_prefix=size))
        # 172.16.0.0/16 is left out, as upstream does.
        bridge = subnets[1]
        pools = [str(pool) for pool in block.address_exclude(subnets[0]) if not pool.overlaps(bridge)]
        return {
            "bip": f"{bridge.network_address + 1}/{size}",
            "default-address-pools": [{"base": pool, "size": size} for pool in sorted(pools)],
        }
    raise LookupError("none of " + ", ".join(map(str, BLOCKS)))


def remove_link(name: str) -> None:
    """Remove a network link, as `ip link delete` does; one that is gone already is fine."""
    try:
        index = socket.if_nametoindex(name)
    except OSError:
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        down = struct.pack("16sh14x", name.encode(), 0)
        fcntl.ioctl(control, 0x8914, down)  # SIOCSIFFLAGS: a bridge must be down first
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as route:
        link = struct.pack("=BxHiII", socket.AF_UNSPEC, 0, index, 0, 0)
        del_link, request_and_ack = 17, 5
        route.send(struct.pack("=IHHII", 16 + len(link), del_link, request_and_ack, 1, 0) + link)
        route.recv(4096)
