"""Work that takes long, several pieces at once, none before the one that it needs."""

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

from tests.processes import kill_each, marked

# In the environment of the programs that calls run, with the number of this process.
_MARK = "DOCKER_FIELD_NOTES_WORK"
_MOMENT = 0.1  # seconds


def in_order(needs: Mapping[str, str], work: Callable[[str], None]) -> None:
    """Call `work` with each name of `needs`, in threads, as many as there are processors.

    `needs` has for each name the one that must be done before it, or "". What one call raises ends the others: nothing
    is begun any more, and the programs that they run are killed. So does Ctrl-C. It is raised when all have ended.
    """
    sorter = TopologicalSorter({name: filter(None, [before]) for name, before in needs.items()})
    sorter.prepare()
    running: dict[Future[None], str] = {}
    ready: list[str] = []
    workers = os.cpu_count() or 1
    os.environ[_MARK] = mark = str(os.getpid())
    with ThreadPoolExecutor(workers) as pool:
        try:
            while sorter.is_active():
                ready += sorter.get_ready()
                # No more than can begin at once: one that the pool keeps would begin when another one has failed.
                begin, ready = ready[: workers - len(running)], ready[workers - len(running) :]
                running |= {pool.submit(work, name): name for name in begin}
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    future.result()
                    sorter.done(running.pop(future))
        except BaseException:
            # A call may go on to its next program, which has to end too.
            while not all(future.done() for future in running) or marked(_MARK, mark):
                kill_each(marked(_MARK, mark))
                time.sleep(_MOMENT)
            raise
        finally:
            del os.environ[_MARK]
