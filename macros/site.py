"""The macros themselves: from a name in a page to HTML that fits the place of the page in the site."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.utils import get_relative_url

from macros.calls import TABLES, calls, shown_at
from macros.examples import Example, example, examples
from macros.problems import ProblemError
from macros.reference import reference
from macros.show import anchor, show_example, show_examples, show_index
from macros.tables import show_table


class Site:
    """Macros that know which page they are called from."""

    def __init__(self, env: Any) -> None:
        self._env = env

    def example(self, name: str) -> str:
        """One example: its files, its recorded run, its download."""
        return _or_stop(show_example, example(name), self._url)

    def examples(self, *names: str) -> str:
        """Several examples in one set of tabs, for comparison."""
        return _or_stop(show_examples, [example(name) for name in names], self._url)

    def all_examples(self) -> str:
        """Every example, by chapter, with what it teaches and where it is shown."""
        chapters: dict[str, list[Example]] = {}
        for each in examples():
            chapters.setdefault(each.folder.parent.name, []).append(each)
        return "\n\n".join(_or_stop(show_index, chosen, self._where(), self._url) for chosen in chapters.values())

    def table(self, name: str) -> str:
        """A table of docs/_data/tables, with the source of each row."""
        urls = {name: str(get_relative_url(url, self._url)) for name, url in self._where().items()}
        return _or_stop(show_table, TABLES / f"{name}.yml", urls)

    def count(self, what: str) -> str:
        """How many `examples`, `commands`, `outputs`, `dockerfiles` or `compose files` the site has."""
        every = examples()
        commands = [command for each in every for command in each.transcript.commands]
        return str({
            "examples": len(every),
            "commands": len(commands),
            "outputs": sum(1 for command in commands if command.output),
            "dockerfiles": sum(len(each.dockerfiles) for each in every),
            "compose files": sum(len(each.compose_files) for each in every),
        }[what])

    def reference_engine(self) -> str:
        """The version of the engine that transcripts are recorded with."""
        return reference().engine

    @property
    def _url(self) -> str:
        return str(self._env.page.url)

    def _where(self) -> dict[str, str]:
        """Example -> address of its place on the page that shows it first."""
        places: dict[str, str] = {}
        known = {each.name: each for each in examples()}
        for name, shown in shown_at().items():
            page = shown[0].removeprefix("docs/").rpartition(".md:")[0]
            url = "" if page == "index" else f"{page}/"
            places[name] = f"{url}#{anchor(known[name])}"
        return places


def check_page(page: Path) -> None:
    """Raise MkDocs' Abort, which ends the build with status 1, if a macro call of the page can't work."""
    try:
        calls(page)
    except ProblemError as error:
        raise Abort(str(error)) from error


def _or_stop(make: Any, *arguments: Any) -> str:
    try:
        return str(make(*arguments))
    except ProblemError as error:
        raise Abort(str(error)) from error


