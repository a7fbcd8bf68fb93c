"""Programs of another architecture: QEMU, which the kernel starts for them while a run needs it.

What the machine has registered itself is used, and stays. Else QEMU is registered under a name of ours. That holds for
the whole machine, so runs share it: each one holds a lock on a file while it needs it, and the last one to end takes
the registration out. After a run that was killed the next private engine does.
"""

import fcntl
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tests.engine.apt import Apt
from tests.engine.model import Engine, EngineError
from tests.engine.packages import CACHE
from tests.engine.say import Say, timed

KERNEL = Path("/proc/sys/fs/binfmt_misc")
SUITE = "trixie"
# By the engine's architecture: the one to emulate, its name in QEMU, and its number in the head of a program.
FOREIGN = {"amd64": ("arm64", "aarch64", 0xB7), "arm64": ("amd64", "x86_64", 0x3E)}
# The head of a program that is an ELF file of 64 bits, without the number; and which bits of it count.
HEAD = "7f454c460201010000000000000000000200"
MASK = "ffffffffffffff00fffffffffffffffffeffffff"
# The interpreter is opened at once, so that containers needn't have it (F), is told the program's own name (P), and
# has the program's file and rights (O, C).
FLAGS = "OPCF"


@dataclass(frozen=True)
class Handler:
    """What the kernel is to start for programs with this number in their head; `users` is the file to lock."""

    name: str = "docker-field-notes"
    machine: int = 0
    users: Path = Path("/run/docker-field-notes-emulation")

    @property
    def head(self) -> str:
        """The first bytes of such a program, in hexadecimal."""
        return f"{HEAD}{self.machine.to_bytes(2, 'little').hex()}"

    def offered(self) -> bool:
        """Whether the kernel starts such programs in containers, by whoever's registration."""
        for entry in KERNEL.glob("*"):
            text = _read(entry)
            ours = text.startswith("enabled\n") and f"magic {self.head}\n" in text
            if ours and "F" in text.partition("flags:")[2].partition("\n")[0]:
                return True
        return False


@contextmanager
def emulation(engine: Engine, say: Say, cache: Path = CACHE) -> Iterator[None]:
    """The engine can run and build for the other architecture (amd64 or arm64) during the block.

    Raises EngineError if it can't; the user's own engine is left as it is.
    """
    architecture = engine.environment.platform.partition("/")[2]
    if architecture not in FOREIGN:
        raise EngineError(f"Emulation is not prepared for {architecture}.")
    other, name, machine = FOREIGN[architecture]
    if engine.kind != "private":
        if f"linux/{other}" not in engine.docker("buildx", "inspect").stdout:
            raise EngineError(
                f"This engine doesn't offer linux/{other}. Register QEMU on its machine (Debian: apt install "
                "qemu-user-static) and restart Docker, or run with ENGINE=private."
            )
        yield
        return
    with registered(Handler(machine=machine), lambda: interpreter(name, cache, say)):
        yield


@contextmanager
def registered(handler: Handler, program: Callable[[], Path]) -> Iterator[None]:
    """The kernel starts `program()` for such programs during the block, unless it starts another one already."""
    path = None if handler.offered() else program()
    with handler.users.open("a+") as users:
        try:
            with _alone(handler):
                fcntl.flock(users, fcntl.LOCK_SH)
                if not handler.offered():
                    _register(handler, path or program(), users)
            yield
        finally:
            with _alone(handler):
                fcntl.flock(users, fcntl.LOCK_UN)
                _remove(handler, users)


def remove_unused(handler: Handler | None = None) -> None:
    """Take out our registration if no run needs it: what a killed one has left."""
    found = handler or Handler()
    if found.users.exists():
        with found.users.open("a+") as users, _alone(found):
            _remove(found, users)


def interpreter(name: str, cache: Path, say: Say) -> Path:
    """QEMU's program for an architecture, fetched if the cache hasn't it; it needs nothing of the machine."""
    path = cache / f"qemu-{SUITE}" / f"qemu-{name}"
    if not path.exists():
        half = cache / "half-made-emulation"
        shutil.rmtree(half, ignore_errors=True)
        with timed(say, f"QEMU for {name} fetched"):
            apt = Apt(half / "apt", [SUITE])
            apt.update()
            (package,) = apt.download(["qemu-user"], half / "packages")
            with (half / "program").open("wb") as file, subprocess.Popen(
                ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE
            ) as unpacked:  # fmt: skip
                wanted = ["tar", "--extract", "--to-stdout", f"./usr/bin/qemu-{name}"]
                subprocess.run(wanted, stdin=unpacked.stdout, stdout=file, check=True)
            (half / "program").chmod(0o755)
            path.parent.mkdir(exist_ok=True)
            (half / "program").rename(path)
        shutil.rmtree(half)
    return path


def _register(handler: Handler, program: Path, users: TextIO) -> None:
    """Tell the kernel; to be called alone."""
    try:
        if not (KERNEL / "register").exists():
            users.write("mounted\n")
            users.flush()
            subprocess.run(
                ["mount", "-t", "binfmt_misc", "binfmt_misc", KERNEL], check=True, capture_output=True
            )
        head, mask = (_escaped(text) for text in (handler.head, MASK))
        # Process lists in containers show this name; the kernel needs it only now.
        name = handler.users.with_name(program.name)
        if name.is_symlink():
            name.unlink()
        name.symlink_to(program)
        try:
            (KERNEL / "register").write_text(f":{handler.name}:M:0:{head}:{mask}:{name}:{FLAGS}")
        finally:
            name.unlink()
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(
            f"The kernel can't be told to start QEMU: {error}. Register it on this machine (Debian: apt install "
            "qemu-user-static), or run where binfmt_misc can be mounted."
        ) from None


def _remove(handler: Handler, users: TextIO) -> None:
    """Undo it, unless another run needs it; to be called alone."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    if (KERNEL / handler.name).exists():
        (KERNEL / handler.name).write_text("-1")
    users.seek(0)
    if "mounted" in users.read() and {path.name for path in KERNEL.glob("*")} <= {"register", "status"}:
        subprocess.run(["umount", KERNEL], check=False, capture_output=True)
    users.truncate(0)
    fcntl.flock(users, fcntl.LOCK_UN)


@contextmanager
def _alone(handler: Handler) -> Iterator[None]:
    """Nobody else registers or removes during the block."""
    with Path(f"{handler.users}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _escaped(text: str) -> str:
    return "".join(f"\\x{text[at : at + 2]}" for at in range(0, len(text), 2))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
