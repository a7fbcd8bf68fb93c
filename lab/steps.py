"""Steps of the build: each makes a folder, which is kept under the hash of what it was made of."""

import ast
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Say = Callable[[str], None]
Input = str | Path
HALF = "half-made"


class Steps:
    """A folder of results, `NAME-KEY/`. A build that was cut short goes on with the first step that it lacks."""

    def __init__(self, home: Path, say: Say) -> None:
        self.home = home
        self.say = say

    def made(self, name: str, inputs: Iterable[Input], make: Callable[[Path], None]) -> Path:
        """The result of the step `name`: from the cache, or made by `make` in an empty folder.

        `inputs` are what the result hangs on: texts, files (by content), results of other steps (by their key).
        Results of the same step from other inputs are deleted. What `make` raises goes through, and leaves no result.
        """
        done = self.home / f"{name}-{key(inputs)}"
        if done.exists():
            self.say(f"{name}: kept from before")
            return done
        self.say(f"{name} ...")
        start = time.monotonic()
        half = self.home / HALF / name
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        make(half)
        for earlier in self.home.glob(f"{name}-????????????"):
            shutil.rmtree(earlier)
        half.rename(done)
        self.say(f"{name}: made in {time.monotonic() - start:.0f} s")
        return done


def key(inputs: Iterable[Input]) -> str:
    """Twelve hexadecimal digits that change with any of the inputs."""
    digest = hashlib.sha256()
    for given in inputs:
        digest.update(hashlib.sha256(_content(given)).digest())
    return digest.hexdigest()[:12]


def _content(given: Input) -> bytes:
    if isinstance(given, str):
        return given.encode()
    if given.is_dir():  # the result of a step, whose name holds its key
        return given.name.encode()
    if given.suffix == ".py":  # not comments and form
        return ast.unparse(ast.parse(given.read_bytes())).encode()
    return given.read_bytes()
