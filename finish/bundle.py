"""The whole site as a zip, to be unpacked and read from a folder (file://), where there is no server.

A browser shows no `index.html` for a folder by itself there, so links name it. What only a host needs is not in it, nor
is the Content Security Policy: what 'self' is for a file, browsers do not agree on. The lab can't be fetched there
either, so no button leads to it.
"""

import io
import re
import zipfile
from pathlib import Path

from finish.lab import is_of_lab
from finish.offline import FOR_PROGRAMS, WORKER
from macros.lab import FOLDER

_MADE = (2026, 1, 1, 0, 0, 0)  # fixed, so that the same site gives the same bytes
_NOT_IN = ("404.html", WORKER, *FOR_PROGRAMS)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_TRY = re.compile(r"<button[^>]* data-lab=.*?</button>")
_MARKDOWN = re.compile(r'<link\b[^>]*type="text/markdown"[^>]*>')
_LINK = re.compile(r'(<(?:a|link)\b[^>]*?\shref=")([^"#?]+)')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//")


def write_zip(site: Path, name: str, address: str) -> int:
    """Write the zip `name` into the site, whose address it is linked with; returns its size in bytes."""
    content = archive(site, name, address)
    (site / name).write_bytes(content)
    return len(content)


def archive(site: Path, name: str, address: str) -> bytes:
    """The zip; the same bytes for the same site. Links to the zip itself lead to the newest one, at the address."""
    buffer = io.BytesIO()
    left_out = {path for each in (*_NOT_IN, name) for path in site.rglob(each)}
    left_out |= {path for path in (site / FOLDER).rglob("*") if is_of_lab(path, site)}
    with zipfile.ZipFile(buffer, "w") as zipped:
        for path in sorted(path for path in site.rglob("*") if path.is_file() and path not in left_out):
            content = path.read_bytes()
            if path.suffix == ".html":
                content = for_a_folder(content.decode(), name, address).encode()
            entry = zipfile.ZipInfo(f"{Path(name).stem}/{path.relative_to(site).as_posix()}", _MADE)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".zip" else zipfile.ZIP_DEFLATED
            zipped.writestr(entry, content)
    return buffer.getvalue()


def for_a_folder(page: str, name: str, address: str) -> str:
    """A page as it can be read from a folder."""

    def link(match: re.Match[str]) -> str:
        before, path = match.groups()
        last = path.rpartition("/")[2]
        if _ELSEWHERE.match(path):
            return str(match[0])
        if last == name:
            return f"{before}{address}{name}"
        if last in (".", ".."):
            return f"{before}{path}/index.html"
        return f"{before}{path}{'' if last else 'index.html'}"

    return _LINK.sub(link, _TRY.sub("", _MARKDOWN.sub("", _POLICY.sub("", page))))
