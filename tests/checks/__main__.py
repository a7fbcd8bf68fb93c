"""`python -m tests.checks`: every check that needs neither an engine nor a browser; all problems at once."""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from macros.examples import examples as every_example
from macros.pages import pages as every_page
from macros.problems import Problem, ProblemError, report
from macros.truth import truth_tables
from tests.checks import (
    claims,
    compose,
    dockerfiles,
    examples,
    glossary,
    images,
    manifests,
    menu,
    pages,
    prose,
    python,
    readme,
    scripts,
    tables,
    truth,
    workflows,
)
from tests.checks.tools import files

Check = Callable[[], list[Problem]]
# The slowest come first, so that they don't run alone at the end.
CHECKS: tuple[Check, ...] = (
    python.problems,
    workflows.problems,
    scripts.problems,
    prose.problems,
    dockerfiles.problems,
    compose.problems,
    manifests.problems,
    images.problems,
    examples.problems,
    pages.problems,
    menu.problems,
    tables.problems,
    truth.problems,
    claims.problems,
    glossary.problems,
    readme.problems,
)
AT_ONCE = 2


def problems() -> list[Problem]:
    """What all checks find; they run side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [problem for found in pool.map(_found, CHECKS) for problem in found]


def checked() -> str:
    """What there was to check: `21 examples, 18 Dockerfiles, ...`."""
    every = every_example()
    counts = {
        "example": len(every),
        "Dockerfile": sum(len(example.dockerfiles) for example in every),
        "truth table": len(truth_tables()),
        "Compose file": sum(len(example.compose_files) for example in every),
        "page": len(every_page()),
        "Kubernetes manifest": len(manifests.manifests()),
        "workflow": len(workflows.ours() + workflows.shown()),
        "Python file": len(files("*.py")),
    }
    return ", ".join(
        f"{count} {thing}{'' if count == 1 else 's'}" for thing, count in counts.items() if count
    )


def main() -> int:
    """Print every problem, then one line with what was checked; the status is 1 if there is a problem."""
    start = time.monotonic()
    found = problems()
    status = report(found)
    many = len(set(found))
    verdict = f"{many} problem{'' if many == 1 else 's'}" if many else "no problems"
    print(f"checked {checked()} in {time.monotonic() - start:.0f} s: {verdict}", file=sys.stderr)
    return status


def _found(check: Check) -> list[Problem]:
    try:
        return check()
    except ProblemError as error:
        return error.problems


if __name__ == "__main__":
    sys.exit(main())
