"""A bucket asked within limits: by several threads, for so long, and after some failures not any more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures import TimeoutError as Late
from typing import TypeVar

from publish.engine.store.remote.bucket import Bucket

FAILURES = 3  # of one kind, after which nothing is asked any more in this run
SECONDS = 5.0  # for the first answer of several questions
EACH = 0.05  # seconds for each of them besides
RATE = 1_000_000  # bytes that are to come in a second, at the least
_THREADS = 8

T = TypeVar("T")
Question = Callable[[Bucket], T]


class _Lane:
    """Work that threads of its own do. Not those of an executor: Python waits for them at its end, also
    when they hang."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._threads = 0

    def add(self, work: Callable[[], None]) -> None:
        self._waiting.put(work)
        if self._threads < _THREADS:
            self._threads += 1
            threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._waiting.get()()


class Limited:
    """A bucket that cannot make a build fail, and cannot hold it up for long.

    ``unread`` and ``unwritten`` say why nothing is read, or written, any more; empty while all is well.
    """

    def __init__(self, bucket: Bucket) -> None:
        self.unread = ""
        self.unwritten = ""
        self._bucket = bucket
        self._lock = threading.Lock()
        self._failures = [0, 0]
        self._lanes = _Lane(), _Lane()  # what is written keeps nobody waiting who reads
        self._written: list[tuple[Future[None], int]] = []

    def answers(self, questions: Sequence[Question[T]], size: int = 0) -> list[T | None]:
        """The answer to each question; None where it fails, or comes too late. ``size`` are the bytes
        that are expected in all."""
        if self.unread or not questions:
            return [None] * len(questions)
        asked = [self._asked(question, reading=True) for question in questions]
        if not self._over(asked, size):
            self.unread = self.unread or "it answers too slowly"
        return [it.result() if it.done() and not it.cancelled() else None for it in asked]

    def write(self, work: Callable[[Bucket], None], size: int) -> None:
        """Have something written while the build goes on."""
        if not (self.unread or self.unwritten):
            self._written.append((self._asked(work, reading=False), size))

    def finish(self) -> None:
        """Wait until all is written, but not for ever."""
        left = [(it, size) for it, size in self._written if not it.done()]
        if not self._over([it for it, _ in left], sum(size for _, size in left)):
            self.unwritten = self.unwritten or "it takes what is written too slowly"
        self._written = []

    def _over(self, asked: Sequence[Future[T]], size: int) -> bool:
        """Whether all have come to an end in time."""
        most = SECONDS + EACH * len(asked) + size / RATE
        try:
            for _ in as_completed(asked, most):
                pass
        except Late:
            return False
        return True

    def _asked(self, question: Question[T], *, reading: bool) -> Future[T | None]:
        future: Future[T | None] = Future()

        def work() -> None:
            if self.unread or (self.unwritten and not reading):
                future.set_result(None)
                return
            try:
                future.set_result(question(self._bucket))
            except Exception as error:  # of whatever library leads there
                self._failed(error, reading=reading)
                future.set_result(None)

        self._lanes[reading].add(work)
        return future

    def _failed(self, error: Exception, *, reading: bool) -> None:
        with self._lock:
            self._failures[reading] += 1
            if self._failures[reading] >= FAILURES:
                reason = " ".join(str(error).split())[:200] or type(error).__name__
                if reading:
                    self.unread = self.unread or reason
                else:
                    self.unwritten = self.unwritten or reason
