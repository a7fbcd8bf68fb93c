"""What the panel of the lab is told of an example."""

import json
from pathlib import Path

from macros.examples import example
from macros.lab import BUILDKIT, RUNC, Lab, fingerprint
from macros.lab_examples import write_lab_examples

NAME = "cmd-entrypoint/entrypoint-and-cmd"


def test_what_an_example_needs_first_is_typed_first_and_told(tmp_path: Path) -> None:
    shown = example(NAME)
    checked = {"ran": True, "differs": [], "of": fingerprint(shown)}
    told = []
    for more in ({}, {"first": [BUILDKIT, RUNC]}):
        write_lab_examples(tmp_path, Lab({}, {NAME: {**checked, **more}}))
        told.append(json.loads((tmp_path / f"lab/examples/{NAME}.json").read_text(encoding="utf-8")))
    first, second, *others = told[1]["steps"]
    assert others == told[0]["steps"] and first == {"label": BUILDKIT, "keys": f"{BUILDKIT}\r"}
    assert second == {"label": "use-runc", "keys": "use-runc\r"}
    assert [each["command"] for each in told[1]["differs"]] == [BUILDKIT, RUNC] and not told[0]["differs"]
