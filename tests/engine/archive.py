"""Image archives that `docker load` reads: one file in the layout of the OCI and of `docker save` at once.

The same input gives the same bytes, so an image made twice has the same ID.
"""

import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

# The moment that all files and images carry; any fixed one will do.
MADE = 1_761_955_200
MADE_TEXT = "2025-11-01T00:00:00Z"
OCI = "application/vnd.oci.image"


@dataclass(frozen=True)
class ImageIds:
    """The two IDs by which an engine may know an image: containerd's image store, and the older one."""

    manifest: str
    config: str

    def __contains__(self, image_id: str) -> bool:
        return image_id in (self.manifest, self.config)


def write(  # noqa: PLR0913, PLR0917
    path: Path, ref: str, layers: list[Path], config: dict[str, object], history: list[str], architecture: str
) -> ImageIds:
    """Write an archive of an image; `layers` are tar files, bottom first, with a line of `history` each."""
    blobs = {f"sha256:{_digest(layer)}": layer for layer in layers}
    settings = _json(
        {
            "architecture": architecture,
            "config": config,
            "created": MADE_TEXT,
            "history": [{"created": MADE_TEXT, "created_by": line} for line in history],
            "os": "linux",
            "rootfs": {"type": "layers", "diff_ids": list(blobs)},
        }
    )
    sizes = [
        {"mediaType": f"{OCI}.layer.v1.tar", "digest": name, "size": file.stat().st_size}
        for name, file in blobs.items()
    ]
    manifest = _json(
        {
            "schemaVersion": 2,
            "mediaType": f"{OCI}.manifest.v1+json",
            "config": _descriptor(f"{OCI}.config.v1+json", settings),
            "layers": sizes,
        }
    )
    named = _descriptor(f"{OCI}.manifest.v1+json", manifest) | {
        "annotations": {
            "io.containerd.image.name": full_name(ref),
            "org.opencontainers.image.ref.name": ref.rpartition(":")[2],
        }
    }
    small = {
        "oci-layout": _json({"imageLayoutVersion": "1.0.0"}),
        "index.json": _json({"schemaVersion": 2, "mediaType": f"{OCI}.index.v1+json", "manifests": [named]}),
        "manifest.json": _json(
            [{"Config": _blob(settings), "RepoTags": [ref], "Layers": [_path(name) for name in blobs]}]
        ),
        _blob(settings): settings,
        _blob(manifest): manifest,
    }
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in small.items():
            archive.addfile(_entry(name, len(content)), io.BytesIO(content))
        for name, file in blobs.items():
            with file.open("rb") as layer:
                archive.addfile(_entry(_path(name), file.stat().st_size), layer)
    return ImageIds("sha256:" + _digest(manifest), "sha256:" + _digest(settings))


def full_name(ref: str) -> str:
    """A reference with its registry, as containerd's image store names images."""
    registry, slash, _ = ref.partition("/")
    if slash and ("." in registry or ":" in registry or registry == "localhost"):
        return ref
    return f"docker.io/{ref}" if slash else f"docker.io/library/{ref}"


def ids(path: Path) -> ImageIds:
    """The IDs of the image in an archive."""
    with tarfile.open(path) as archive:
        index = json.load(archive.extractfile("index.json"))  # type: ignore[arg-type]
        docker = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    return ImageIds(index["manifests"][0]["digest"], "sha256:" + docker[0]["Config"].rpartition("/")[2])


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime = size, MADE
    return entry


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _path(digest: str) -> str:
    return "blobs/" + digest.replace(":", "/")


def _blob(content: bytes) -> str:
    return _path("sha256:" + _digest(content))


def _descriptor(kind: str, content: bytes) -> dict[str, object]:
    return {"mediaType": kind, "digest": "sha256:" + _digest(content), "size": len(content)}
