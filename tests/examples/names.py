"""The names that a transcript gives to what it makes: containers, images, volumes, networks, Compose projects.

Read from the commands alone, so that a name that is taken can be refused before anything runs, and so that
the clean-up can tell what a transcript made from what was made at the same time by somebody else.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.examples import Example
from macros.transcripts import Command

_SEPARATORS = {"&&", "||", ";", ";;", "|", "&", "(", ")", "\n", "<", ">", ">>", "<<", ">|", "<(", ";&", "|&"}
_NAMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
# The short options of `docker run` and `docker build` that take no value.
_SHORT_SWITCHES = "DPdiqt"
_NETWORK_SWITCHES = ("--attachable", "--config-only", "--ingress", "--internal", "--ipv4", "--ipv6")
_MOUNT_SOURCE = re.compile(r"(?:^|,)(?:source|src)=([^,]+)")


@dataclass
class Names:
    """Each name that a transcript makes, and the line of the command that makes it first."""

    containers: dict[str, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)
    volumes: dict[str, int] = field(default_factory=dict)
    networks: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)


def names(example: Example) -> Names:
    """Every name that the example's transcript makes on the engine."""
    found = Names()
    for command in example.transcript.commands:
        for words in docker_calls(command):
            _take(found, words, command.line, example.folder.name)
    return found


def docker_calls(command: Command) -> Iterator[list[str]]:
    """The words after `docker` of every docker call in a command, also in pipes, loops and substitutions."""
    text = command.text.replace("\\\n", " ").replace("$(", " ; ").replace("`", " ; ").replace("\n", " ; ")
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:  # a quote that the shell closes elsewhere, as in a here-document
        words = text.split()
    call: list[str] | None = None
    for word in words:
        if word in _SEPARATORS:
            if call:
                yield call
            call = None
        elif call is not None:
            call.append(word)
        elif word == "docker":
            call = []
    if call:
        yield call


def canonical(reference: str) -> str:
    """An image reference with what Docker adds to it: `greet` -> `docker.io/library/greet:latest`."""
    name, _, digest = reference.partition("@")
    first, slash, _ = name.partition("/")
    if not slash:
        name = f"docker.io/library/{name}"
    elif not (any(mark in first for mark in ".:") or first == "localhost"):
        name = f"docker.io/{name}"
    if digest:
        return f"{name}@{digest}"
    return name if ":" in name.rsplit("/", 1)[-1] else f"{name}:latest"


def _take(found: Names, words: list[str], line: int, folder: str) -> None:
    verb, rest = _verb(words)
    if verb in ("run", "create"):
        _note(found.containers, values(rest, "--name"), line)
        _note(found.volumes, _volumes(rest), line)
    elif verb == "build":
        _note(found.images, map(canonical, values(rest, "--tag", "-t")), line)
    elif verb in {"tag", "commit"} or verb == "import":
        _note(found.images, map(canonical, _plain(rest)[1:2]), line)
    elif verb == "rename":
        _note(found.containers, _plain(rest)[1:2], line)
    elif verb == "volume create":
        _note(found.volumes, _plain(rest)[-1:], line)
    elif verb == "network create":
        _note(found.networks, _plain(rest)[-1:], line)
    elif verb == "compose":
        _note(found.projects, list(values(rest, "--project-name", "-p")) or [folder], line)


def _verb(words: list[str]) -> tuple[str, list[str]]:
    """The subcommand in its short form (`docker container run` is `run`) and the words after it."""
    while words and words[0].startswith("-"):
        words = words[1:]
    if not words:
        return "", []
    if words[0] in ("container", "image", "buildx", "builder") and len(words) > 1:
        return words[1], words[2:]
    if words[0] in ("volume", "network") and len(words) > 1:
        return f"{words[0]} {words[1]}", words[2:]
    return words[0], words[1:]


def values(words: list[str], *options: str) -> Iterator[str]:
    """The values of options, such as `--tag` and `-t`, among the words of a docker call.

    A short option may stand behind switches in one word (`-qt greet`), and right before its value (`-tgreet`).
    """
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, equals, value = word.partition("=")
        if word.startswith("-") and not word.startswith("--"):
            letters = word[1:].lstrip("".join(set(_SHORT_SWITCHES) - {each[1:] for each in options}))
            option, equals, value = f"-{letters[:1]}", letters[1:], letters[1:].removeprefix("=")
        if option in options and (found := value if equals else following):
            yield found


def _plain(words: list[str]) -> list[str]:
    """Words that are neither options nor, as far as `--option value` can be told, their values."""
    plain, skip = [], False
    for word in words:
        if skip or (word.startswith("-") and word != "-"):
            skip = not skip and word.startswith("-") and "=" not in word and word not in _NETWORK_SWITCHES
            continue
        plain.append(word)
    return plain


def _volumes(words: list[str]) -> Iterator[str]:
    for value in values(words, "--volume", "-v"):
        source, colon, _ = value.partition(":")
        if colon and _NAMED.fullmatch(source):
            yield source
    for value in values(words, "--mount"):
        if "type=bind" not in value and (match := _MOUNT_SOURCE.search(value)):
            yield match[1]


def _note(place: dict[str, int], found: Iterator[str] | list[str] | map, line: int) -> None:  # type: ignore[type-arg]
    for name in found:
        if "$" not in name:
            place.setdefault(name, line)
