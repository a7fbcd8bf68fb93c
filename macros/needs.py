"""What an example may need beyond an engine: `needs:` in example.yml, told to readers, looked for by the tests."""

from collections.abc import Iterable

NEEDS = {
    "host": "root on the Linux machine that the engine runs on",
    "private": "an engine that nobody else uses, because it could touch what others have there",
    "emulation": "an engine that emulates other processors",
    "project": "a clone of this project, with its tools set up by `make check`",
}


def in_words(needs: Iterable[str]) -> str:
    """The needs as the end of a sentence, or ""."""
    return "; and ".join(NEEDS[need] for need in needs)
