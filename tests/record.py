"""`make record`: run examples and truth tables on the engine, and write down what it answered.

Where nothing is named, what docker's command line has is written down, too.
"""

import sys

from macros.examples import TRUTH, Example, examples
from macros.problems import Problem, ProblemError, did_you_mean, report
from macros.reference import reference
from macros.truth import TruthTable, read_truth_table, truth_tables
from tests.cli.record import record_cli
from tests.engine import EngineError, engine
from tests.examples.record import record
from tests.truth.record import record_tables


def main(names: list[str]) -> int:
    """Record what is named (`chapter/example`, `truth/table`), or all. Returns the exit status."""
    try:
        chosen, tables = _chosen(names)
        with engine(_say) as running:
            here, there = running.environment, reference()
            # Which images it has is only known when they are there.
            if (here.engine, here.platform) != (there.engine, there.platform):
                _say(
                    f"Recording with Docker Engine {here.engine}, {here.platform}; the reference is {there}."
                )
            if not names:
                record_cli(running)
            return report([*record(running, chosen, _say), *record_tables(running, tables, _say)])
    except ProblemError as error:
        return report(error.problems)
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was recorded so far is whole; the rest keeps its old text.", file=sys.stderr)
        return 130


def _chosen(names: list[str]) -> tuple[list[Example], list[TruthTable]]:
    known = {each.name: each for each in examples()}
    tables = {f"{TRUTH}/{name}": folder for name, folder in truth_tables().items()}
    if wrong := [name for name in names if name not in known and name not in tables]:
        raise ProblemError(*(_unknown(name, [*known, *tables]) for name in wrong))
    wanted = names or [*known, *tables]
    return (
        [known[name] for name in wanted if name in known],
        [read_truth_table(tables[name]) for name in wanted if name in tables],
    )


def _unknown(name: str, known: list[str]) -> Problem:
    mend = did_you_mean(name, known, "Make it with `make new EXAMPLE=page/name`.")
    return Problem("snippets", 1, f"There is no example `{name}`.", mend)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
