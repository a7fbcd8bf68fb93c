"""Renews the pins: fetches all that the lab is made of, and writes down what it was."""

import tempfile
from pathlib import Path

from lab import cli, compile, images, kernel, program, root  # noqa: A004 -- the module
from lab.build import HOME
from lab.packages import PinnedLists
from lab.pins import Pins
from lab.steps import Say


def pin(say: Say) -> None:
    """Write `pins.json` anew. Raises EngineError if the archives lack something; the file is as before, then."""
    pins = Pins(record=True)
    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HOME) as name:
        work = Path(name)
        lists = PinnedLists(work / "lists", pins)
        say("pinning the kernel and what runs in the browser ...")
        kernel.fetch(work / "kernel", lists)
        (work / "program").mkdir()
        program.fetch(work / "program", lists, pins)
        say("pinning the engine ...")
        root.fetch(work / "packages", lists)
        say("pinning what the command line is compiled from ...")
        cli.fetch(work / "go", lists)
        say("pinning the compiler, and busybox's source ...")
        compile.toolchain(work / "toolchain", lists)
        compile.fetch_busybox(work / "busybox", lists)
        for recipe in images.IMAGES.values():
            if recipe != images.COMPILED:
                say(f"pinning the image {recipe} ...")
                images.fetch(work / recipe, recipe, lists)
    pins.save()
