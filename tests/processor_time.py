"""How processor time grows with the size of a text, told apart from what else a machine is doing."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from time import process_time

ROUNDS = 6


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of ``work``, of this process and of those it started.

    The collector of garbage rests meanwhile: its time grows with all that a test session holds.
    """
    gc.disable()
    try:
        start = _processor()
        work()
        return _processor() - start
    finally:
        gc.enable()


def growth(work: Callable[[int], object], small: int, large: int, limit: float) -> float:
    """How many times longer ``work(large)`` takes than ``work(small)``: the least of each is taken.

    Measuring ends as soon as the ratio is below ``limit``. Twenty milliseconds are the least that is
    told from nothing.
    """
    work(small)
    least_small = least_large = float("inf")
    for _ in range(ROUNDS):
        least_small = min(least_small, spent(lambda: work(small)))
        least_large = min(least_large, spent(lambda: work(large)))
        if least_large / max(least_small, 0.02) < limit:
            break
    return least_large / max(least_small, 0.02)


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime
