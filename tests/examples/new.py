"""`make new EXAMPLE=page/name`: a folder that passes as soon as it is recorded."""

import re
import sys
from pathlib import Path

from macros.examples import ABOUT_FILE, SNIPPETS, TRANSCRIPT_FILE, TRUTH
from macros.problems import Problem, ProblemError, did_you_mean, relative, report

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
                "Use page/name in lower-case words with hyphens: `make new EXAMPLE=cmd-entrypoint/cmd-only`.",
            )
        )
    if name.startswith(f"{TRUTH}/"):
        mend = "docs/contribute.md says how to add one; an example belongs into the folder of its page."
        raise ProblemError(Problem(relative(SNIPPETS / TRUTH), 1, "Here are truth tables.", mend))
    if folder.exists():
        raise ProblemError(
            Problem(relative(folder), 1, "The example is there already.", "Choose another name.")
        )
    folder.mkdir(parents=True)
    words = {"name": folder.name, "title": folder.name.replace("-", " ").capitalize()}
    for file, text in (("Dockerfile", _DOCKERFILE), (ABOUT_FILE, _ABOUT), (TRANSCRIPT_FILE, _TRANSCRIPT)):
        (folder / file).write_text(text.format(**words), encoding="utf-8")
    return folder


def _of_new_page(folder: Path) -> str:
    """What to say where no other example is beside this one, since its page may be written otherwise."""
    pages = sorted(each.name for each in SNIPPETS.iterdir() if each.is_dir() and each != folder.parent)
    if len(list(folder.parent.iterdir())) > 1:
        return ""
    page = folder.parent.name
    return f" It is the first one of `{page}`. {did_you_mean(page, pages, '')}".rstrip()


def main(arguments: list[str]) -> int:
    """Make the example that the one argument names, and say what comes next."""
    if len(arguments) != 1:
        print("Say which: make new EXAMPLE=page/name", file=sys.stderr)
        return 1
    try:
        folder = new(arguments[0])
    except ProblemError as error:
        return report(error.problems)
    print(f"Made {relative(folder)}/.{_of_new_page(folder)} Next:")
    print(f"  1. edit its files, title and lesson;\n  2. make record EXAMPLE={arguments[0]};")
    print(f'  3. show it on a page: {{@ example("{arguments[0]}") @}}')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
