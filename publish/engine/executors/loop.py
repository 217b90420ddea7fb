"""The loop: tasks go out to an executor, a few at a time, and results come back as they end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from concurrent.futures import BrokenExecutor, CancelledError, Future
from typing import TypeVar

from publish.engine.executors.contract import Executor, Limited, Lost, Unheard
from publish.engine.executors.schedule import Schedule

T = TypeVar("T", bound=Limited)
R = TypeVar("R")
SILENT = 3  # sets of workers one after the other of which nothing is heard

Out = dict[Future[R | Lost], int]
Wait = Callable[[Out[R], float | None], set[Future[R | Lost]]]


class Stalled(BrokenExecutor):
    """Workers that nothing was heard of for too long."""


def wait(out: Out[R], seconds: float | None) -> set[Future[R | Lost]]:
    """The futures that are done, as soon as one is, or after so many seconds."""
    return futures.wait(out, seconds, futures.FIRST_COMPLETED).done


def run(
    work: Callable[[T], R | Lost],
    tasks: Sequence[T],
    executor: Executor,
    clock: Callable[[], float] = time.monotonic,
    wait: Wait[R] = wait,
) -> Iterator[tuple[int, R | Lost]]:
    """The number and the result of each task, in the order in which they end.

    Each task has one result, and none that has one is done again. One with which a worker is lost,
    also when it is tried alone, is :class:`Lost`; all others are done. Raises Unheard where the
    executor itself makes no progress, or may not: tasks that were tried meanwhile have no result.
    """
    schedule = Schedule(len(tasks), executor.patience)
    doubtful: list[tuple[int, Lost]] = []  # blamed while nothing at all was heard
    silent = 0
    while schedule.left:
        pool = executor.open(schedule.begin(executor.workers, clock()))
        out: Out[R] = {}
        broken, heard, lost = True, False, list[tuple[int, Lost]]()

        def submit(at: int, pool: futures.Executor = pool, out: Out[R] = out) -> None:
            out[pool.submit(work, tasks[at])] = at

        try:
            for result in _results(schedule, submit, out, clock, wait):
                heard = True
                yield result
            broken = bool(out)  # second copies that nobody waits for
        except BrokenExecutor as error:
            lost = [(at, _blamed(error)) for at in schedule.broke()]
            heard = heard or not isinstance(error, Stalled)
        finally:
            executor.close(pool, broken=broken)
        doubtful += lost
        silent = 0 if heard else silent + 1
        if silent == SILENT:
            raise Unheard
        if heard:
            yield from doubtful
            doubtful = []
    if doubtful:
        raise Unheard


def _results(
    schedule: Schedule,
    submit: Callable[[int], None],
    out: Out[R],
    clock: Callable[[], float],
    wait: Wait[R],
) -> Iterator[tuple[int, R | Lost]]:
    """What comes of one set of workers. Raises BrokenExecutor when they are lost, after all that
    they finished was told."""
    while True:
        fault: BrokenExecutor | None = None
        try:
            for at in schedule.give(clock()):
                submit(at)
        except BrokenExecutor as lost:
            fault = lost
        if not schedule.busy():
            return
        done = wait(out, 0 if fault else schedule.pause(clock()))
        if not done and schedule.stalled(clock()):
            fault = Stalled("nothing was heard of its workers")
        for future in done:
            at, error = out.pop(future), _error(future)
            if isinstance(error, BrokenExecutor):
                fault = error
            elif error is not None:
                if schedule.fell(at, clock()):
                    yield at, _blamed(error)
            elif schedule.came(at, clock()):
                yield at, future.result()
        if fault:
            raise fault


def _error(future: Future[R | Lost]) -> BaseException | None:
    return CancelledError("it was cancelled") if future.cancelled() else future.exception()


def _blamed(error: BaseException) -> Lost:
    return Lost("BUILD004", f"ended its process ({error})")
