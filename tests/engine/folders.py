"""The folders and files of the machine that private engines mount theirs on.

They are made where they are missing and removed when no engine uses them. An engine of another project, or in
another network, may use them too, and removing a folder would unmount what that engine has mounted on it: so
the folders that were made are listed in one place, and none is removed that is a mount point for any process.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# Stays: a lock file that were removed could be locked twice.
LIST = Path("/run/docker-field-notes-folders")


@contextmanager
def folders_locked() -> Iterator[TextIO]:
    """Nobody else makes, mounts on or removes these folders during the block, which gets the list's file."""
    with LIST.open("a+") as listed:
        fcntl.flock(listed, fcntl.LOCK_EX)
        yield listed


def make_folders(places: list[str], listed: TextIO) -> None:
    """Make the folders that are missing, and empty files where a socket is to be seen, and list them."""
    for place in map(Path, places):
        if place.exists():
            continue
        print(place, file=listed, flush=True)
        if place.suffix == ".sock":
            place.touch()
        else:
            place.mkdir(parents=True)


def remove_folders() -> None:
    """Remove the folders and files that we made, if they are empty and nobody uses them."""
    with folders_locked() as listed:
        listed.seek(0)
        made = list(dict.fromkeys(listed.read().split()))
        used = mount_points()
        left = [place for place in made if place in used or not _remove(place)]
        listed.truncate(0)
        listed.write("".join(f"{place}\n" for place in left))
        listed.flush()


def mount_points() -> set[str]:
    """All mount points, as any process sees them."""
    found: set[str] = set()
    seen: set[Path] = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            namespace = (process / "ns/mnt").readlink()
            if namespace not in seen:
                found |= {line.split()[4] for line in (process / "mountinfo").read_text().splitlines()}
                seen.add(namespace)
        except OSError:
            continue
    return found


def _remove(place: str) -> bool:
    path = Path(place)
    try:
        if path.is_file() and not path.stat().st_size:
            path.unlink()
        elif not path.is_socket():  # a socket there is another engine's, which came later
            path.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
