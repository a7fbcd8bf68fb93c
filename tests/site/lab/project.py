"""A project with the panel of the lab, and a lab in small: all that the panel fetches, but no machine."""

import hashlib
import json
import random
import shutil
from pathlib import Path
from typing import Any

from macros.examples import Example
from macros.lab import fingerprint
from macros.problems import ROOT
from tests.site.built import EXAMPLE, SmallProject

HERE = Path(__file__).parent
GREET, SCREAM, ELSEWHERE = "demo/greet", "demo/scream", "demo/elsewhere"
PARTS, PART = 3, 40_000
_XTERM = ROOT / "node_modules/@xterm"
_SECOND = EXAMPLE | {
    "example.yml": "title: Scream\nlesson: It says more.\n",
    "start.sh": "echo hi\n",
    "transcript.console": (
        "# recorded: Docker Engine 28.5.2, linux/amd64, stand-in images, 2026-11-24\n"
        "$ cat Dockerfile start.sh\nFROM busybox:1.37\n"
        "$ docker run --rm -it greet \\\n> sh\n/ # < ls\nbin\n/ # < ^D\n"
    ),
}
CHECKED: dict[str, Any] = {
    "engine": "28.5.2",
    "platform": "linux/386",
    "day": "2026-11-30",
    "examples": {
        GREET: {"ran": True, "seconds": 12.4, "differs": []},
        SCREAM: {
            "ran": True,
            "seconds": 3,
            "differs": [{"command": 1, "why": "It prints in capitals.", "lines": ["FROM"]}],
        },
        ELSEWHERE: {"ran": False, "why": "It needs a network."},
    },
}


class LabProject(SmallProject):
    """Three examples, two of which ran in the lab."""

    def __init__(self, root: Path, seed: int = 1) -> None:
        super().__init__(root)
        shutil.copytree(ROOT / "lab/panel", root / "lab/panel")
        shutil.copy(HERE / "machine.mjs", root / "lab/machine.mjs")
        self.example(_SECOND, SCREAM)
        self.example(EXAMPLE, ELSEWHERE)
        self.check()
        self.page(
            "\n\n".join([*(f'{{@ example("{name}") @}}' for name in CHECKED["examples"]), "{@ lab() @}"])
        )
        self.lab(seed)

    def check(self) -> None:
        """Write down that the examples, as they are now, were checked."""
        found = {
            name: {**told, "machine": "0" * 12, "day": CHECKED["day"], "of": self._fingerprint(name)}
            for name, told in CHECKED["examples"].items()
        }
        self.write("lab/checked.json", json.dumps(CHECKED | {"examples": found}))

    def _fingerprint(self, name: str) -> str:
        return fingerprint(Example(self.root / "snippets" / name))

    @property
    def dist(self) -> Path:
        return self.root / ".cache/lab/dist"

    def lab(self, seed: int) -> dict[str, Any]:
        """Write a lab: another seed gives another version."""
        shutil.rmtree(self.dist, ignore_errors=True)
        (self.dist / "disk.0").mkdir(parents=True)
        noise = random.Random(seed)  # noqa: S311  it only has to differ
        state = [self._put(f"state-{number:02}", "zst", noise.randbytes(PART)) for number in range(PARTS)]
        (self.dist / "disk.0/0.zst").write_bytes(noise.randbytes(1000))
        program = {
            "v86": self._put("libv86", "mjs", b"export class V86 {}\n"),
            "wasm": self._put("v86", "wasm", noise.randbytes(500)),
            "bios": self._put("seabios", "bin", b"bios"),
            "vga": self._put("vgabios", "bin", b"vga"),
            "xterm": self._put("xterm", "mjs", (_XTERM / "xterm/lib/xterm.mjs").read_bytes()),
            "xterm_fit": self._put("xterm_fit", "mjs", (_XTERM / "addon-fit/lib/addon-fit.mjs").read_bytes()),
            "xterm_css": self._put("xterm", "css", (_XTERM / "xterm/css/xterm.css").read_bytes()),
        }
        parts = [
            {
                "file": name,
                "bytes": PART,
                "sha256": hashlib.sha256((self.dist / name).read_bytes()).hexdigest(),
            }
            for name in state
        ]
        about = {
            "version": f"{seed:012x}",
            "engine": "28.5.2",
            "platform": "linux/386",
            "memory": 256 << 20,
            "kernel": "6.1.0",
            "images": ["busybox:1.37", "debian:trixie-slim"],
            "program": program,
            "state": {"bytes": PARTS * PART, "unpacked": 10 * PART, "parts": parts},
            "disk": {"bytes": 1000, "chunk": 1000, "parts": "disk.0/", "suffix": ".zst"},
            "click": PARTS * PART + 600_000,
            "sources": "sources.txt",
        }
        (self.dist / "lab.json").write_text(json.dumps(about), encoding="utf-8")
        return about

    def _put(self, stem: str, suffix: str, content: bytes) -> str:
        name = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        (self.dist / name).write_bytes(content)
        return name
