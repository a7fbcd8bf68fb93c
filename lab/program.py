"""What runs in the browser besides our own module: v86 with its firmware, and xterm."""

import shutil
from pathlib import Path

from lab.packages import PinnedLists, npm
from lab.pins import Pins
from tests.engine.apt import unpack
from tests.engine.model import EngineError

SUITE = "bookworm"
FIRMWARE = {"bios": "bios.bin", "vga": "vgabios-stdvga.bin"}
VERSIONS = {"v86": "0.5.462", "@xterm/xterm": "6.0.0", "@xterm/addon-fit": "0.11.0"}
NPM_FILES = {
    "v86": {"v86": "build/libv86.mjs", "wasm": "build/v86.wasm"},
    "@xterm/xterm": {"xterm": "lib/xterm.mjs", "xterm_css": "css/xterm.css"},
    "@xterm/addon-fit": {"xterm_fit": "lib/addon-fit.mjs"},
}
# v86 compiles code to WebAssembly once it has run this often (a step is an instruction). An engine runs much code a
# little, and compiling that costs more than it gives: with five times the threshold the first `docker run` takes a
# third less. The number is not a setting, so it is changed where it stands in the program.
THRESHOLD, OUR_THRESHOLD = 200_000, 1_000_000


def fetch(folder: Path, lists: PinnedLists, pins: Pins) -> None:
    """Fetch the files into `folder`, each under the key that lab.json names it by."""
    for package, files in NPM_FILES.items():
        work = folder / package.replace("/", "-")
        unpacked = npm(package, VERSIONS[package], work, pins)
        for key, name in files.items():
            shutil.copy2(unpacked / name, folder / f"{key}{Path(name).suffix}")
        shutil.rmtree(work)
    apt = lists.apt(SUITE)
    unpack(apt.download(["seabios"], folder / "packages"), folder / "seabios")
    for key, name in FIRMWARE.items():
        shutil.copy2(folder / "seabios/usr/share/seabios" / name, folder / f"{key}.bin")
    for name in ("packages", "seabios"):
        shutil.rmtree(folder / name)
    wasm = folder / "wasm.wasm"
    wasm.write_bytes(patched(wasm.read_bytes()))


def patched(wasm: bytes) -> bytes:
    """v86's program with our threshold. Raises EngineError unless the old one stands in it exactly once."""
    old, new = (b"\x41" + leb128(number) for number in (THRESHOLD, OUR_THRESHOLD))  # i32.const
    if wasm.count(old) != 1 or len(old) != len(new):
        raise EngineError(
            f"v86's threshold of {THRESHOLD} stands {wasm.count(old)} times in it, not once. See lab/program.py."
        )
    return wasm.replace(old, new)


def leb128(number: int) -> bytes:
    """A positive number as WebAssembly writes signed ones."""
    out = bytearray()
    while number > 0x3F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
