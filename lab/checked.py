"""lab/checked.json: what is known of each example in the lab, written after each, so that a check can go on."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from macros.examples import Example
from macros.lab import CHECKED, fingerprint, read_checked
from macros.records import write


class Checked:
    """The record as it is on disk, for a machine that lab.json (`about`) describes."""

    def __init__(self, about: dict[str, Any], path: Path = CHECKED) -> None:
        """Raises ProblemError for a file that is not as this class writes it."""
        self.about = about
        self.path = path
        self.examples: dict[str, Any] = read_checked(path) if path.is_file() else {}

    def knows(self, example: Example) -> bool:
        """Whether this machine was asked about the example as it is now."""
        known = self.examples.get(example.name, {})
        return (known.get("machine"), known.get("of")) == (self.about["machine"], fingerprint(example))

    @property
    def elsewhere(self) -> int:
        """How many examples were checked in a machine that is made of something else."""
        return sum(known["machine"] != self.about["machine"] for known in self.examples.values())

    def note(self, example: Example, verdict: dict[str, Any]) -> None:
        """Write down what was found out about an example."""
        of = {"machine": self.about["machine"], "day": _today(), "of": fingerprint(example)}
        self.examples[example.name] = {**verdict, **of}
        self._write()

    def keep_only(self, names: set[str]) -> None:
        """Forget examples that are gone."""
        if gone := self.examples.keys() - names:
            for name in gone:
                del self.examples[name]
            self._write()

    def _write(self) -> None:
        head = {"engine": self.about["engine"], "platform": self.about["platform"], "day": _today()}
        rows = (f"{json.dumps(name)}: {json.dumps(told)}" for name, told in sorted(self.examples.items()))
        text = f'{json.dumps(head)[:-1]}, "examples": {{\n' + ",\n".join(rows) + "\n}}\n"
        write(self.path, text)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
