"""busybox:1.37 from Debian's busybox-static: one static program, a name in /bin for each of its commands."""

import subprocess
from pathlib import Path

from tests.engine.standins import Workshop
from tests.engine.standins.roots import Root

PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONFIG = {"Cmd": ["sh"], "Env": [PATH]}
HISTORY = ["BusyBox 1.37 (stand-in)"]
FILES = {
    "etc/passwd": (
        "root:x:0:0:root:/root:/bin/sh\n"
        "daemon:x:1:1:daemon:/usr/sbin:/bin/false\n"
        "bin:x:2:2:bin:/bin:/bin/false\n"
        "sys:x:3:3:sys:/dev:/bin/false\n"
        "sync:x:4:100:sync:/bin:/bin/sync\n"
        "mail:x:8:8:mail:/var/spool/mail:/bin/false\n"
        "www-data:x:33:33:www-data:/var/www:/bin/false\n"
        "operator:x:37:37:Operator:/var:/bin/false\n"
        "nobody:x:65534:65534:nobody:/home:/bin/false\n"
    ),
    "etc/group": (
        "root:x:0:\ndaemon:x:1:\nbin:x:2:\nsys:x:3:\nadm:x:4:\ntty:x:5:\ndisk:x:6:\nmail:x:8:\nwheel:x:10:root\n"
        "www-data:x:33:\noperator:x:37:\nusers:x:100:\nnobody:x:65534:\n"
    ),
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}


def make(shop: Workshop) -> list[Path]:
    """The one layer."""
    program = next((shop.system("busybox-static") / "unpacked").glob("**/bin/busybox"))
    commands = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    root = Root(shop.folder / "root.tar")
    root.folder("bin")
    root.file("bin/busybox", program.read_bytes(), 0o755)
    for command in sorted(set(commands) - {"busybox"}):
        root.hard_link(f"bin/{command}", "bin/busybox")
    for name in ("dev", "etc", "etc/network", "usr", "usr/bin", "usr/sbin", "var", "var/spool", "var/www"):
        root.folder(name)
    for name, content in FILES.items():
        root.file(name, content)
    root.file("etc/shadow", "".join(f"{user}:*:::::::\n" for user in _users()), 0o640)
    root.symlink("usr/bin/env", "../../bin/env")
    root.folder("home", owner=65534)
    root.folder("root", mode=0o700)
    root.folder("tmp", mode=0o1777)
    root.folder("var/spool/mail")
    return [root.close()]


def _users() -> list[str]:
    return [line.split(":")[0] for line in FILES["etc/passwd"].splitlines()]
