"""`python -m tests.checks`: every check that needs neither an engine nor a browser; all problems at once.

Names of its modules choose some of them: `python -m tests.checks pages links`.
"""

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from macros.examples import examples as every_example
from macros.memory import collect_seldom
from macros.nodes import NOT_YAML
from macros.pages import pages as every_page
from macros.problems import Problem, ProblemError, did_you_mean, report
from macros.truth import truth_tables
from tests.checks import (
    claims,
    commands,
    compose,
    dockerfiles,
    editors,
    examples,
    figures,
    glossary,
    images,
    lab,
    leftovers,
    links,
    manifests,
    markup,
    menu,
    orphans,
    pages,
    prose,
    python,
    readme,
    repeats,
    scripts,
    slips,
    tables,
    texts,
    truth,
    web,
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
    links.problems,
    dockerfiles.problems,
    compose.problems,
    manifests.problems,
    web.problems,
    images.problems,
    examples.problems,
    commands.problems,
    pages.problems,
    markup.problems,
    slips.problems,
    leftovers.problems,
    repeats.problems,
    figures.problems,
    orphans.problems,
    texts.problems,
    menu.problems,
    tables.problems,
    truth.problems,
    claims.problems,
    glossary.problems,
    readme.problems,
    editors.problems,
    lab.problems,
)
AT_ONCE = 2


def problems(names: Sequence[str] = ()) -> list[Problem]:
    """What the named checks find, or all; they run side by side."""
    chosen = [check for check in CHECKS if not names or _name(check) in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(chosen, pool.map(_found, chosen), strict=True))
    # What such a sign makes of its line is not told as well.
    told = found.pop(texts.problems, [])
    lines = {(problem.path, problem.line) for problem in told}
    paths = {problem.path for problem in told}
    others = [
        problem
        for some in found.values()
        for problem in some
        if (problem.path, problem.line) not in lines
        and not (problem.path in paths and problem.what.startswith(NOT_YAML))
    ]
    return told + others


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


def main(names: Sequence[str] = ()) -> int:
    """Print every problem, then one line with what was checked.

    The status is 1 if there is a problem, and 2 for a name that no check has.
    """
    start = time.monotonic()
    known = [_name(check) for check in CHECKS]
    for name in names:
        if name not in known:
            mend = did_you_mean(name, known, f"The checks are {', '.join(sorted(known))}.")
            print(f"There is no check `{name}`. {mend}", file=sys.stderr)
            return 2
    found = problems(names)
    status = report(found)
    many = len(set(map(str, found)))
    verdict = f"{many} problem{'' if many == 1 else 's'}" if many else "no problems"
    print(f"checked {checked()} in {time.monotonic() - start:.0f} s: {verdict}", file=sys.stderr)
    return status


def _name(check: Check) -> str:
    return check.__module__.rpartition(".")[2]


def _found(check: Check) -> list[Problem]:
    try:
        return check()
    except ProblemError as error:
        return error.problems
    except Exception as error:  # noqa: BLE001  what the others found must be told all the same
        path = check.__module__.replace(".", "/") + ".py"
        return [Problem(path, 1, f"The check broke: {error!r}.", "That is its own fault: open an issue.")]


if __name__ == "__main__":
    collect_seldom()
    sys.exit(main(sys.argv[1:]))
