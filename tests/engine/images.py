"""Makes base images available in an engine: official ones where a registry answers, else stand-ins."""

from collections.abc import Iterable
from dataclasses import replace

from docker.errors import NotFound

from macros.base_images import BaseImage, base_images
from tests.engine.model import Engine, EngineError
from tests.engine.say import Say, timed
from tests.engine.standins import archive, known_ids, make

PULL_SECONDS = 600


def provide(engine: Engine, refs: Iterable[str], say: Say) -> None:
    """Make the base images named in `refs` available in the engine, and note their kind in its environment.

    Raises EngineError for an image that isn't on the list, that can't be had, or whose name the user's engine
    has given to another image.
    """
    listed = base_images()
    wanted = list(dict.fromkeys(refs))
    if unknown := [ref for ref in wanted if ref not in listed]:
        raise EngineError(
            f"{', '.join(unknown)}: not in snippets/images.yml. Use an image of that list, or add it."
        )
    missing = [listed[ref] for ref in wanted if not official(engine, listed[ref], say)]
    make(missing, engine, say)
    for image in missing:
        load(engine, image, say)
    if missing:
        engine.environment = replace(engine.environment, images="stand-in")


def official(engine: Engine, image: BaseImage, say: Say) -> bool:
    """Whether the official image is there, or could be pulled."""
    if engine.images == "stand-in":
        return False
    if present := image_id(engine, image.ref):
        return present not in known_ids()
    source = f"{image.ref.rpartition(':')[0]}@{image.digest}" if image.digest else image.ref
    with timed(say, f"tried to pull {source}"):
        done = engine.docker("pull", "--quiet", source, check=False, timeout=PULL_SECONDS)
    if done.returncode:
        if engine.images == "official":
            raise EngineError(
                f"{source} can't be pulled: {done.stderr.strip()} Run with IMAGES=stand-in where no registry answers."
            )
        return False
    if image.digest:
        engine.docker("tag", source, image.ref)
    if engine.kind == "docker":
        say(f"engine: {image.ref} was pulled; it stays in your engine")
    return True


def load(engine: Engine, image: BaseImage, say: Say) -> None:
    """Load a stand-in that was made, unless it is there; never over another image of that name."""
    path, ours = archive(image.ref, image.standin)
    present = image_id(engine, image.ref)
    if present and present not in ours and present not in known_ids():
        raise EngineError(
            f"{image.ref} in this engine is another image ({present[:19]}) than our stand-in. Run with "
            "IMAGES=official to use it, or with ENGINE=private, or remove that tag yourself."
        )
    if present in ours:
        return  # this run's, or another's that still uses it, such as `make engine`
    # Noted before it is there: a load that is cut short may have made the tag.
    engine.loaded.append(image.ref)
    if present:
        # Made by an earlier recipe: without its name it would stay as an image without one.
        engine.docker("image", "rm", "--no-prune", image.ref, check=False)
    with timed(say, f"stand-in for {image.ref} loaded"):
        engine.docker("load", "--quiet", "--input", str(path), timeout=300)
    if (now := image_id(engine, image.ref)) not in ours:
        raise EngineError(f"{image.ref} was loaded as {now or 'nothing'}, not as {ours.manifest}.")


def withdraw(engine: Engine, say: Say) -> None:
    """Take the stand-ins of this run out of the user's engine; a name that is another image's by now stays."""
    ours = known_ids()
    for ref in engine.loaded:
        if image_id(engine, ref) not in ours:
            continue
        done = engine.docker("image", "rm", "--no-prune", ref, check=False)
        if done.returncode:
            say(f"engine: the stand-in for {ref} stays in your engine: {done.stderr.strip()}")


def image_id(engine: Engine, ref: str) -> str:
    """The ID of an image in the engine, or ""."""
    with engine.api() as client:
        try:
            return str(client.images.get(ref).id)
        except NotFound:
            return ""
