"""A small program is put together here, byte by byte: no machine needs a 32-bit compiler for it."""

import struct
from pathlib import Path

import pytest

from lab import elf
from lab.prelink import BASE, prelinked

INTERPRETER, DYNAMIC, NAMES, SYMBOLS, RELOCATIONS, JUMPS, DATA, END = (
    0x100,
    0x120,
    0x1C0,
    0x1A0,
    0x1E0,
    0x200,
    0x220,
    0x240,
)
TLS_TPOFF, GLOB_DAT, JUMP_SLOT, RELATIVE = 14, 6, 7, 8


def program(kinds: tuple[int, int] = (RELATIVE, GLOB_DAT)) -> bytes:
    """A program with two relocations, one jump, one symbol of its own and one of a library's."""
    out = bytearray(END)
    header = struct.pack("<HHIIIIIHHHHHH", 3, 3, 1, 0x230, 52, 0x999, 0, 52, 32, 4, 40, 7, 6)
    out[0:52] = b"\x7fELF\x01\x01\x01" + bytes(9) + header
    parts = [(1, 0, END), (2, DYNAMIC, 72), (3, INTERPRETER, 16), (0x6474E551, 0, 0)]
    for number, (kind, place, size) in enumerate(parts):
        struct.pack_into("<8I", out, 52 + 32 * number, kind, place, place, place, size, size, 7, 4)
    out[INTERPRETER : INTERPRETER + 14] = b"/lib/ld-linux\0"
    entries = [
        (1, 1), (5, NAMES), (6, SYMBOLS), (17, RELOCATIONS), (18, 16), (23, JUMPS), (2, 8), (0x6FFFFFFA, 1), (0, 0),
    ]  # fmt: skip
    for number, entry in enumerate(entries):
        struct.pack_into("<II", out, DYNAMIC + 8 * number, *entry)
    out[NAMES : NAMES + 11] = b"\0libc.so.6\0"
    struct.pack_into("<IIIBBH", out, SYMBOLS, 1, 0, 0, 0x12, 0, 0)  # a library's
    struct.pack_into("<IIIBBH", out, SYMBOLS + 16, 1, 0x234, 0, 0x12, 0, 3)  # its own
    struct.pack_into("<IIII", out, RELOCATIONS, DATA, kinds[0], DATA + 4, kinds[1] | 1 << 8)
    struct.pack_into("<II", out, JUMPS, DATA + 8, JUMP_SLOT | 1 << 8)
    struct.pack_into("<III", out, DATA, 0x50, 0x60, 0x70)
    return bytes(out)


def number(content: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", content, place)[0])


def test_relative_relocations_are_applied_and_gone() -> None:
    done = prelinked(program())
    assert number(done, DATA) == BASE + 0x50
    assert number(done, DATA + 4) == 0x60
    assert struct.unpack_from("<II", done, RELOCATIONS) == (BASE + DATA + 4, GLOB_DAT | 1 << 8)
    entries = {tag: value for tag, value, _ in elf.Elf(done).dynamic()}
    assert entries[18] == 8
    assert entries[0x6FFFFFFA] == 0


def test_jumps_symbols_and_the_entry_get_the_base() -> None:
    done = prelinked(program())
    assert number(done, JUMPS) == BASE + DATA + 8
    assert number(done, DATA + 8) == BASE + 0x70
    assert number(done, SYMBOLS + 16 + 4) == BASE + 0x234
    assert number(done, SYMBOLS + 4) == 0
    assert number(done, 24) == BASE + 0x230


def test_the_program_says_that_it_is_fixed_and_where() -> None:
    found = elf.Elf(prelinked(program()))
    assert found.kind == 2
    assert [part.address for part in found.segments] == [BASE, BASE + DYNAMIC, BASE + INTERPRETER, 0]
    assert found.needed() == ["libc.so.6"]


def test_an_unknown_relocation_is_refused() -> None:
    with pytest.raises(ValueError, match="relocation of type 42"):
        prelinked(program((42, GLOB_DAT)))


def test_a_program_that_has_its_place_stays_as_it_is() -> None:
    done = prelinked(program())
    assert prelinked(done) == done


def test_the_libraries_of_a_file_are_found(tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_bytes(program())
    assert elf.needed(file) == ["ld-linux", "libc.so.6"]
    file.write_bytes(b"#!/bin/sh\n")
    assert elf.needed(file) == []
