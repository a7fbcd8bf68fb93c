"""Packing: files named by their content, the state in parts, the disk in compressed chunks."""

import hashlib
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.disk import CHUNK
from tests.engine.model import EngineError

# A part of the state: an interrupted download goes on with the next one, a damaged one is fetched again alone.
PART = 4 << 20
# --long: the state is 100 MB in which much is there twice, far apart.
STATE_LEVEL = ["--ultra", "-20", "--long=27"]
# Twice as quick as the highest level, and half a percent larger.
DISK_LEVEL = ["-15"]
ZST = ".zst"


def name_of(path: Path, stem: str, suffix: str) -> str:
    """The name of a file in dist: `stem`, the start of its content's SHA-256, `suffix`."""
    return f"{stem}.{digest(path)[:12]}{suffix}"


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state(folder: Path, saved: Path) -> None:
    """Compress a saved state into parts in `folder`; state.json there says what lab.json says of it."""
    packed = folder / "packed"
    _compress(saved, packed, STATE_LEVEL)
    parts = split(packed, folder)
    facts = {"bytes": packed.stat().st_size, "unpacked": saved.stat().st_size, "parts": parts}
    packed.unlink()
    (folder / "state.json").write_text(json.dumps(facts))


def split(packed: Path, folder: Path, size: int = PART) -> list[dict[str, object]]:
    """Cut a file into parts in `folder`, named by their content; returns what lab.json says of each."""
    parts: list[dict[str, object]] = []
    with packed.open("rb") as file:
        while content := file.read(size):
            sha256 = hashlib.sha256(content).hexdigest()
            name = f"state-{len(parts):02}.{sha256[:12]}{ZST}"
            (folder / name).write_bytes(content)
            parts.append({"file": name, "bytes": len(content), "sha256": sha256})
    return parts


def disk(folder: Path, image: Path) -> None:
    """Compress the chunks of a disk into `folder`: 0.zst, 1.zst and so on."""

    def chunk(number: int) -> None:
        with image.open("rb") as file:
            file.seek(number * CHUNK)
            content = file.read(CHUNK)
        plain = folder / str(number)
        plain.write_bytes(content)
        _compress(plain, folder / f"{number}{ZST}", DISK_LEVEL)
        plain.unlink()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(chunk, range(image.stat().st_size // CHUNK)))


def version(facts: dict[str, object]) -> str:
    """Twelve hexadecimal digits over all that lab.json says, and so over all files that it names."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]


def _compress(source: Path, target: Path, level: list[str]) -> None:
    done = subprocess.run(
        ["zstd", "--quiet", "--force", *level, source, "-o", target], capture_output=True, text=True
    )
    if done.returncode:
        raise EngineError(f"zstd failed: {done.stderr.strip()}")
