"""Work on what posts say, in a process of its own with limits of time and memory, as files are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from publish.engine.executors.contract import Limited, Lost, Needs
from publish.engine.executors.local import Local
from publish.engine.executors.processes import Ended
from publish.release.limit import Late
from publish.runs.building import Broken

T = TypeVar("T", bound=Limited)
R = TypeVar("R")


def apart(work: Callable[[T], R], task: T, memory: int) -> R:
    """What a function of a module makes of its one argument, which says how many seconds it may take,
    with so many bytes of memory. Raises Late, Broken, and OSError where there is no process."""
    executor = Local(Needs(jobs=1, memory=memory))
    pool = executor.open(1)
    broken = True
    try:
        result: R | Lost = pool.submit(work, task).result()
        broken = False
    except Ended as error:
        raise Broken(
            f"the process that writes the papers of a release was ended: {error}"
        ) from None
    finally:
        executor.close(pool, broken=broken)
    if not isinstance(result, Lost):
        return result
    if result.code == "BUILD008":
        raise Late
    raise Broken(f"writing the papers of a release {result.why}")
