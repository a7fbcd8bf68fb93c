"""What the panel of the lab is told of an example."""

import json
from pathlib import Path

from macros.examples import example
from macros.lab import BUILDKIT, Lab, fingerprint
from macros.lab_examples import write_lab_examples

NAME = "cmd-entrypoint/entrypoint-and-cmd"


def test_an_example_that_needs_buildkit_begins_by_turning_it_on(tmp_path: Path) -> None:
    shown = example(NAME)
    checked = {"ran": True, "differs": [], "of": fingerprint(shown)}
    told = []
    for more in ({}, {"buildkit": True}):
        write_lab_examples(tmp_path, Lab({}, {NAME: {**checked, **more}}))
        told.append(json.loads((tmp_path / f"lab/examples/{NAME}.json").read_text(encoding="utf-8")))
    first, *others = told[1]["steps"]
    assert others == told[0]["steps"] and first == {"label": BUILDKIT, "keys": f"{BUILDKIT}\r"}
    assert [each["command"] for each in told[1]["differs"]] == [BUILDKIT] and not told[0]["differs"]
