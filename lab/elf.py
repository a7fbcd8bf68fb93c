"""What the head of an ELF file of 32 bits says: its segments, its loader, and the libraries that it needs."""

import struct
from dataclasses import dataclass
from pathlib import Path

LOAD, DYNAMIC, INTERPRETER, STACK = 1, 2, 3, 0x6474E551
NEEDED, STRINGS = 1, 5


@dataclass(frozen=True)
class Segment:
    """One line of the program header; `entry` is where that line stands in the file."""

    kind: int
    offset: int
    address: int
    size: int
    entry: int


class Elf:
    """An ELF file's content. Raises ValueError for what is none of 32 bits, little-endian."""

    def __init__(self, content: bytes | bytearray) -> None:
        if content[:6] != b"\x7fELF\x01\x01":
            raise ValueError("not an ELF file of 32 bits")
        self.content = content
        (self.kind,) = struct.unpack_from("<H", content, 16)
        (start,) = struct.unpack_from("<I", content, 28)
        size, count = struct.unpack_from("<HH", content, 42)
        self.segments = []
        for number in range(count):
            entry = start + number * size
            kind, offset, address, _, in_file = struct.unpack_from("<5I", content, entry)
            self.segments.append(Segment(kind, offset, address, in_file, entry))

    def place(self, address: int) -> int:
        """Where in the file the byte of this address stands. Raises ValueError if it is nowhere."""
        for part in self.segments:
            if part.kind == LOAD and part.address <= address < part.address + part.size:
                return part.offset + address - part.address
        raise ValueError(f"address {address:#x} is not in the file")

    def dynamic(self) -> list[tuple[int, int, int]]:
        """The entries of the dynamic section: tag, value, and place in the file."""
        found = []
        for part in self.segments:
            if part.kind == DYNAMIC:
                for place in range(part.offset, part.offset + part.size, 8):
                    tag, value = struct.unpack_from("<iI", self.content, place)
                    if tag == 0:
                        break
                    found.append((tag, value, place))
        return found

    def interpreter(self) -> str:
        """The path of the loader, or ""."""
        return next((self._text(part.offset) for part in self.segments if part.kind == INTERPRETER), "")

    def needed(self) -> list[str]:
        """The names of the libraries that it asks for."""
        entries = self.dynamic()
        strings = next((value for tag, value, _ in entries if tag == STRINGS), 0)
        return [self._text(self.place(strings) + value) for tag, value, _ in entries if tag == NEEDED]

    def _text(self, place: int) -> str:
        return bytes(self.content[place : self.content.index(0, place)]).decode()


def needed(path: Path) -> list[str]:
    """The loader and the libraries that a file asks for; none if it is no program."""
    with path.open("rb") as file:
        if file.read(5) != b"\x7fELF\x01":
            return []
    elf = Elf(path.read_bytes())
    return [*filter(None, [Path(elf.interpreter()).name]), *elf.needed()]
