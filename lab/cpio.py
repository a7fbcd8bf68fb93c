"""Archives in the form that the kernel unpacks at its start (cpio, `newc`)."""

from pathlib import Path

_FOLDER, _FILE = 0o040000, 0o100000


def pack(files: dict[str, tuple[bytes, int]]) -> bytes:
    """An archive of files by name, each with its content and mode, and of the folders that they lie in."""
    folders = {str(parent) for name in files for parent in Path(name).parents} - {"."}
    entries = [(name, b"", _FOLDER | 0o755) for name in sorted(folders)]
    entries += [(name, content, _FILE | mode) for name, (content, mode) in sorted(files.items())]
    entries.append(("TRAILER!!!", b"", 0))
    return b"".join(_entry(number, *entry) for number, entry in enumerate(entries, start=1))


def _entry(number: int, name: str, content: bytes, mode: int) -> bytes:
    named = name.encode() + b"\0"
    # Number, mode, owner, group, links, time, size, four device numbers, length of the name, checksum.
    fields = [number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(named), 0]
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + named
    return _padded(head) + _padded(content)


def _padded(part: bytes) -> bytes:
    return part + b"\0" * (-len(part) % 4)
