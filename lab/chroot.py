"""Programs of another root file system, run as if it were this one."""

import subprocess
from pathlib import Path

from tests.engine.model import EngineError

PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def run(root: Path, command: list[str], places: dict[str, Path], env: dict[str, str] | None = None) -> None:
    """Run a command in `root`, with folders bound to `places` there, devices, processes, and a /tmp of its own.

    Nothing stays mounted. Raises EngineError with the end of what it wrote if it fails.
    """
    mounts = [["--bind", str(folder), f"{root}/{place}"] for place, folder in places.items()]
    mounts += [["--bind", "/dev", f"{root}/dev"], ["-t", "proc", "proc", f"{root}/proc"]]
    mounts += [["-t", "tmpfs", "tmpfs", f"{root}/tmp"]]  # noqa: S108 -- of that root
    for mount in mounts:
        Path(mount[-1]).mkdir(exist_ok=True)
    script = "".join(f"mount {' '.join(mount)} && " for mount in mounts) + f'exec chroot {root} "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", *command],
        env={"PATH": PATH, "LC_ALL": "C", **(env or {})}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise EngineError(f"`{command[0]}` failed in {root}:\n{done.stderr[-2000:]}")
