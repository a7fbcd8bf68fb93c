"""Removes what a private engine leaves on the machine: at its stop, and at the next start after a killed run.

Each part can be run again; what isn't there is fine. Nothing is removed that the engine didn't make: processes
are told by a mark in their environment and by their control group, links and firewall rules by what was there
before, which is written down before the engine starts.
"""

import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from tests.engine.emulation import remove_unused
from tests.engine.firewall import Firewall
from tests.engine.folders import remove_folders
from tests.engine.network import docker_links, remove_link
from tests.patience import patient
from tests.processes import contained, kill_each, marked

MARK = "DOCKER_FIELD_NOTES_ENGINE"
CGROUPS = Path("/sys/fs/cgroup")
SETTINGS = [
    "net/ipv4/ip_forward",
    "net/ipv6/conf/all/forwarding",
    "net/ipv6/conf/default/forwarding",
    "net/bridge/bridge-nf-call-iptables",
    "net/bridge/bridge-nf-call-ip6tables",
]


def write_down(path: Path, firewall: Firewall) -> None:
    """Record the machine as it is before a start."""
    before = {
        "links": sorted(docker_links()),
        "rules": firewall.snapshot(),
        "settings": {name: value for name in SETTINGS if (value := _read(Path("/proc/sys") / name))},
    }
    path.write_text(json.dumps(before), encoding="utf-8")


def sweep(record: Path, mark: str, cgroup: str, firewall: Firewall, remove: list[Path]) -> None:
    """Take the machine back to what `record` says; then delete the folders `remove`."""
    kill(mark, cgroup)
    for folder in sorted(CGROUPS.glob(f"{cgroup}/")) + sorted(CGROUPS.glob(f"*/{cgroup}/")):
        for inner, _, _ in os.walk(folder, topdown=False):
            _remove_patiently(inner)
    if record.exists():
        before = json.loads(record.read_text(encoding="utf-8"))
        for link in docker_links() - set(before["links"]):
            remove_link(link)
        firewall.undo(before["rules"])
        for name, value in before["settings"].items():
            if _read(Path("/proc/sys") / name) != value:
                with suppress(OSError):  # the kernel's module may have been unloaded
                    (Path("/proc/sys") / name).write_text(value)
    for path in remove:
        if mounts := mounts_below(path):
            raise OSError(f"{mounts[0]} is still mounted; nothing below {path} was deleted.")
        shutil.rmtree(path, ignore_errors=True)
    remove_folders()
    remove_unused()


def processes(mark: str, cgroup: str) -> list[int]:
    """The engine's processes: those that carry its mark, and all in its containers."""
    return sorted({*marked(MARK, mark), *contained(cgroup)})


def kill(mark: str, cgroup: str) -> None:
    """End all of the engine's processes."""
    end = time.monotonic() + patient(10)
    while (left := processes(mark, cgroup)) and time.monotonic() < end:
        kill_each(left)
        time.sleep(0.05)


def mounts_below(path: Path) -> list[str]:
    """Mount points at or below a folder, as this process sees them."""
    points = [line.split()[4] for line in _read(Path("/proc/self/mountinfo")).splitlines()]
    return [point for point in points if Path(point).is_relative_to(path)]


def _remove_patiently(path: str) -> None:
    # The kernel lets go of a control group a moment after its last process has gone.
    end = time.monotonic() + patient(2)
    while time.monotonic() < end:
        try:
            Path(path).rmdir()
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").rstrip("\n")
    except OSError:
        return ""
