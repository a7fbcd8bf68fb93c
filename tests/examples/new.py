"""`make new EXAMPLE=chapter/name`: a folder that passes as soon as it is recorded."""

import re
import sys
from pathlib import Path

from macros.examples import ABOUT_FILE, SNIPPETS, TRANSCRIPT_FILE
from macros.problems import Problem, ProblemError, relative, report

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
UNWRITTEN = "Say in one sentence"  # how the lesson starts until somebody writes it
_DOCKERFILE = """\
FROM busybox:1.37
CMD ["echo", "Hello from {name}"]
"""
_ABOUT = f"""\
title: {{title}}
lesson: {UNWRITTEN} what the run shows; a sentence that could be wrong.
"""
_TRANSCRIPT = """\
$ docker build --quiet --tag {name} .
$ docker run --rm {name}
"""


def new(name: str) -> Path:
    """Make the folder snippets/<name>. Raises ProblemError if the name can't be used or is taken."""
    folder = SNIPPETS / name
    if not NAME.fullmatch(name):
        raise ProblemError(
            Problem(
                "snippets",
                1,
                f"`{name}` is not a name for an example.",
                "Use chapter/name in lower-case words with hyphens: "
                "`make new EXAMPLE=cmd-entrypoint/cmd-only`.",
            )
        )
    if folder.exists():
        raise ProblemError(
            Problem(relative(folder), 1, "The example is there already.", "Choose another name.")
        )
    folder.mkdir(parents=True)
    words = {"name": folder.name, "title": folder.name.replace("-", " ").capitalize()}
    for file, text in (("Dockerfile", _DOCKERFILE), (ABOUT_FILE, _ABOUT), (TRANSCRIPT_FILE, _TRANSCRIPT)):
        (folder / file).write_text(text.format(**words), encoding="utf-8")
    return folder


def main(arguments: list[str]) -> int:
    """Make the example that the one argument names, and say what comes next."""
    if len(arguments) != 1:
        print("Say which: make new EXAMPLE=chapter/name", file=sys.stderr)
        return 1
    try:
        folder = new(arguments[0])
    except ProblemError as error:
        return report(error.problems)
    print(f"Made {relative(folder)}/. Next:")
    print(f"  1. edit its files, title and lesson;\n  2. make record EXAMPLE={arguments[0]};")
    print(f'  3. show it on a page: {{@ example("{arguments[0]}") @}}')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
