"""Every image that an example uses is on the list of base images, or made by the example itself."""

from datetime import UTC, date, datetime

import yaml

from macros import base_images as listed
from macros.examples import Example, examples
from macros.problems import Problem, ProblemError, relative
from macros.text import read_text
from tests.examples.names import canonical, names
from tests.examples.references import used


def problems(today: date | None = None) -> list[Problem]:
    """Images that aren't on the list, and what is wrong with the list itself (as of today)."""
    try:
        known = listed.base_images()
    except ProblemError as error:
        return error.problems
    found = listed.ended(today or datetime.now(UTC).date())
    mend = f"Use one of {', '.join(known)}, or add it to {relative(listed.IMAGES_FILE)}."
    allowed = {canonical(ref) for ref in known}
    for example in examples():
        try:
            own = _own(example)
            found += [
                Problem(each.path, each.line, f"`{each.image}` is not on the list of base images.", mend)
                for each in used(example)
                if canonical(each.image) not in allowed | own
            ]
        except (ProblemError, yaml.YAMLError):
            continue  # a file that can't be read is reported, with its line, by the check of its kind
    return found


def _own(example: Example) -> set[str]:
    """The images that the example makes: tagged by its commands, or built by its Compose files."""
    own = set(names(example).images)
    for path in example.compose_files:
        data = yaml.safe_load(read_text(path))
        services = data.get("services") if isinstance(data, dict) else None
        for name, service in services.items() if isinstance(services, dict) else []:
            if isinstance(service, dict) and "build" in service:
                own.add(canonical(str(service.get("image") or f"{example.folder.name}-{name}")))
    return own
