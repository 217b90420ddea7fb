"""What an executor is: the one thing that the loop knows of processes and of clusters."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent import futures
from typing import NamedTuple, Protocol


class Patience(NamedTuple):
    """How long the loop waits for an executor; None is for ever.

    After ``stall`` seconds without any result its workers count as lost: it must be more than the
    longest task may take. A task that is out for ``straggler`` seconds, and for three times as long
    as nearly all others took, is given out a second time; the result that comes first counts.
    """

    stall: float | None = None
    straggler: float | None = None


class Unheard(Exception):
    """Nothing was heard of one set of workers after the other: what is left has to be done elsewhere."""


class Lost(NamedTuple):
    """Why a task has no result, in words that follow “making the file …”; ``code`` is that of the
    message."""

    code: str
    why: str


def starved() -> Lost:
    """What becomes of a task that raises MemoryError."""
    return Lost("BUILD009", "took more memory than a process may have")


class Limited(Protocol):
    """A task that may not take for ever."""

    @property
    def seconds(self) -> float:
        """The longest that it may take."""


class Needs(NamedTuple):
    """What tasks need: how many are done at once (0: as many as there is room for), the modules that
    they import, and the bytes of memory that one of them may take (0: any). ``tasks`` are those that
    there will be: a process that begins with the memory of this one has them already."""

    jobs: int = 0
    modules: tuple[str, ...] = ()
    memory: int = 0
    tasks: Sequence[Limited] = ()


class Executor(Protocol):
    """Where tasks are done: ``workers`` of them at once.

    What is given to a worker must be a function of a module with values that pickle takes, and may
    be done twice. It raises nothing: whatever a future raises is the executor's own trouble, and
    BrokenExecutor means that all its workers are lost. A result that is a :class:`Lost` stands. A task
    that takes longer than it may is ended, and is such a result.
    """

    @property
    def workers(self) -> int:
        """How many tasks can be done at once."""

    @property
    def patience(self) -> Patience:
        """How long to wait for it."""

    def open(self, workers: int) -> futures.Executor:
        """No more than so many workers. Raises PublishError when there are none to be had."""

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        """Let go of what ``open`` gave; ``broken``: without waiting for what it still does."""
