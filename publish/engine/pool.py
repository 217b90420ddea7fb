"""Workers: steps are rendered in as many processes as asked for, and come back as they end."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from typing import Any, NamedTuple

from publish.diagnostics import Diagnostic, Severity
from publish.engine.render import Rendered, render
from publish.layouts import Layout
from publish.publication.model import Publication

FEW = 3  # steps that are quicker to make here than to start workers for


class Task(NamedTuple):
    """What a worker needs to know of a step."""

    publication: Publication
    format: str
    layout: Layout
    options: Mapping[str, Any]


def run(tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Rendered]]:
    """The index and the result of each task, in the order in which they end.

    A task that kills its worker fails; the others are tried again one by one.
    """
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    pool = _pool(workers, context) if workers > 1 and len(tasks) > FEW else None
    if pool is None:
        yield from ((at, render(*task)) for at, task in enumerate(tasks))
        return
    left = set(range(len(tasks)))
    try:
        with _interrupts_ignored():
            futures: dict[Future[Rendered], int] = {
                pool.submit(render, *task): at for at, task in enumerate(tasks)
            }
        for future in as_completed(futures):
            result = future.result()
            left.discard(futures[future])
            yield futures[future], result
    except BrokenProcessPool:
        _let_go(pool)
        yield from _alone(tasks, sorted(left), context)
    except BaseException:  # an interrupt: nobody waits for what is under way
        for child in multiprocessing.active_children():
            child.terminate()
        _let_go(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int, context: multiprocessing.context.BaseContext) -> ProcessPoolExecutor | None:
    """None where the system has no semaphores to share, as in some containers."""
    try:
        return ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent)
    except (OSError, ImportError):
        return None


def end_with_parent() -> None:
    """Ends this worker as soon as the process that asked for it is gone, be it by ``kill -9``."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _let_go(pool: ProcessPoolExecutor) -> None:
    """The workers are gone: nobody waits for what one of them was writing, nor writes for them.

    Of a result that is longer than 16 kB a worker that is killed leaves the beginning, and CPython
    waits for the rest. Since 3.11.5 (gh-94777) it stops writing tasks by itself.
    """
    results = getattr(pool, "_result_queue", None)
    if results is not None:
        results._writer.close()
    queue = getattr(pool, "_call_queue", None)
    if queue is not None and sys.version_info < (3, 11, 5):
        queue._reader.close()


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C; it is this process that answers it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _alone(
    tasks: Sequence[Task], left: Sequence[int], context: multiprocessing.context.BaseContext
) -> Iterator[tuple[int, Rendered]]:
    for at in left:
        try:
            with ProcessPoolExecutor(1, mp_context=context, initializer=end_with_parent) as pool:
                yield at, pool.submit(render, *tasks[at]).result()
        except BrokenProcessPool:
            yield at, Rendered((), (_killed(tasks[at]),))


def _killed(task: Task) -> Diagnostic:
    return Diagnostic(
        path=task.publication.chapters[0].document.path,
        line=0,
        column=0,
        code="BUILD004",
        message=f"making the {task.format} file ended its process (memory?)",
        hint="the other documents were built; split this one or make its pictures smaller",
        severity=Severity.ERROR,
    )
