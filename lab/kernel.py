"""Debian's kernel for the guest, its modules, and the first file system that it starts from."""

import shutil
import subprocess
from pathlib import Path

from lab import cpio
from lab.packages import PinnedLists
from tests.engine.apt import unpack
from tests.engine.model import EngineError

SUITE = "bookworm"
# The one without PAE, which so little memory doesn't need: its page tables are half as large.
PACKAGE = "linux-image-686"
# What is needed until the disk can be read; erofs asks for crc32c without naming a module.
EARLY = ["crc32c_generic", "virtio_pci", "virtio_console", "ata_piix", "sd_mod", "erofs", "overlay"]
# The guest is alone on its machine, and each of these checks costs at every system call or page. Together they make a
# `docker run` about a tenth faster. `nokaslr` and `random.trust_cpu` make a start like the one before.
COMMAND_LINE = (
    "console=ttyS0 quiet mitigations=off nokaslr lsm= random.trust_cpu=on "
    "init_on_alloc=0 hardened_usercopy=off randomize_kstack_offset=off psi=0 audit=0 cgroup.memory=nokmem,nosocket"
)


def fetch(folder: Path, lists: PinnedLists) -> None:
    """Fetch the kernel and the shell of the first file system; unpack them into `folder`."""
    apt = lists.apt(SUITE)
    packages = [name for name in apt.with_dependencies(PACKAGE) if name.startswith("linux-image-")]
    unpack(apt.download([*packages, "busybox-static"], folder / "packages"), folder)
    shutil.rmtree(folder / "packages")
    # busybox's modprobe aborts on it.
    for module in folder.rglob("crc32c-intel.ko*"):
        module.unlink()
    _depmod(folder, version(folder))


def version(folder: Path) -> str:
    """The kernel's version, such as 6.1.0-50-686."""
    return image(folder).name.removeprefix("vmlinuz-")


def image(folder: Path) -> Path:
    """The kernel's file."""
    return next(folder.glob("boot/vmlinuz-*"))


def initramfs(folder: Path, init: Path) -> bytes:
    """The first file system: busybox, the modules that read the disk, and `init`."""
    early = with_needed(folder, EARLY)
    files = {f"lib/{path.name}": (path.read_bytes(), 0o644) for path in early}
    files["modules"] = ("".join(f"/lib/{path.name}\n" for path in early).encode(), 0o644)
    files["bin/busybox"] = (next(folder.glob("*bin/busybox")).read_bytes(), 0o755)
    files["init"] = (init.read_bytes(), 0o755)
    return cpio.pack(files)


def keep_modules(target: Path, folder: Path, names: Path) -> None:
    """Copy the modules that the file `names` lists, and those that they need, below `target`."""
    home = folder / "lib/modules" / version(folder)
    kept = target / "lib/modules" / home.name
    for path in with_needed(folder, names.read_text(encoding="utf-8").split()):
        (kept / path.relative_to(home)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, kept / path.relative_to(home))
    for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
        shutil.copy2(home / name, kept / name)
    _depmod(target, home.name)


def with_needed(folder: Path, modules: list[str]) -> list[Path]:
    """The files of these modules and of those that they need, in the order in which they can be loaded.

    Raises EngineError for one that is neither there nor built into the kernel.
    """
    home = folder / "lib/modules" / version(folder)
    needs = {}
    for line in (home / "modules.dep").read_text(encoding="utf-8").splitlines():
        path, _, others = line.partition(":")
        needs[path] = others.split()
    by_name = {_name(path): path for path in needs}
    built_in = {_name(path) for path in (home / "modules.builtin").read_text(encoding="utf-8").splitlines()}
    found: list[str] = []
    for module in modules:
        if module in by_name:
            # modules.dep names the nearest first.
            chain = [*reversed(needs[by_name[module]]), by_name[module]]
            found += [path for path in chain if path not in found]
        elif module not in built_in:
            raise EngineError(f"The kernel {version(folder)} has no module {module}.")
    return [home / path for path in found]


def _depmod(folder: Path, kernel: str) -> None:
    done = subprocess.run(["depmod", "-b", folder, kernel], capture_output=True, text=True)
    if done.returncode:
        raise EngineError(f"depmod failed: {done.stderr.strip()}")


def _name(path: str) -> str:
    return Path(path).name.partition(".ko")[0].replace("-", "_")
