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
# What official images say besides the architecture.
VARIANTS = {"arm64": {"variant": "v8"}}


@dataclass(frozen=True)
class ImageIds:
    """The two IDs by which an engine may know an image: containerd's image store, and the older one."""

    manifest: str
    config: str

    def __contains__(self, image_id: str) -> bool:
        return image_id in (self.manifest, self.config)


def write(
    path: Path, ref: str, platforms: dict[str, list[Path]], config: dict[str, object], history: list[str]
) -> ImageIds:
    """Write an archive of an image.

    `platforms` are its architectures, the machine's own first, each with its layers: tar files, bottom first, with
    a line of `history` each. An image of more than one has an index.
    """
    layers = {_digest(layer): layer for files in platforms.values() for layer in files}
    images = [_image(architecture, files, config, history) for architecture, files in platforms.items()]
    blobs = [blob for image in images for blob in (image.settings, image.manifest)]
    if len(images) == 1:
        top, kind = images[0].manifest, f"{OCI}.manifest.v1+json"
    else:
        top, kind = _index([image.descriptor for image in images]), f"{OCI}.index.v1+json"
        blobs.append(top)
    named = _descriptor(kind, top) | {
        "annotations": {
            "io.containerd.image.name": full_name(ref),
            "org.opencontainers.image.ref.name": ref.rpartition(":")[2],
        }
    }
    own = images[0]
    small = {
        "oci-layout": _json({"imageLayoutVersion": "1.0.0"}),
        "index.json": _index([named]),
        "manifest.json": _json([{"Config": _blob(own.settings), "RepoTags": [ref], "Layers": own.layers}]),
        **{_blob(content): content for content in blobs},
    }
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in small.items():
            archive.addfile(_entry(name, len(content)), io.BytesIO(content))
        for digest, file in layers.items():
            with file.open("rb") as layer:
                archive.addfile(_entry(_path(f"sha256:{digest}"), file.stat().st_size), layer)
    return ImageIds("sha256:" + _digest(top), "sha256:" + _digest(own.settings))


def ids(path: Path) -> ImageIds:
    """The IDs of the image in an archive."""
    with tarfile.open(path) as archive:
        index = json.load(archive.extractfile("index.json"))  # type: ignore[arg-type]
        docker = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    return ImageIds(index["manifests"][0]["digest"], "sha256:" + docker[0]["Config"].rpartition("/")[2])


@dataclass(frozen=True)
class _Image:
    """The image of one platform: its blobs, the paths of its layers, and what an index says of it."""

    settings: bytes
    manifest: bytes
    layers: list[str]
    descriptor: dict[str, object]


def _image(architecture: str, layers: list[Path], config: dict[str, object], history: list[str]) -> _Image:
    platform = {"architecture": architecture, "os": "linux", **VARIANTS.get(architecture, {})}
    digests = [f"sha256:{_digest(layer)}" for layer in layers]
    settings = _json(
        {
            **platform,
            "config": config,
            "created": MADE_TEXT,
            "history": [{"created": MADE_TEXT, "created_by": line} for line in history],
            "rootfs": {"type": "layers", "diff_ids": digests},
        }
    )
    sizes = [
        {"mediaType": f"{OCI}.layer.v1.tar", "digest": digest, "size": layer.stat().st_size}
        for digest, layer in zip(digests, layers, strict=True)
    ]
    manifest = _json(
        {
            "schemaVersion": 2,
            "mediaType": f"{OCI}.manifest.v1+json",
            "config": _descriptor(f"{OCI}.config.v1+json", settings),
            "layers": sizes,
        }
    )
    descriptor = _descriptor(f"{OCI}.manifest.v1+json", manifest) | {"platform": platform}
    return _Image(settings, manifest, [_path(digest) for digest in digests], descriptor)


def _index(manifests: list[dict[str, object]]) -> bytes:
    return _json({"schemaVersion": 2, "mediaType": f"{OCI}.index.v1+json", "manifests": manifests})


def full_name(ref: str) -> str:
    """A reference with its registry, as containerd's image store names images."""
    registry, slash, _ = ref.partition("/")
    if slash and ("." in registry or ":" in registry or registry == "localhost"):
        return ref
    return f"docker.io/{ref}" if slash else f"docker.io/library/{ref}"


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
