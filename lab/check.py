"""`python -m lab check [EXAMPLE or page]...`: run examples in the lab, and write down in which they ran.

Each gets a new machine under Node (check.mjs), with the variables and the width of the recordings; so many run at once
as there are processors. One that does not run is tried again with BuildKit or runc, if it may be for want of them.
What is known of this machine and an unchanged example isn't run again, unless it is named.
"""

import base64
import json
import os
import re
import subprocess
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import IO, Any, cast

from lab.build import HERE, NODE
from lab.checked import Checked
from lab.steps import Say
from lab.verdict import Outcome, fails, judge
from macros.examples import Example, examples
from macros.lab import BUILDKIT, DIST, RUNC
from macros.lab_examples import keys
from macros.needs import NEEDS
from macros.transcripts import Command
from tests.engine.model import EngineError
from tests.examples.references import base_image_references
from tests.examples.runner import LIMIT
from tests.examples.shell import COLUMNS, ROWS, SETTINGS, echo_pattern, prompt_pattern, seen_lines
from tests.processes import in_session, kill_each

SLOWER = 10  # an emulated engine takes so many times the seconds of a real one, and more on a busy machine
# Its engine is a reader's own, and its machine is the engine's; but it emulates nothing, and has none of our tools.
LACKING = ("emulation", "project")
_BUILDS = re.compile(r"\bdocker (?:build|buildx|builder|image build|compose)\b")
# What crun says where it can't start a program.
_RUNTIME = re.compile(r"OCI runtime|exec container process")
# What readers meet first is known first.
ORDER = (
    "cmd-entrypoint/entrypoint-and-cmd",
    "first-container/",
    "why-containers/",
    "cmd-entrypoint/",
    "copy-add/",
    "dockerfile/",
    "life-of-a-container/",
    "images-and-layers/",
    "storage/",
)


def check(names: Sequence[str], say: Say) -> int:
    """Check these examples, or those of these pages, or all that are not known yet; returns the exit status.

    Raises EngineError where the lab is not built, does not start, or a name names nothing.
    """
    if not (DIST / "lab.json").is_file():
        raise EngineError("The lab is not built here. Run `make lab` first.")
    about = json.loads((DIST / "lab.json").read_text(encoding="utf-8"))
    checked, known = Checked(about), examples()
    checked.keep_only({example.name for example in known})
    wanted = [each for each in _named(names, known) if names or not checked.knows(each)]
    for example, verdict in verdicts(in_order(wanted), about["images"]):
        ran_before = checked.examples.get(example.name, {}).get("ran")
        checked.note(example, verdict)
        say(f"{example.name}: {told(verdict)}")
        if ran_before and not verdict["ran"]:
            say(f"{example.name}: it ran before. Pages don't offer it now.")
    ran = sum(each["ran"] for each in checked.examples.values())
    say(f"{ran} of {len(known)} examples ran in the lab; {len(known) - len(checked.examples)} were not tried")
    return 0


def in_order(found: Iterable[Example]) -> list[Example]:
    """Examples in the order in which readers meet them, as far as ORDER says."""
    return sorted(found, key=lambda example: (_place(example), example.name))


def unmet(example: Example, images: Sequence[str]) -> str:
    """Why the example can't run in a machine that has these images, or ""."""
    if lacking := [NEEDS[need] for need in example.needs if need in LACKING]:
        return f"Needs {'; and '.join(lacking)}."
    if absent := [f"`{ref}`" for ref in base_image_references(example) if ref not in images]:
        return (
            f"Needs {', '.join(absent)}, which {'is' if len(absent) == 1 else 'are'} not on the lab's disk."
        )
    return ""


def told(verdict: dict[str, Any]) -> str:
    """A verdict in words, for the terminal."""
    if not verdict["ran"]:
        last = verdict.get("differs", [{}])[-1].get("lines", [])
        return "\n    ".join([f"did not run. {verdict['why']}", *last])
    differs = "".join(f"; command {each['command']}: {each['why']}" for each in verdict["differs"])
    first = "".join(f", after {each}" for each in verdict.get("first", ()))
    return f"ran in {verdict['seconds']:.0f} s{first}{differs}"


def job(example: Example, *first: str) -> dict[str, Any]:
    """What check.mjs is told to do; `first` are commands before those of the example."""
    limit = SLOWER * int(example.about.get("limit", LIMIT))
    return {
        "name": example.folder.name,
        "rows": ROWS,
        "columns": COLUMNS,
        "first": [" ".join(["export", *(f"{name}={value}" for name, value in SETTINGS.items())]), *first],
        "files": {
            path.relative_to(example.folder).as_posix(): {
                "base64": base64.b64encode(path.read_bytes()).decode(),
                "executable": bool(path.stat().st_mode & 0o100),
            }
            for path in example.files
        },
        "commands": [
            {
                "text": command.text,
                "seconds": limit,
                "inputs": [
                    {"prompt": prompt_pattern(typed).pattern, "text": keys(typed.text)}
                    for typed in command.inputs
                ],
            }
            for command in example.transcript.commands
        ],
    }


