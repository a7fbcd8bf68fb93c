"""A fault that somebody makes: an edit of one file, and the problem that it must give."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ANY_PAGE = "docs/(any page).md"  # a page that no other fault of the same copy edits
Edit = Callable[[str], str]


@dataclass(frozen=True)
class Fault:
    """An edit of the file at `path`, and what the checks must say.

    `says` is the start of the message behind the address. The address is the edited file, and the line on which the
    first occurrence of `word` ends; with `at`, another file, and the line of `word` there. Without a word it is line 1.
    `checks` are the modules of tests/checks that are run. `also`: words of further messages that it brings along, as
    rarely as can be. `stops`: the site can't be built with it, which hides others. `alone`: it hides even those.
    """

    path: str
    edit: Edit
    says: str
    checks: str
    word: str = ""
    at: str = ""
    also: str = ""
    stops: bool = False
    alone: bool = False

    def apply(self, root: Path, path: str) -> None:
        """Make the edit below `root`, in the file at `path`. Raises ValueError where it would change nothing."""
        file = root / path
        before = file.read_bytes().decode() if file.is_file() else ""
        after = self.edit(before)
        if after == before:
            raise ValueError(f"{self.says}: the edit changes nothing in {path}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(after.encode(errors="surrogateescape"))

    def expected(self, root: Path, path: str) -> str:
        """The start of the line that the checks must print, once all edits are made."""
        at = self.at or path
        line = 1
        if self.word:
            text = (root / at).read_bytes().decode(errors="surrogateescape")
            if self.word not in text:
                raise ValueError(f"{self.says}: `{self.word}` is not in {at}")
            line = text[: text.index(self.word) + len(self.word)].count("\n") + 1
        return f"{at}:{line}: {self.says.replace('(page)', path.removeprefix('docs/'))}"


def append(text: str) -> Edit:
    """The text, behind all that is there, as a paragraph of its own."""
    return lambda before: f"{before}\n{text}\n"


def replace(old: str, new: str) -> Edit:
    """The first occurrence replaced."""

    def replaced(before: str) -> str:
        if old not in before:
            raise ValueError(f"`{old}` is not there any more")
        return before.replace(old, new, 1)

    return replaced


def whole(text: str) -> Edit:
    """The whole file, also a new one."""
    return lambda _: text
