"""Processes of this machine, found by what /proc tells of them, and ended."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def marked(name: str, value: str) -> list[int]:
    """The processes that have this variable in their environment, with this value."""
    return [pid for pid in _all() if f"\0{name}={value}\0" in f"\0{_read(pid, 'environ')}\0"]


def contained(cgroup: str) -> list[int]:
    """The processes in the control groups below one of this name, such as those of an engine's containers."""
    return [pid for pid in _all() if f"/{cgroup}/" in _read(pid, "cgroup").rstrip("\n") + "/"]


def in_session(leader: int) -> list[int]:
    """The processes of a terminal's session that run, its leader last."""
    found = []
    for pid in _all():
        words = _read(pid, "stat").rpartition(")")[2].split()
        if words and int(words[3]) == leader and words[0] != "Z":
            found.append(pid)
    return sorted(found, key=lambda pid: pid == leader)


def kill_each(pids: list[int]) -> None:
    """Kill processes; those that have ended meanwhile are fine."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _all() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _read(pid: int, name: str) -> str:
    """What a file of a process says; nothing where the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