def outcome(command: Command, said: dict[str, Any]) -> Outcome:
    """How a command went, from a line of check.mjs. What was asked and typed is no output."""
    raw = said["pieces"]
    for place, typed in enumerate(command.inputs[: len(raw) - 1]):
        raw[place] = prompt_pattern(typed).sub("", raw[place])
        if keys(typed.text).endswith("\r"):  # of a key the terminal shows what it pleases
            raw[place + 1] = echo_pattern(typed.text).sub("", raw[place + 1], count=1)
    lines = tuple(line for piece in raw for line in seen_lines(piece))
    return Outcome(lines, said.get("status"), said["seconds"] - said["waited"], said["unanswered"])


def verdicts(
    wanted: Sequence[Example], images: Sequence[str]
) -> Generator[tuple[Example, dict[str, Any]], None, None]:
    """What is found out about each example, as it comes. Where that is broken off, no machine goes on."""
    nodes: set[int] = set()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        coming = {pool.submit(_verdict, example, images, nodes): example for example in wanted}
        try:
            for done in as_completed(coming):
                yield coming[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            while not all(each.done() for each in coming):
                for node in [*nodes]:
                    kill_each(in_session(node))
                time.sleep(0.1)


def _verdict(example: Example, images: Sequence[str], nodes: set[int]) -> dict[str, Any]:
    if reason := unmet(example, images):
        return {"ran": False, "why": reason}
    plain = judge(*_run(example, nodes))
    needs_runc, builds = _is_of_runtime(plain), _builds(example)
    if plain["ran"] or not (needs_runc or builds):
        return plain
    # Once more first, lest a moment's trouble be taken for a need.
    found = judge(*_run(example, nodes))
    if not found["ran"] and needs_runc:
        found = judge(*_run(example, nodes, RUNC), RUNC)
    if not found["ran"] and builds:
        found = judge(*_run(example, nodes, BUILDKIT), BUILDKIT)
        if not found["ran"] and (needs_runc or _is_of_runtime(found)):
            found = judge(*_run(example, nodes, BUILDKIT, RUNC), BUILDKIT, RUNC)
    return found if found["ran"] else plain


def _builds(example: Example) -> bool:
    return any(_BUILDS.search(command.text) for command in example.transcript.commands)


def _is_of_runtime(verdict: dict[str, Any]) -> bool:
    """Whether an example did not run for what crun says."""
    last = verdict.get("differs", [{}])[-1].get("lines", ()) if not verdict["ran"] else ()
    return any(_RUNTIME.search(line) for line in last)


def _run(example: Example, nodes: set[int], *first: str) -> tuple[Sequence[Command], list[Outcome]]:
    """Run an example's commands, up to the first one that fails it."""
    commands = example.recorded_transcript.commands
    went: list[Outcome] = []
    for said in _said(job(example, *first), nodes):
        command = commands[len(went)]
        went.append(outcome(command, said))
        if fails(command, went[-1]):
            break
    return commands, went


def _said(told: dict[str, Any], nodes: set[int]) -> Iterator[dict[str, Any]]:
    """The lines of check.mjs, which ends with the last that is taken; its process is one of `nodes` meanwhile.

    Raises EngineError where there is none.
    """
    node = subprocess.Popen(
        [NODE, HERE / "check.mjs", DIST],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # it may be a program that starts another one
    )
    nodes.add(node.pid)
    with node:
        try:
            stdin, stdout, stderr = (cast("IO[str]", pipe) for pipe in (node.stdin, node.stdout, node.stderr))
            stdin.write(json.dumps(told))
            stdin.close()
            yield from map(json.loads, stdout)
            if node.wait():
                raise EngineError(f"The lab's machine does not run: {stderr.read().strip()}")
        finally:
            kill_each(in_session(node.pid))
            nodes.discard(node.pid)


def _named(names: Sequence[str], known: Sequence[Example]) -> Iterator[Example]:
    for name in names:
        if not any(name in (example.name, example.folder.parent.name) for example in known):
            raise EngineError(f"There is no example and no page `{name}`. `ls snippets` lists the pages.")
    for example in known:
        if not names or {example.name, example.folder.parent.name} & {*names}:
            yield example


def _place(example: Example) -> int:
    places = (place for place, start in enumerate(ORDER) if f"{example.name}/".startswith(start))
    return next(places, len(ORDER))
