"""The base images that examples may use: snippets/images.yml as objects, and what is wrong with it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from macros.problems import ROOT, Problem, ProblemError, relative

IMAGES_FILE = ROOT / "snippets" / "images.yml"
FIELDS = {"ref": True, "why": True, "ends": False, "source": True, "digest": False, "standin": True}
REF = re.compile(r"[a-z0-9][a-z0-9._/-]*:[A-Za-z0-9][A-Za-z0-9._-]*")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


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


@cache
def base_images(path: Path = IMAGES_FILE) -> dict[str, BaseImage]:
    """All base images by reference. Raises ProblemError if the list can't be read."""
    images, found = _read(path)
    if found:
        raise ProblemError(*found)
    return {image.ref: image for image in images}


def problems(today: date, path: Path = IMAGES_FILE) -> list[Problem]:
    """What is wrong with the list on this day: fields, duplicates, images past their end of support."""
    images, found = _read(path)
    found += [
        Problem(
            relative(path),
            image.line,
            f"The support of {image.ref} ended on {image.ends}.",
            f"Move the examples that use it to a newer image, or correct the date by {image.source}.",
        )
        for image in images
        if image.ended(today)
    ]
    return sorted(found)


def _read(path: Path) -> tuple[list[BaseImage], list[Problem]]:
    where = relative(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        return [], [Problem(where, 1, f"The file can't be read: {error.strerror}.", "Restore it from git.")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [], [Problem(where, line, f"This is not YAML: {error.problem}.", "Correct the line.")]
    rows = _rows(root)
    if rows is None:
        return [], [
            Problem(where, 1, "There is no list named `images`.", "Write `images:` and a list below it.")
        ]
    images: list[BaseImage] = []
    found: list[Problem] = []
    lines: dict[str, int] = {}
    for row in rows:
        line = row.start_mark.line + 1
        values, wrong = _fields(row, where)
        found += wrong
        if wrong:
            continue
        image = BaseImage(**values, line=line)  # type: ignore[arg-type]
        if first := lines.get(image.ref):
            found.append(
                Problem(
                    where, line, f"{image.ref} is listed on line {first} already.", "Remove one of the two."
                )
            )
        lines.setdefault(image.ref, line)
        images.append(image)
    return images, found


def _rows(root: yaml.Node | None) -> list[yaml.Node] | None:
    for key, value in root.value if isinstance(root, yaml.MappingNode) else []:
        if key.value == "images" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
    return None


def _fields(row: yaml.Node, where: str) -> tuple[dict[str, object], list[Problem]]:
    """The values of one image, and what is wrong with them."""
    line = row.start_mark.line + 1
    if not isinstance(row, yaml.MappingNode):
        return {}, [Problem(where, line, "This is not an image.", f"Give it the fields {', '.join(FIELDS)}.")]
    constructor = yaml.SafeLoader("")
    values = {key.value: constructor.construct_object(value, deep=True) for key, value in row.value}
    lines = {key.value: key.start_mark.line + 1 for key, _ in row.value}
    found = []
    for name, needed in FIELDS.items():
        if name not in values:
            found.append(Problem(where, line, f"The field `{name}` is missing.", f"Add a line `{name}:`."))
        elif needed and not isinstance(values[name], str):
            found.append(
                Problem(where, lines[name], f"`{name}` is not a text.", "Write it on the same line.")
            )
    for name in values.keys() - FIELDS.keys():
        found.append(Problem(where, lines[name], f"`{name}` is not a field of an image.", "Remove it."))
    if found:
        return values, found
    if not REF.fullmatch(str(values["ref"])):
        found.append(
            Problem(where, lines["ref"], "`ref` is not a name with a tag.", "Write it like `busybox:1.37`.")
        )
    if values["ends"] is not None and type(values["ends"]) is not date:
        found.append(
            Problem(where, lines["ends"], "`ends` is not a day.", "Write it like 2028-08-09, or null.")
        )
    if values["digest"] is not None and not DIGEST.fullmatch(str(values["digest"])):
        found.append(
            Problem(
                where, lines["digest"], "`digest` is not a digest.", "Write it like sha256:0123..., or null."
            )
        )
    return values, found
