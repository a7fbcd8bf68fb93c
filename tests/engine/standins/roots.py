"""Root file systems as tar files: written with fixed times, owners as numbers, entries in order."""

import hashlib
import io
import tarfile
from pathlib import Path

from tests.engine.archive import MADE


class Root:
    """A tar file being written; parents must be added before what lies in them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tar = tarfile.open(path, "w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.known: set[Path] = set()

    def folder(self, name: str, mode: int = 0o755, owner: int = 0) -> None:
        """Add a folder."""
        self._add(name, tarfile.DIRTYPE, mode, owner)

    def file(self, name: str, content: bytes | str, mode: int = 0o644) -> None:
        """Add a file."""
        data = content.encode() if isinstance(content, str) else content
        self._add(name, tarfile.REGTYPE, mode, 0, data)

    def hard_link(self, name: str, to: str) -> None:
        """Add a second name of a file."""
        self._add(name, tarfile.LNKTYPE, 0o755, 0, link=to)

    def symlink(self, name: str, to: str) -> None:
        """Add a symbolic link."""
        self._add(name, tarfile.SYMTYPE, 0o777, 0, link=to)

    def folders(self, name: str) -> None:
        """Add a folder and those that it lies in, once."""
        for path in (*reversed(Path(name).parents), Path(name)):
            if path != Path() and path not in self.known:
                self.known.add(path)
                self.folder(str(path))

    def tree(self, folder: Path, leave_out: tuple[str, ...] = ()) -> None:
        """Add all that lies below a folder, with its modes and owners, without what `leave_out` names."""
        names: dict[int, str] = {}
        for path in sorted(folder.rglob("*")):
            name, about = str(path.relative_to(folder)), path.lstat()
            if name in leave_out:
                continue
            entry = self.tar.gettarinfo(path, name)
            entry.mtime, entry.uname, entry.gname = MADE, "", ""
            if entry.isreg() or entry.islnk():
                first = names.setdefault(about.st_ino, name)
                entry.type, entry.linkname = (
                    (tarfile.REGTYPE, "") if first == name else (tarfile.LNKTYPE, first)
                )
                entry.size = about.st_size if first == name else 0
            self.tar.addfile(entry, io.BytesIO(path.read_bytes()) if entry.isreg() else None)

    def close(self) -> Path:
        """Finish the file."""
        self.tar.close()
        return self.path

    def _add(  # noqa: PLR0913, PLR0917
        self, name: str, kind: bytes, mode: int, owner: int, data: bytes = b"", link: str = ""
    ) -> None:
        entry = tarfile.TarInfo(name)
        entry.type, entry.mode, entry.mtime, entry.linkname = kind, mode, MADE, link
        entry.uid = entry.gid = owner
        entry.size = len(data)
        self.tar.addfile(entry, io.BytesIO(data))


def tidied(
    source: Path,
    target: Path,
    leave_out: tuple[str, ...] = (),
    base: Path | None = None,
    folders: dict[str, int] | None = None,
) -> Path:
    """Copy a root's tar file in a fixed form.

    Without the files below `leave_out` and those that `base` has too; with empty `folders` of these modes.
    """
    known = _fingerprints(base) if base else {}
    extra = folders or {}
    with tarfile.open(source) as old, tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as new:
        members = {clean(member.name): member for member in old.getmembers()}
        for name in sorted(members.keys() | extra.keys()):
            if name in extra:
                new.addfile(_folder(name, extra[name]))
                continue
            member = members[name]
            if not name or any(name == path or name.startswith(path + "/") for path in leave_out):
                continue
            content = old.extractfile(member) if member.isreg() else None
            data = content.read() if content else b""
            if known.get(name) == _fingerprint(member, data):
                continue
            member.name, member.mtime, member.uname, member.gname = name, MADE, "", ""
            member.pax_headers = {}
            if member.islnk():
                member.linkname = clean(member.linkname)
            new.addfile(member, io.BytesIO(data))
    return target


def certificates(folder: Path) -> bytes:
    """The file of all certificates that the unpacked package ca-certificates stands for."""
    found = sorted((folder / "usr/share/ca-certificates/mozilla").glob("*.crt"))
    return b"".join(path.read_bytes().rstrip(b"\n") + b"\n" for path in found)


def _folder(name: str, mode: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.mtime = tarfile.DIRTYPE, mode, MADE
    return entry


def clean(name: str) -> str:
    """A member's name without ./ before and / after it."""
    return name.removeprefix("./").strip("/") if name != "." else ""


def _fingerprints(path: Path) -> dict[str, tuple[object, ...]]:
    with tarfile.open(path) as tar:
        found = {}
        for member in tar.getmembers():
            content = tar.extractfile(member) if member.isreg() else None
            found[clean(member.name)] = _fingerprint(member, content.read() if content else b"")
        return found


def _fingerprint(member: tarfile.TarInfo, data: bytes) -> tuple[object, ...]:
    return member.type, member.mode, member.uid, member.gid, member.linkname, hashlib.sha256(data).digest()
