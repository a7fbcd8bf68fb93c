"""The reference environment: the one place that says what transcripts are recorded in."""

from dataclasses import dataclass
from pathlib import Path

from macros.data import HTTPS, TEXT, Data, read_data
from macros.problems import ROOT

PLUGINS = ("buildx", "compose")  # what the command line of the engine brings along
REFERENCE_FILE = ROOT / "snippets" / "reference.yml"
_VERSION = {"type": "string", "pattern": r"^\d+\.\d+\.\d+$", "description": "Write it like 28.5.2."}
SCHEMA = {
    "type": "object",
    "required": ["engine", "platform", "images", "buildx", "compose"],
    "additionalProperties": False,
    "properties": {
        "engine": _VERSION,
        "platform": TEXT,
        "images": {"enum": ["stand-in", "official"]},
        "buildx": _VERSION,
        "compose": _VERSION,
        "newer": {
            "type": "object",
            "additionalProperties": HTTPS,
            "description": "Write lines `docker run --option: https://...`, the page that says what it does.",
        },
    },
}


@dataclass(frozen=True)
class Environment:
    """An engine's version, its platform (`os/architecture`) and the kind of its base images."""

    engine: str
    platform: str
    images: str

    def __str__(self) -> str:
        return f"Docker Engine {self.engine}, {self.platform}, {self.images} images"


def reference(path: Path = REFERENCE_FILE) -> Environment:
    """Read the reference environment from snippets/reference.yml. Raises ProblemError."""
    value = read_data(path, SCHEMA).value
    return Environment(value["engine"], value["platform"], value["images"])


def plugin(name: str, path: Path = REFERENCE_FILE) -> str:
    """The version of `buildx` or `compose` in the reference environment. Raises ProblemError."""
    return str(read_data(path, SCHEMA).value[name])


def newer(path: Path | None = None) -> tuple[Data, tuple[str, ...]]:
    """The file, and the calls that it declares to be newer than the reference. Raises ProblemError."""
    data = read_data(path or REFERENCE_FILE, SCHEMA)
    return data, tuple(data.value.get("newer", ()))
