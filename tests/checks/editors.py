"""The JSON schemas that editors complete and check data by: made of those that the checks use themselves.

`python -m tests.checks.editors` writes them.
"""

import json
from pathlib import Path
from typing import Any

from macros import base_images, claims, examples, glossary, reference, tables, truth_schema
from macros.problems import ROOT, Problem, relative
from macros.text import read_text

FOLDER = ROOT / "schemas"
SETTINGS = ROOT / ".vscode" / "settings.json"
# Name of a schema -> the files that it is for, and itself.
SCHEMAS: dict[str, tuple[str, dict[str, Any]]] = {
    "example": ("snippets/*/*/example.yml", examples.SCHEMA),
    "truth-table": ("snippets/truth/*/table.yml", truth_schema.SCHEMA),
    "images": ("snippets/images.yml", base_images.SCHEMA),
    "reference": ("snippets/reference.yml", reference.SCHEMA),
    "table": ("docs/_data/tables/*.yml", tables.SCHEMA),
    "claims": ("docs/_data/claims/*.yml", claims.SCHEMA),
    "glossary": ("docs/_data/glossary.yml", glossary.SCHEMA),
}


def problems() -> list[Problem]:
    """Schemas that are not as the checks have them, and settings that lead to others."""
    mend = "Run `.venv/bin/python -m tests.checks.editors`, and commit what it writes."
    return [
        Problem(relative(path), 1, "The file is not what the checks go by.", mend)
        for path, text in _texts().items()
        if not path.is_file() or read_text(path) != text
    ]


def main() -> None:
    """Write the schemas, and the settings of an editor that lead to them."""
    for path, text in _texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _texts() -> dict[Path, str]:
    schemas = {
        FOLDER / f"{name}.json": _text({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        for name, (_, schema) in SCHEMAS.items()
    }
    places = {f"./schemas/{name}.json": files for name, (files, _) in SCHEMAS.items()}
    return {**schemas, SETTINGS: _text({"yaml.schemas": places, "yaml.customTags": ["!ENV sequence"]})}


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
