"""Drawings in pages: told to those who don't see them, and drawn in the colors of the scheme."""

import re

from macros.problems import Problem, relative
from tests.checks.source import Source, of_each_page

_SVG = re.compile(r"<svg\b(?P<attributes>[^>]*)>(?P<inside>.*?)</svg>", re.DOTALL)
_TITLE = re.compile(r"<title id=\"(?P<id>[\w-]+)\">[^<]+</title>")
_DESCRIPTION = re.compile(r"<desc id=\"(?P<id>[\w-]+)\">[^<]+</desc>")
_COLOR = re.compile(
    r"(?:fill|stroke|color|stop-color)\s*[=:]\s*\"?(?P<color>#[0-9a-fA-F]{3,8}|rgba?\([^)]*\)|[a-z]+)"
)
_TEXT = re.compile(r">[^<]*(?=<)")  # not a part of a tag
_FREE = ("none", "currentcolor", "inherit", "context-stroke", "context-fill", "transparent", "url", "var")
_STYLE = re.compile(r"\sstyle=\"|<style\b")


def problems() -> list[Problem]:
    """What is wrong with the drawings of the pages under docs/."""
    return of_each_page(lambda page: of_page(Source(page)))


def of_page(source: Source) -> list[Problem]:
    """What is wrong with the drawings of one page."""
    where = relative(source.path)
    found = []
    for match in _SVG.finditer(source.prose):
        line = source.line(match.start())
        names = [
            each["id"]
            for each in (_TITLE.search(match["inside"]), _DESCRIPTION.search(match["inside"]))
            if each
        ]
        if len(names) < 2:
            mend = (
                'Write `<title id="...">` and `<desc id="...">` at its start: what it is, and what one sees.'
            )
            found.append(Problem(where, line, "A drawing has no title or no description.", mend))
        elif (
            f'aria-labelledby="{" ".join(names)}"' not in match["attributes"]
            or 'role="img"' not in match["attributes"]
        ):
            mend = f'Write `<svg role="img" aria-labelledby="{" ".join(names)}" ...>`.'
            found.append(Problem(where, line, "A drawing does not name its title and its description.", mend))
        found += _colors(source, where, match)
    return found


def _colors(source: Source, where: str, drawing: "re.Match[str]") -> list[Problem]:
    mend = "Give it a class, such as `d-box`: the style sheet has its colors for light and for dark."
    found = [
        Problem(
            where,
            source.line(drawing.start() + match.start()),
            f"The color `{match['color']}` is fixed.",
            mend,
        )
        for match in _COLOR.finditer(_TEXT.sub(lambda text: " " * len(text[0]), drawing[0]))
        if match["color"].lower() not in _FREE
    ]
    return found + [
        Problem(
            where, source.line(drawing.start() + match.start()), "A drawing has a style of its own.", mend
        )
        for match in _STYLE.finditer(drawing[0])
    ]
