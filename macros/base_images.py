"""The base images that examples may use: snippets/images.yml as objects, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from macros.data import HTTPS, TEXT, read_data
from macros.problems import ROOT, Problem, ProblemError, relative

IMAGES_FILE = ROOT / "snippets" / "images.yml"
_IMAGE = {
    "type": "object",
    "required": ["ref", "why", "ends", "source", "digest", "standin"],
    "additionalProperties": False,
    "properties": {
        "ref": {
            "type": "string",
            "pattern": r"^[a-z0-9][a-z0-9._/-]*:[A-Za-z0-9][A-Za-z0-9._-]*$",
            "description": "Write a name with a tag, like `busybox:1.37`.",
        },
        "why": TEXT,
        "ends": {},
        "source": HTTPS,
        "digest": {
            "type": ["string", "null"],
            "pattern": "^sha256:[0-9a-f]{64}$",
            "description": "Write it like sha256:0123..., or null.",
        },
        "standin": TEXT,
    },
}
SCHEMA = {
    "type": "object",
    "required": ["images"],
    "additionalProperties": False,
    "properties": {"images": {"type": "array", "items": _IMAGE}},
}


@dataclass(frozen=True)
class BaseImage:
    """One image that examples may use; `line` is where snippets/images.yml lists it."""

    ref: str
    why: str
    ends: date | None
    source: str
    digest: str | None
    standin: str
    line: int

    def ended(self, today: date) -> bool:
        """Whether its support had ended before a day."""
        return self.ends is not None and self.ends < today


def base_images(path: Path | None = None) -> dict[str, BaseImage]:
    """All base images by reference. Raises ProblemError with all that is wrong with the list."""
    return _read(path or IMAGES_FILE)


@cache
def _read(path: Path) -> dict[str, BaseImage]:
    data = read_data(path, SCHEMA)
    images: dict[str, BaseImage] = {}
    found = []
    for place, values in enumerate(data.value["images"]):
        image = BaseImage(**values, line=data.line("images", place))
        if image.ends is not None and type(image.ends) is not date:
            keys: list[str | int] = ["images", place, "ends"]
            found.append(data.problem(keys, "`ends` is not a day.", "Write it like 2028-08-09, or null."))
        if known := images.get(image.ref):
            what = f"{image.ref} is listed on line {known.line} already."
            found.append(data.problem(["images", place], what, "Remove one of the two."))
        images.setdefault(image.ref, image)
    if found:
        raise ProblemError(*found)
    return images


def ended(today: date, path: Path | None = None) -> list[Problem]:
    """The images that are past their end of support on a day. Raises ProblemError as base_images()."""
    return [
        Problem(
            relative(path or IMAGES_FILE),
            image.line,
            f"The support of {image.ref} ended on {image.ends}.",
            f"Move the examples that use it to a newer image, or correct the date by {image.source}.",
        )
        for image in base_images(path).values()
        if image.ended(today)
    ]
