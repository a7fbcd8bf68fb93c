"""Records what docker's command line has, from its own `--help`."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from macros.problems import relative
from macros.records import write
from macros.reference import PLUGINS
from tests.cli.model import CLI_FILE, Cli, CliCommand
from tests.engine import Engine
from tests.engine.model import docker, upstream

_USAGE = re.compile(r"^Usage: +docker((?: [a-z][a-z-]*(?!\S))*) ?(.*)$", re.MULTILINE)
_ALIASES = re.compile(r"^Aliases:\n +(.*)$", re.MULTILINE)
_GROUP = re.compile(r"^[A-Z][\w ]*ommands:\n((?:  .*\n)+)", re.MULTILINE)
_MEMBER = re.compile(r"^  ([a-z][\w-]*)(\*?) ", re.MULTILINE)
# What a help says of an option goes on in lines that stand further to the right.
_OPTION = re.compile(r"^(?:  (-\w), |      )(--[\w-]+)( \S)?", re.MULTILINE)
# An engine that answers takes what it has not out of the help; none takes nothing out.
_ALONE = {"DOCKER_HOST": "unix:///nobody/listens/here", "BUILDX_EXPERIMENTAL": ""}
_AT_ONCE = 4


def record_cli(engine: Engine) -> None:
    """Ask the engine's command line, and write down what it has."""
    new = ask(engine)
    old = CLI_FILE.read_text(encoding="utf-8") if CLI_FILE.exists() else ""
    if new.text() != old:
        write(CLI_FILE, new.text())
    state = "unchanged" if new.text() == old else "recorded"
    print(f"{relative(CLI_FILE)}: {state}, {len(new.commands)} commands", flush=True)


def ask(engine: Engine) -> Cli:
    """What the command line that leads to this engine has."""
    env = engine.env | _ALONE
    found: dict[str, CliCommand] = {}
    names = [""]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while names:
            helps = pool.map(lambda name: docker(env, *name.split(), "--help").stdout, names)
            deeper = [
                each for name, said in zip(names, helps, strict=True) for each in _take(found, name, said)
            ]
            known = {name for command in found.values() for name in (command.name, *command.also)}
            names = [name for name in deeper if name not in known]
    return Cli(versions(engine), tuple(found[name] for name in sorted(found)))


def _take(found: dict[str, CliCommand], name: str, said: str) -> list[str]:
    """Note a command by its help, and by all its names; returns the commands that the help lists."""
    command = read(name, said)
    before = found.get(command.name, command)
    also = {*before.also, *command.also, name} - {command.name}
    found[command.name] = replace(command, also=tuple(sorted(also)))
    return [f"{command.name} {member}".strip() for member in members(said)]


def versions(engine: Engine) -> dict[str, str]:
    """The versions of docker and of its plugins."""
    asked = {"docker": engine.docker("version", "--format", "{{.Client.Version}}").stdout.split()[0]}
    for name in PLUGINS:
        said = engine.docker(name, "version").stdout
        asked[name] = next(word for word in said.split() if re.match(r"v?\d+\.\d", word)).removeprefix("v")
    return {name: upstream(version) for name, version in asked.items()}


def read(name: str, said: str) -> CliCommand:
    """A command by its help. The name is the one that the help has: `buildx build` for `build`."""
    usage = _USAGE.search(said)
    proper, rest = (usage[1].strip(), usage[2]) if usage else (name, "")
    aliases = _ALIASES.search(said)
    also = [each.removeprefix("docker ") for each in aliases[1].split(", ")] if aliases else []
    options = list(_options(said))
    return CliCommand(
        proper,
        rest,
        tuple(sorted({*also} - {proper})),
        tuple(option for option, takes_value in options if not takes_value),
        tuple(option for option, takes_value in options if takes_value),
    )


def members(said: str) -> Iterator[str]:
    """The commands that a help lists; of plugins only those that every installation of Docker has."""
    for group in _GROUP.findall(said):
        for name, is_plugin in _MEMBER.findall(group):
            if not is_plugin or name in PLUGINS:
                yield name


def _options(said: str) -> Iterator[tuple[str, bool]]:
    for short, long, value in _OPTION.findall(said):
        yield from ((name, bool(value)) for name in (short, long) if name)
