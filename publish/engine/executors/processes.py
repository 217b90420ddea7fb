"""Worker processes, each with a pipe of its own: when one is lost, only its task is.

The pool of the standard library is lost as a whole, and may wait for ever for the rest of what a
worker was writing when it was killed.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from publish.engine.executors.contract import Limited, Lost
from publish.engine.executors.worker import Answer, Inherited, Setting, serve

P = ParamSpec("P")
R = TypeVar("R")
Context = ForkContext | ForkServerContext | SpawnContext


class Ended(Exception):
    """The process of a task ended before its result came."""


class _Asked(NamedTuple):
    future: Future[Any]
    question: bytes
    seconds: float


class Processes(Executor):
    """So many processes with a setting; those that are forked need not be sent the ``tasks`` that they
    inherit. Raises OSError when not even one can be started."""

    def __init__(
        self, workers: int, context: Context, setting: Setting, tasks: Sequence[Limited] = ()
    ) -> None:
        self._numbers = {id(task): number for number, task in enumerate(tasks)}
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._places = [_Place(context, setting, tasks) for _ in range(workers)]
        try:
            for place in self._places:
                place.start()
        except OSError:
            for place in self._places:
                place.leave()
            raise
        self._threads = [
            threading.Thread(target=self._serve, args=(place,), daemon=True)
            for place in self._places
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Of ``work`` and its one argument, the future result; or :class:`Ended`, or :class:`Lost`
        when it takes longer than its argument says that it may."""
        (task,) = args
        assert not kwargs
        future: Future[R] = Future()
        try:
            number = self._numbers.get(id(task))
            told = task if number is None else Inherited(number)
            question = pickle.dumps((work, told), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            future.set_exception(error)
            return future
        self._asked.put(_Asked(future, question, cast(Limited, task).seconds))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the processes end when all is done; with ``cancel_futures`` only what is begun."""
        while cancel_futures and not self._asked.empty():
            if (asked := self._asked.get()) is not None:
                asked.future.cancel()
        for _ in self._threads:
            self._asked.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def end(self) -> None:
        """End the processes at once, whatever they do."""
        for place in self._places:
            place.end()
        self.shutdown(cancel_futures=True)

    def _serve(self, place: _Place) -> None:
        while (asked := self._asked.get()) is not None:
            if not asked.future.set_running_or_notify_cancel():
                continue
            try:
                answer = place.answer(asked)
            except Exception as error:
                answer = Answer(error=error)
            if answer.error is None:
                asked.future.set_result(answer.result)
            else:
                asked.future.set_exception(answer.error)
        place.leave()


class _Place:
    """A process at work; a new one takes the place of one that is lost."""

    def __init__(self, context: Context, setting: Setting, tasks: Sequence[Limited]) -> None:
        self._context = context
        self._setting = setting
        self._tasks = tasks
        self._running: tuple[BaseProcess, Connection] | None = None
        self._scratch = ""
        self._over = False
        self._lock = threading.Lock()

    def answer(self, asked: _Asked) -> Answer:
        """What comes of a task. Raises Ended, or OSError without a process."""
        process, pipe = self._running or self.start()
        try:
            pipe.send_bytes(asked.question)
            if not pipe.poll(asked.seconds):
                self.leave()
                return Answer(Lost("BUILD008", f"took longer than {told(asked.seconds)}"))
            content = pipe.recv_bytes()
        except (EOFError, OSError):
            process.join(1)
            how = _how(process.exitcode)
            self.leave()
            raise Ended(how) from None
        answer: Answer = pickle.loads(content)  # noqa: S301 - of our own worker
        if answer.grown:
            self.leave()
        return answer

    def start(self) -> tuple[BaseProcess, Connection]:
        """A process, started now. Raises OSError."""
        with self._lock:
            if self._over:
                raise Ended("the build is over")
            self._scratch = tempfile.mkdtemp(prefix="publish-")
            ours, theirs = self._context.Pipe()
            with theirs:
                given = theirs, self._setting.with_scratch(self._scratch), self._tasks
                process = self._context.Process(target=serve, args=given, daemon=True)
                process.start()
            self._running = process, ours
        return self._running

    def end(self) -> None:
        """End the process, and start no other. Who waits for its answer hears of it."""
        with self._lock:
            self._over = True
            if self._running is not None:
                _kill(self._running[0])

    def leave(self) -> None:
        """End the process, and wait until it is gone."""
        running, self._running = self._running, None
        if running is not None:
            process, pipe = running
            _kill(process)
            process.join()
            pipe.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def told(seconds: float) -> str:
    """A time in words."""
    minutes, rest = divmod(round(seconds), 60)
    number, unit = (round(seconds), "second") if rest else (minutes, "minute")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _kill(process: BaseProcess) -> None:
    """The process with all that it started."""
    if process.pid is None or process.exitcode is not None:
        return
    with contextlib.suppress(OSError, AttributeError):  # it has no group yet, or there are none
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _how(status: int | None) -> str:
    if status is not None and status < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-status).name
    return f"status {status}"
