"""The executor of one machine: processes that start with what rendering needs in memory."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent import futures
from importlib import import_module
from multiprocessing.context import ForkContext
from types import FrameType

from publish.engine.executors.contract import Needs, Patience
from publish.engine.executors.processes import Context, Processes
from publish.engine.executors.worker import Setting
from publish.system import import_path


class Local:
    """Processes of this machine, one for each core where no number is asked for."""

    patience = Patience()  # the workers are children of this process, which hears of their end

    def __init__(self, needs: Needs) -> None:
        self.workers = needs.jobs or os.cpu_count() or 1
        self._needs = needs
        self._context: Context | None = None

    def open(self, workers: int) -> Processes:
        """Raises OSError where the system gives no processes."""
        setting = Setting(dict(os.environ), self._needs.memory)
        with _interrupts_held(), _same_modules():
            self._context = self._context or self._chosen(workers)
            inherited = self._needs.tasks if isinstance(self._context, ForkContext) else ()
            return Processes(workers, self._context, setting, inherited)

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        """End the processes."""
        if isinstance(pool, Processes) and broken:
            pool.end()
        else:
            pool.shutdown()

    def _chosen(self, workers: int) -> Context:
        """How processes come about: from a server that has the modules in memory; a single one from
        this process, which may need them too; elsewhere than on Linux, where libraries do not stand
        a fork, from nothing."""
        if sys.platform != "linux":
            return multiprocessing.get_context("spawn")
        if workers == 1:
            for name in self._needs.modules:
                with contextlib.suppress(ImportError):  # told by the task that needs it
                    import_module(name)
            return multiprocessing.get_context("fork")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(self._needs.modules))
        return context


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C; this one, which answers it, hears it afterwards, also
    where another of its threads takes it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    answer = signal.getsignal(signal.SIGINT)
    answers = callable(answer) and threading.current_thread() is threading.main_thread()
    if answers:
        signal.signal(signal.SIGINT, lambda *told: heard.append(told))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if answers:
            signal.signal(signal.SIGINT, answer)
    if heard and callable(answer):
        answer(*heard[0])


@contextlib.contextmanager
def _same_modules() -> Iterator[None]:
    """The server that is forked looks for modules where this process does, which Python forgets to
    tell it. The workers get the environment as it was."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = import_path()
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
