"""The reference environment: the one place that says what transcripts are recorded in."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from macros.problems import ROOT

REFERENCE_FILE = ROOT / "snippets" / "reference.yml"


@dataclass(frozen=True)
class Environment:
    """An engine's version, its platform (`os/architecture`) and the kind of its base images."""

    engine: str
    platform: str
    images: str

    def __str__(self) -> str:
        return f"Docker Engine {self.engine}, {self.platform}, {self.images} images"


def reference(path: Path = REFERENCE_FILE) -> Environment:
    """Read the reference environment from snippets/reference.yml."""
    return Environment(**yaml.safe_load(path.read_text(encoding="utf-8")))
