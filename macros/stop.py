"""How a problem ends the build of the site: told once, as it is."""

import logging
import sys
from collections.abc import Callable
from typing import TypeVar

from mkdocs.exceptions import Abort

from macros.problems import ProblemError

Made = TypeVar("Made")


class Stop(Abort):
    """The end of a build; MkDocs prints its words last."""


def or_stop(make: Callable[[], Made]) -> Made:
    """What a call returns. Raises Stop where it raises ProblemError."""
    try:
        return make()
    except ProblemError as error:
        raise Stop(str(error)) from error


def tell_once() -> None:
    """Keep MkDocs from telling a Stop a second time, as an error of the page that it happened to read."""
    logging.getLogger("mkdocs.commands.build").addFilter(_is_no_stop)


def _is_no_stop(_record: logging.LogRecord) -> bool:
    return not isinstance(sys.exc_info()[1], Stop)
