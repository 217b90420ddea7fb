"""The executor of one machine: processes that start with what rendering needs in memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent import futures

from publish.engine.executors.contract import Patience
from publish.engine.executors.processes import Context, Processes


class Local:
    """So many processes (0: one for each core) that have ``modules`` in memory when they start."""

    patience = Patience()  # the workers are children of this process, which hears of their end

    def __init__(self, jobs: int = 0, modules: Sequence[str] = ()) -> None:
        self.workers = jobs or os.cpu_count() or 1
        self._modules = modules

    def open(self, workers: int) -> Processes:
        """Raises OSError where the system gives no processes."""
        environment = dict(os.environ)
        with _interrupts_ignored(), _same_modules():
            return Processes(workers, self._context(), environment)

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        """End the processes."""
        if isinstance(pool, Processes) and broken:
            pool.end()
        else:
            pool.shutdown()

    def _context(self) -> Context:
        if sys.platform != "linux":  # where the libraries do not stand a fork
            return multiprocessing.get_context("spawn")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(self._modules))
        return context


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


@contextlib.contextmanager
def _same_modules() -> Iterator[None]:
    """The server that is forked looks for modules where this process does, which Python forgets to
    tell it. The workers get the environment as it was."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
