"""How processor time grows with the size of a text, told apart from what else a machine is doing."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from time import process_time

ROUNDS = 12


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


def assert_growth(
    work: Callable[[int], object], small: int, large: int, times: float, seconds: float
) -> None:
    """``work(large)`` takes less than ``times`` as long as ``work(small)``, and ``seconds`` more.

    The least of each counts; measuring ends as soon as the law holds.
    """
    work(small)
    short = long = float("inf")
    for _ in range(ROUNDS):
        short = min(short, spent(lambda: work(small)))
        long = min(long, spent(lambda: work(large)))
        if long < times * short + seconds:
            break
    assert long < times * short + seconds, f"{short:.3f} s for {small}, {long:.3f} s for {large}"


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime
