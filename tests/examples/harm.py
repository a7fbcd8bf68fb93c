"""What a transcript would do to what it does not make: refused on the user's engine before anything runs.

Read from the commands alone. A name that only the shell knows, such as `$id`, may be anybody's. What the scripts of
an example do is not read.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from macros.examples import Example
from macros.problems import Problem, relative
from tests.examples.calls import Call, calls
from tests.examples.names import Names, canonical


class Deed(NamedTuple):
    """What a verb does, to which kind of things, and which of its arguments name them."""

    does: str
    kind: str
    which: slice = slice(None)


_FIRST, _SECOND = slice(1), slice(1, 2)
_DEEDS = {
    "rm": Deed("remove", "containers"),
    "stop": Deed("stop", "containers"),
    "kill": Deed("kill", "containers"),
    "start": Deed("start", "containers"),
    "restart": Deed("restart", "containers"),
    "pause": Deed("pause", "containers"),
    "unpause": Deed("unpause", "containers"),
    "update": Deed("change", "containers"),
    "rename": Deed("rename", "containers", _FIRST),
    "exec": Deed("run something in", "containers", _FIRST),
    "attach": Deed("attach to", "containers", _FIRST),
    "network connect": Deed("connect", "containers", _SECOND),
    "network disconnect": Deed("disconnect", "containers", _SECOND),
    "rmi": Deed("remove", "images"),
    "volume rm": Deed("remove", "volumes"),
    "network rm": Deed("remove", "networks"),
}
_SENDS = re.compile(
    r"\s(?:-X|--request)[ =]*+(?!GET\b|HEAD\b)|\s(?:-d|--data\S*|--json|-T|--upload-file|-F|--form)\b"
)
_BY_API = "What this changes through the engine's API is not known."
_ENGINES_OWN = ("swarm", "plugin")


def harms(example: Example, made: Names) -> list[Problem]:
    """A problem for each call that could change what others made; `made` is what the transcript makes."""
    commands = example.transcript.commands
    found = [(call.line, what) for call in calls(commands) for what in _harms(call, made)]
    found += [(each.line, _BY_API) for each in commands if _changes_by_api(each.text)]
    mend = "Nothing was run. Use ENGINE=private."
    return [Problem(relative(example.transcript_path), line, what, mend) for line, what in found]


def _changes_by_api(text: str) -> bool:
    """Whether a command sends the engine more than a question."""
    return "--unix-socket" in text and bool(_SENDS.search(text))


def _harms(call: Call, made: Names) -> Iterator[str]:
    deed = _DEEDS.get(call.verb)
    if call.verb == "prune":
        yield "`prune` would remove what others made, too."
    elif call.verb in _ENGINES_OWN and call.arguments[:1] not in ([], ["ls"], ["inspect"]):
        yield f"`docker {call.verb}` would change the engine itself."
    elif call.verb == "compose":
        yield from _of_compose(call)
    elif call.verb == "cp":
        yield from _of_names(Deed("write into", "containers"), _copied_into(call), made)
    elif deed:
        named = call.arguments[deed.which]
        if not named:
            yield f"This would {deed.does} what only the shell knows."
        yield from _of_names(deed, named, made)
    elif call.verb in ("build", "tag", "commit", "import"):
        names = call.values("--tag", "-t") if call.verb == "build" else call.arguments[1:2]
        for name in names:
            if "$" in name:
                yield f"This would give the name `{name}` to an image, and only the shell knows whose name that is."


def _of_names(deed: Deed, names: list[str], made: Names) -> Iterator[str]:
    known = getattr(made, deed.kind)
    for name in names:
        if "$" in name or "*" in name:
            yield f"This would {deed.does} `{name}`, and only the shell knows what that is."
        elif (canonical(name) if deed.kind == "images" else name.removeprefix("/")) not in known:
            yield f"This would {deed.does} `{name}`, which the transcript does not make."


def _copied_into(call: Call) -> list[str]:
    container, colon, _ = call.arguments[-1].partition(":") if call.arguments else ("", "", "")
    return [container] if colon and not container.startswith((".", "/")) else []


def _of_compose(call: Call) -> Iterator[str]:
    for name, value in (*call.options, *call.env.items()):
        if "$" in value and name.startswith(("-", "COMPOSE_")):
            yield f"Which project `{value}` leads Compose to, only the shell knows."
    if "--rmi=all" in call.words or ("--rmi", "all") in pairwise(call.words):
        yield "`--rmi all` would remove images that the transcript does not make, such as base images."
