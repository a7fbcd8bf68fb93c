"""Gives a position-independent program a fixed address, with its relocations applied ahead.

Debian links Docker's programs so that they may be loaded anywhere. At each start the loader then writes some hundred
thousand addresses into them (320,000 into dockerd), which takes time, and makes pages of the program ones of its own
that would otherwise stay on the disk: 6 MB of dockerd's in each reader's download. The code itself is left as it is.
"""

import struct
from collections.abc import Iterator

from lab.elf import STACK, Elf

BASE = 0x0800_0000
POSITION_INDEPENDENT, FIXED = 3, 2
RELATIVE, JUMP_SLOT = 8, 7
# Those that name a symbol or a thread's storage, and need no base: 32, GLOB_DAT, TLS_TPOFF, TLS_DTPMOD32, TLS_DTPOFF32.
SYMBOLIC = {1, 6, 14, 35, 36}
# Tags of the dynamic section.
PLT_SIZE, SYMBOLS, STRINGS, REL, REL_SIZE, JUMPS, RELR, FLAGS, REL_COUNT = (
    2, 6, 5, 17, 18, 23, 36, 0x6FFFFFFB, 0x6FFFFFFA,
)  # fmt: skip
ADDRESSES = {3, 4, 5, 6, 12, 13, 17, 23, 25, 26, 32, 0x6FFFFEF5, 0x6FFFFFF0, 0x6FFFFFFC, 0x6FFFFFFE}
PIE_FLAG = 0x0800_0000


def prelinked(content: bytes) -> bytes:
    """The program at its fixed address; one that has one stays as it is.

    Raises ValueError for relocations that are unknown here.
    """
    out, elf = bytearray(content), Elf(content)
    if elf.kind == POSITION_INDEPENDENT:
        _Prelink(out, elf).all()
    return bytes(out)


class _Prelink:
    """`out` is changed; `elf` reads the original, whose addresses are still without the base."""

    def __init__(self, out: bytearray, elf: Elf) -> None:
        self.out = out
        self.elf = elf
        self.dynamic = {tag & 0xFFFFFFFF: (value, place) for tag, value, place in elf.dynamic()}

    def all(self) -> None:
        if RELR in self.dynamic:
            raise ValueError("it has packed relocations (RELR), which are not known here")
        self.relocations()
        self.jumps()
        self.symbols()
        self.header()

    def relocations(self) -> None:
        """Apply the relative ones, and keep the others in their place."""
        kept = []
        for place, kind, offset, info in self.table(REL, REL_SIZE):
            if kind == RELATIVE:
                self.add(self.elf.place(offset))
            elif kind in SYMBOLIC:
                kept.append((offset + BASE, info))
            else:
                raise ValueError(f"it has a relocation of type {kind} at {place:#x}, which is not known here")
        start = self.elf.place(self.dynamic[REL][0])
        for number, entry in enumerate(kept):
            struct.pack_into("<II", self.out, start + 8 * number, *entry)
        self.set(self.dynamic[REL_SIZE][1] + 4, 8 * len(kept))
        if REL_COUNT in self.dynamic:
            self.set(self.dynamic[REL_COUNT][1] + 4, 0)

    def jumps(self) -> None:
        """Jumps into libraries: the loader fills them in, but finds their places by address."""
        for place, kind, offset, _ in self.table(JUMPS, PLT_SIZE):
            self.add(place)
            if kind == JUMP_SLOT:
                self.add(self.elf.place(offset))

    def symbols(self) -> None:
        """Symbols that the program itself defines. Their table ends where that of the names begins."""
        start = self.elf.place(self.dynamic[SYMBOLS][0])
        for place in range(start, self.elf.place(self.dynamic[STRINGS][0]) - 15, 16):
            _, _, _, info, _, section = struct.unpack_from("<IIIBBH", self.elf.content, place)
            in_thread = info & 0xF == 6
            if 0 < section < 0xFF00 and not in_thread:
                self.add(place + 4)

    def header(self) -> None:
        """The program header, the dynamic section, the entry; section headers, which nobody reads, are dropped."""
        for part in self.elf.segments:
            if part.kind != STACK:
                self.add(part.entry + 8)
                self.add(part.entry + 12)
        for tag, (value, place) in self.dynamic.items():
            if tag in ADDRESSES:
                self.add(place + 4)
            elif tag == FLAGS:
                self.set(place + 4, value & ~PIE_FLAG)
        struct.pack_into("<H", self.out, 16, FIXED)
        self.add(24)
        self.set(32, 0)
        struct.pack_into("<HHH", self.out, 46, 0, 0, 0)

    def table(self, at: int, size: int) -> Iterator[tuple[int, int, int, int]]:
        """The entries of a table of relocations: place in the file, type, offset, and type with symbol."""
        if at not in self.dynamic:
            return
        start = self.elf.place(self.dynamic[at][0])
        for place in range(start, start + self.dynamic[size][0], 8):
            offset, info = struct.unpack_from("<II", self.elf.content, place)
            yield place, info & 0xFF, offset, info

    def add(self, place: int) -> None:
        """Add the base to the number at a place of the file."""
        (number,) = struct.unpack_from("<I", self.out, place)
        self.set(place, number + BASE)

    def set(self, place: int, number: int) -> None:
        struct.pack_into("<I", self.out, place, number & 0xFFFFFFFF)
