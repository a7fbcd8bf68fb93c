"""Faults that only an engine finds: what an example's recording or files say is not what happens."""

from dataclasses import dataclass

from tests.faults.fault import Edit, append, replace
from tests.patience import patient

_RUN = "transcript.console"


@dataclass(frozen=True)
class RunFault:
    """An edit of one file of an example; the runner must say all of `says`, and `word` is on the line that it names.

    Without a word, the first line of the transcript is named. `limit` is in seconds for a command.
    """

    example: str
    file: str
    edit: Edit
    says: tuple[str, ...]
    word: str = ""
    limit: int = 60


def _fault(example: str, file: str, edit: Edit, *says: str, word: str = "", limit: int = 60) -> RunFault:
    return RunFault(example, file, edit, says, word, limit)


_CMD, _BOTH = "cmd-entrypoint/cmd-only", "cmd-entrypoint/entrypoint-and-cmd"
_SHELL, _STOP, _VOLUME = "cmd-entrypoint/variables-shell-form", "cmd-entrypoint/stop-handler", "storage/named"
_STATES, _COMPOSE, _DRIVERS = "life-of-a-container/states", "compose-basics/no-rebuild", "networks/drivers"

FAULTS = (
    # a recording that is not true
    _fault(_CMD, _RUN, replace("\nHi\n", "\nHo\n"), "output differs", "-Ho\n+Hi", word="greet echo Hi"),
    _fault(
        _BOTH,
        _RUN,
        replace("Hello World\n", ""),
        "output differs",
        "+Hello World",
        word="docker run --rm greet",
    ),
    _fault(
        _SHELL, _RUN, replace("Hello Moon", "Hello Moon\nHello Sun"), "-Hello Sun", word="--env NAME=Moon"
    ),
    _fault(
        _STATES,
        _RUN,
        replace("[exit 1]\n", ""),
        "exit status: recorded 0, now 1",
        word="rm job\njob\n$ state",
    ),
    _fault(_DRIVERS, _RUN, replace("macvlan", "macvtap"), "-macvtap\n+macvlan", word="docker info"),
    _fault(_STOP, _RUN, replace("real\t0m0.", "real\t0m10."), "output differs", word="time docker stop job"),
    # a command that is another one
    _fault(_CMD, _RUN, replace("run --rm greet\n", "run greet\n"), "The transcript left the container `"),
    _fault(
        _CMD, _RUN, replace("docker run", "dcoker run"), "exit status: recorded 0, now 127", word="dcoker run"
    ),
    _fault(_CMD, _RUN, replace("run --rm greet\n", "run --rn greet\n"), "unknown flag: --rn", word="--rn"),
    _fault(
        _BOTH, _RUN, replace("--rm greet Docker", "--rm grete Docker"), "Unable to find image", word="grete"
    ),
    _fault(
        _VOLUME, _RUN, replace("rm writer", "rm writers"), "No such container: writers", word="rm writers"
    ),
    _fault(
        _STATES, _RUN, replace("$ docker unpause job\njob\n", ""), "-running\n+paused", word="paused\n$ state"
    ),
    # what is left, and what does not end
    _fault(_CMD, _RUN, append("$ docker run --detach busybox:1.37 sleep 60"), "left the container `"),
    _fault(_CMD, _RUN, append("$ docker volume create"), "left the volume `"),
    _fault(
        _DRIVERS,
        _RUN,
        append("$ exit"),
        "The command ended the shell that the transcript runs in.",
        word="$ exit",
    ),
    _fault(
        _DRIVERS,
        _RUN,
        append("$ sleep 600"),
        f"`sleep 600`: The command did not end within {patient(3):g} s.",
        word="sleep 600",
        limit=3,
    ),
    _fault(
        _DRIVERS,
        _RUN,
        append("$ cat\nname: < One"),
        f"The prompt `name: ` did not come within {patient(3):g} s.",
        word="$ cat",
        limit=3,
    ),
    _fault(
        _DRIVERS,
        _RUN,
        append("$ true\nname: < One"),
        "ended before it showed the prompt `name: `.",
        word="$ true",
    ),
    # files that build or start something else
    _fault(_CMD, "Dockerfile", append("COPY nowhere /"), '"/nowhere": not found', word="docker build"),
    _fault(
        _CMD,
        "Dockerfile",
        append("RUN false"),
        "did not complete successfully: exit code: 1",
        word="docker build",
    ),
    _fault(
        _CMD,
        "Dockerfile",
        append('CMD ["false"]'),
        "exit status: recorded 0, now 1",
        word="docker run --rm greet",
    ),
    _fault(
        _BOTH,
        "Dockerfile",
        replace('"echo"', '"ecco"'),
        "executable file not found",
        word="docker run --rm greet",
    ),
    _fault(
        _SHELL,
        "Dockerfile",
        replace("NAME=World", "NAME=Word"),
        "-Hello World\n+Hello Word",
        word="--rm greet",
    ),
    _fault(_STOP, "worker", replace("trap", ": trap"), "output differs", word="time docker stop job"),
    _fault(_COMPOSE, "compose.yaml", replace("app:", "web:"), "-app-1 | first version", word="up --build"),
    _fault(
        _COMPOSE,
        "compose.yaml",
        replace("build: .", "image: nowhere.invalid/x"),
        "exit status: recorded 0",
        word="up",
    ),
    _fault(
        _COMPOSE,
        "compose.yaml",
        append("    network: x"),
        "additional properties 'network' not allowed",
        word="up",
    ),
    _fault(
        "networks/port-taken",
        _RUN,
        replace("0.0.0.0:8089:80", "0.0.0.0:8088:80"),
        "port is already allocated",
        word="--name third",
    ),
)
