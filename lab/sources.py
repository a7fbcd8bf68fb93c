"""The file that names the sources of all that the lab is made of, as the licenses of many parts ask."""

from lab.pins import Pins

INTRODUCTION = """\
Sources of the lab
==================

The machine of the lab is made of packages of Debian and npm, most of them under free licenses such as the GPL that ask
whoever passes a program on to say where its source is. These are the source packages, in exactly the versions used.
Debian keeps all of them for good: https://snapshot.debian.org/package/NAME/VERSION/ (NAME and VERSION as below).
Source packages hold the license of each part in debian/copyright.

What is made from source here, and how, is in the folder lab/ of the site's own source.
"""


def text(pins: Pins) -> str:
    """The file's content."""
    debian = {
        source
        for group, pinned in pins.groups.items()
        if group != "npm"
        for _, _, *sources in pinned.values()
        for source in sources
    }
    npm = {f"{name} {pin[0]}" for name, pin in pins.groups.get("npm", {}).items()}
    lists = [("Source packages of Debian", sorted(debian)), ("Packages of npm", sorted(npm))]
    return INTRODUCTION + "".join(
        f"\n{title}\n\n" + "".join(f"  {line}\n" for line in lines) for title, lines in lists
    )
