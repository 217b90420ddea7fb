"""Which task is given out next, and what becomes of those that are out: no process, no clock."""

from __future__ import annotations

from collections import deque
from math import ceil

from publish.engine.executors.contract import Patience

WINDOW = 2  # tasks that are out for each worker: one at work and one on its way
_KNOWN = 5  # tasks that must be done before one can be called late
_LATE = 3  # times as long as nearly all others


class Schedule:
    """The tasks of a run by their numbers. Every method is told what time it is, in seconds.

    Tasks that were out when workers were lost are suspects. They are tried again when all others
    are done, one at a time: the one with which a worker is lost again is the one to blame.
    """

    def __init__(self, tasks: int, patience: Patience) -> None:
        self._patience = patience
        self._waiting = deque(range(tasks))
        self._suspects: deque[int] = deque()
        self._out: dict[int, float] = {}  # since when
        self._twice: set[int] = set()  # those of them that are out in two copies
        self._took: list[float] = []
        self._heard = 0.0
        self._alone = False
        self._room = 0

    @property
    def left(self) -> bool:
        """Whether any task is still without a result."""
        return bool(self._waiting or self._suspects or self._out)

    def begin(self, workers: int, now: float) -> int:
        """New workers are there: how many of them there is work for."""
        self._heard = now
        self._alone = not self._waiting
        wanted = 1 if self._alone else min(workers, len(self._waiting))
        self._room = 1 if self._alone else wanted * WINDOW
        return wanted

    def give(self, now: float) -> list[int]:
        """The tasks to be given out now; none, with none out, is the end for these workers."""
        source = self._suspects if self._alone else self._waiting
        given = []
        while source and len(self._out) < self._room:
            given.append(source.popleft())
            self._out[given[-1]] = now
        if given and self._alone:
            self._heard = now
        if not source:
            late = [at for at in self._out if at not in self._twice and self._overdue(at) <= now]
            self._twice.update(late)
            given += late
        return given

    def busy(self) -> bool:
        """Whether any task is out."""
        return bool(self._out)

    def came(self, at: int, now: float) -> bool:
        """A result: whether it is the first one of its task."""
        self._heard = now
        since = self._out.pop(at, None)
        if since is None:
            return False
        self._twice.discard(at)
        self._took.append(now - since)
        return True

    def fell(self, at: int, now: float) -> bool:
        """The worker of a task was lost, and no other: whether the task is to blame."""
        self._heard = now
        if at in self._twice:  # the other copy may still come
            self._twice.discard(at)
            return False
        if self._out.pop(at, None) is None or self._alone:
            return self._alone
        self._suspects.append(at)
        return False

    def broke(self) -> list[int]:
        """All workers are lost: the tasks to blame."""
        out = list(self._out)
        self._out.clear()
        self._twice.clear()
        if self._alone:
            return out
        self._suspects += out
        return []

    def pause(self, now: float) -> float | None:
        """Seconds until there may be something to do, though no result has come."""
        moments = [self._overdue(at) for at in self._out if at not in self._twice]
        if self._alone or self._waiting:
            moments = []
        if self._patience.stall is not None:
            moments.append(self._heard + self._patience.stall)
        moment = min(moments, default=float("inf"))
        return None if moment == float("inf") else max(0.0, moment - now)

    def stalled(self, now: float) -> bool:
        """Whether nothing was heard of the workers for too long."""
        stall = self._patience.stall
        return stall is not None and now - self._heard >= stall

    def _overdue(self, at: int) -> float:
        """The moment from which a task that is out is late."""
        least = self._patience.straggler
        if least is None or len(self._took) < _KNOWN:
            return float("inf")
        nearly_all = sorted(self._took)[ceil(0.95 * len(self._took)) - 1]
        return self._out[at] + max(least, _LATE * nearly_all)
