"""Templates that Jinja can't use: they end the build with the place of what is wrong, as a macro on a page does."""

import traceback
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.debug import rewrite_traceback_stack

from macros.problems import Problem, ProblemError, relative, sentence
from macros.stop import Stop


class Templates:
    """An event of MkDocs."""

    def on_env(self, env: Environment, /, **_: Any) -> None:
        """Tell what Jinja raises in our words."""
        env.handle_exception = _stop  # type: ignore[method-assign]


def unreadable(path: Path, error: TemplateSyntaxError) -> Problem:
    """The problem of a template that is not written as Jinja wants it."""
    what = f"Jinja can't read this: {sentence(str(error.message))}"
    return Problem(relative(path), error.lineno, what, "Mend it.")


def _stop(source: str | None = None) -> NoReturn:
    """Called by Jinja while it handles an error. Raises Stop, or the error where no template has part in it."""
    error = rewrite_traceback_stack(source)
    problem = None if isinstance(error, Stop) else _problem(error)
    if problem is None:
        raise error
    raise Stop(str(ProblemError(problem))) from error


def _problem(error: BaseException) -> Problem | None:
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return unreadable(Path(error.filename), error)
    frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename.endswith(".html")]
    if not frames:
        return None
    place = relative(Path(frames[-1].filename)), frames[-1].lineno or 1
    if isinstance(error, TemplateNotFound):
        return Problem(*place, f"There is no `overrides/{error.name}`.", "Correct the name.")
    return Problem(*place, f"Jinja can't use this: {sentence(str(error))}", "Mend it.")
