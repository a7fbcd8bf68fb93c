"""The build: which step is made of which, and the folder that comes out."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lab import cli, disk, images, kernel, pack, program, root, sources, store
from lab import compile as compiling
from lab.engine import image_engine
from lab.packages import GUEST, PinnedLists, group
from lab.pins import Pins
from lab.steps import Input, Say, Steps
from macros.problems import ROOT
from macros.reference import reference
from tests.engine.model import EngineError
from tests.engine.standins import workshop

HOME = ROOT / ".cache" / "lab"
DIST = HOME / "dist"
HERE = Path(__file__).parent
GUEST_FILES = HERE / "guest"
HARDWARE = HERE / "hardware.json"
NODE = Path(sys.prefix) / "bin" / "node"


@dataclass
class Build:
    """One build. Each method is a step, or several of a kind; its `made` call names all that its result hangs on."""

    steps: Steps
    lists: PinnedLists
    pins: Pins
    say: Say

    def dist(self) -> None:
        """Make DIST anew, whole or not at all."""
        facts, files = self.facts()
        half = self.steps.home / "half-made-dist"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        for name, file in files.items():
            if file.is_dir():
                shutil.copytree(file, half / name, copy_function=_link)
            else:
                shutil.copy2(file, half / name)
        (half / "lab.json").write_text(json.dumps({"version": pack.version(facts), **facts}, indent=1))
        shutil.rmtree(DIST, ignore_errors=True)
        half.rename(DIST)

    def facts(self) -> tuple[dict[str, object], dict[str, Path]]:
        """What lab.json says, without the version; and the files, or folders, by their names in DIST."""
        system, kept = self.kernel(), self.store()
        image = self.disk(system, kept) / "disk.erofs"
        packing = HERE / "pack.py"
        # Beside the emulated machine and the packing of its memory, which keep one processor busy each.
        with ThreadPoolExecutor(1) as beside:
            chunks_made = beside.submit(
                self.steps.made, "chunks", [image.parent, packing], lambda to: pack.disk(to, image)
            )
            saved = self.snapshot(system, image) / "state.bin"
            packed = self.steps.made("state", [saved.parent, packing], lambda to: pack.state(to, saved))
            chunks = chunks_made.result()
        state = json.loads((packed / "state.json").read_text(encoding="utf-8"))
        chunks_name = pack.name_of(image, "disk", "/")
        programs = {file.stem: file for file in sorted(self.program().iterdir())}
        named = {key: pack.name_of(file, key, file.suffix) for key, file in programs.items()}
        source_list = self.steps.home / "sources.txt"
        source_list.write_text(sources.text(self.pins), encoding="utf-8")
        sources_name = pack.name_of(source_list, "sources", ".txt")
        hardware = json.loads(HARDWARE.read_text(encoding="utf-8"))
        facts = {
            # What it is made of, and so the same for each build of the same sources; the saved memory never is.
            "machine": saved.parent.name.rpartition("-")[2],
            "engine": reference().engine,
            "platform": f"linux/{images.ARCHITECTURE}",
            "memory": hardware["machine"]["memory_size"],
            "kernel": kernel.version(system),
            "images": store.references(kept),
            "program": named,
            "hardware": hardware["machine"],
            "jit": hardware["jit"],
            "state": state,
            "disk": {
                "bytes": image.stat().st_size, "chunk": disk.CHUNK, "parts": chunks_name, "suffix": pack.ZST,
            },
            "click": state["bytes"] + sum(file.stat().st_size for file in programs.values()),
            "sources": sources_name,
        }  # fmt: skip
        files = {named[key]: file for key, file in programs.items()}
        files |= {part["file"]: packed / part["file"] for part in state["parts"]}
        return facts, files | {chunks_name: chunks, sources_name: source_list}

    def kernel(self) -> Path:
        """Debian's kernel and its modules."""
        inputs: list[Input] = [self.pins.text(group(kernel.SUITE, architecture=GUEST)), HERE / "kernel.py"]
        return self.steps.made("kernel", inputs, lambda to: kernel.fetch(to, self.lists))

    def program(self) -> Path:
        """What runs in the browser."""
        inputs: list[Input] = [
            self.pins.text("npm", group(program.SUITE, architecture=GUEST)),
            HERE / "program.py",
        ]
        return self.steps.made("program", inputs, lambda to: program.fetch(to, self.lists, self.pins))

    def toolchain(self) -> Path:
        """The compiler of what the guest gets compiled."""
        inputs: list[Input] = [self.pins.text(group(workshop.SUITE, architecture=GUEST)), HERE / "compile.py"]
        return self.steps.made("toolchain", inputs, lambda to: compiling.toolchain(to, self.lists))

    def command_line(self) -> Path:
        """The `docker` command."""
        groups = group(cli.SUITE, architecture=GUEST), group(cli.SUITE, "deb-src")
        inputs: list[Input] = [self.pins.text(*groups), HERE / "cli.py", HERE / "chroot.py"]
        tools = self.steps.made("go", inputs, lambda to: cli.fetch(to, self.lists))
        version = reference().engine
        return self.steps.made("docker", [tools, version], lambda to: cli.make(to, tools, version))

    def disk(self, system: Path, kept: Path) -> Path:
        """The guest's disk."""
        tools, source = self.toolchain(), GUEST_FILES / "control.c"
        control = self.steps.made("control", [tools, source], lambda to: compiling.control(to, tools, source))
        inputs: list[Input] = [self.pins.text(group(root.SUITE, architecture=GUEST)), HERE / "root.py"]
        packages = self.steps.made("packages", inputs, lambda to: root.fetch(to, self.lists))
        names = GUEST_FILES / "modules"
        kept_modules = self.steps.made(
            "modules", [system, names, HERE / "kernel.py"], lambda to: kernel.keep_modules(to, system, names)
        )
        modules = kept_modules / "lib/modules" / kernel.version(system)
        own = {"usr/sbin/lab-control": control / "control", "usr/bin/docker": self.command_line() / "docker"}
        inputs = [
            packages,
            kept_modules,
            *(path.parent for path in own.values()),
            HERE / "root.py",
            HERE / "elf.py",
            HERE / "prelink.py",
            *sorted(GUEST_FILES.iterdir()),
            root.settings(),
        ]
        whole = self.steps.made(
            "root", inputs, lambda to: root.assemble(to, packages, modules, own, GUEST_FILES)
        )
        return self.steps.made("disk", [whole, kept, HERE / "disk.py"], lambda to: disk.make(to, whole, kept))

    def store(self) -> Path:
        """The images, as the guest's engine keeps them."""
        inputs: list[Input] = [
            self.pins.text(
                group(workshop.SUITE, architecture=GUEST), group(workshop.NEWER_SUITE, architecture=GUEST)
            ),
            *(HERE / name for name in ("images.py", "engine.py", "store.py", "compile.py")),
            *dict.fromkeys(file for recipe in images.IMAGES.values() for file in images.recipe_files(recipe)),
        ]
        return self.steps.made("store", inputs, self._make_store)

    def _make_store(self, to: Path) -> None:
        tools = self.toolchain()
        compiled = self.steps.made(
            "busybox", [tools], lambda folder: compiling.busybox(folder, tools, self.lists)
        )
        data, archives = to / "engine" / "data", []
        data.parent.mkdir()
        with image_engine(data, self.say) as engine:
            made: dict[str, Path] = {}
            for ref, recipe in images.IMAGES.items():
                made[recipe] = to / "engine" / recipe
                made[recipe].mkdir()
                self.say(f"store: image {ref} ...")
                if recipe == images.COMPILED:
                    images.make_busybox(made[recipe], ref, compiled)
                else:
                    images.make(made[recipe], ref, engine, self.lists, made)
                archives.append(made[recipe] / "image.tar")
            store.load(engine, archives)
        store.take(data, to)
        shutil.rmtree(to / "engine")

    def snapshot(self, system: Path, image: Path) -> Path:
        """The warm machine, saved; not packed."""
        runs = self.program()
        inputs: list[Input] = [
            system, image.parent, runs, HARDWARE, kernel.COMMAND_LINE, HERE / "kernel.py",
            HERE / "cpio.py", GUEST_FILES / "init", HERE / "snapshot.mjs",
        ]  # fmt: skip

        def make(to: Path) -> None:
            first = to / "initramfs"
            first.write_bytes(kernel.initramfs(system, GUEST_FILES / "init"))
            words = [
                runs,
                kernel.image(system),
                first,
                image,
                kernel.COMMAND_LINE,
                HARDWARE,
                to / "state.bin",
            ]
            done = subprocess.run(
                [NODE, HERE / "snapshot.mjs", *map(str, words)], stderr=subprocess.PIPE, text=True
            )
            if done.returncode:
                raise EngineError(f"The machine could not be saved.\n{done.stderr.strip()}")
            first.unlink()

        return self.steps.made("snapshot", inputs, make)


def build(say: Say) -> None:
    """Make DIST. Raises EngineError or PinError; what was made until then is kept."""
    pins = Pins()
    HOME.mkdir(parents=True, exist_ok=True)
    lists = HOME / "half-made-lists"
    shutil.rmtree(lists, ignore_errors=True)
    Build(Steps(HOME, say), PinnedLists(lists, pins), pins, say).dist()
    shutil.rmtree(lists, ignore_errors=True)


def measure() -> int:
    """Print how fast the built lab is; returns the status of the program that measures it."""
    return subprocess.run([NODE, HERE / "measure.mjs", DIST]).returncode


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
