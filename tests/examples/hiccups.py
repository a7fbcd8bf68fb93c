"""Faults of the engine and of its machine, not of an example: after one of them a run is made once more."""

import re
from collections.abc import Iterable

# What is said of a fault, and the message that tells of it.
_HICCUPS = {
    # It cleans up a layer that a build is about to build on (seldom, and known:
    # https://github.com/moby/buildkit/issues/6521), or lists one that a build has just looked at and put away.
    "the engine lost a layer of its own": re.compile(
        r"failed to prepare extraction snapshot .*: parent snapshot \S+ does not exist: not found"
        r"|NotFound: snapshot \S+-view does not exist: not found"
    ),
    # A container is frozen once each of its processes has had a processor for a moment. runc tries that a thousand
    # times and calls it "a game of chances", or waits some seconds where the kernel has one tree of control groups
    # (https://github.com/opencontainers/runc, libcontainer/cgroups: `Set` in fs/freezer.go, fs2/freezer.go).
    "the machine was too busy to pause a container": re.compile(
        r"unable to freeze|timeout of \S+ reached waiting for the cgroup to freeze"
    ),
}


def hiccup(output: Iterable[str]) -> str:
    """What is wrong with the engine or its machine, by these lines of output; empty if they tell of nothing."""
    lines = list(output)
    return next((what for what, words in _HICCUPS.items() if any(map(words.search, lines))), "")
