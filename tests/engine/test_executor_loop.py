"""The loop with an executor and a clock that are made up: what goes out when, and what is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent import futures
from concurrent.futures import BrokenExecutor, Future
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.engine.executors import Lost, Patience, Unheard, run
from publish.engine.executors.loop import SILENT
from publish.engine.executors.schedule import WINDOW

ENDLESS = Patience()


class Does(NamedTuple):
    """What a task does: ends after some seconds, or takes its worker, or all workers, with it."""

    seconds: float = 1.0
    end: str = "result"  # falls: its worker is lost; breaks: all are; hangs: never
    first_only: bool = False  # the second time it ends well


class Cluster:
    """An executor, its clock and its pools."""

    def __init__(self, tasks: list[Does], workers: int, patience: Patience = ENDLESS) -> None:
        self.tasks = tasks
        self.workers = workers
        self.patience = patience
        self.now = 0.0
        self.asked: list[int] = []
        self.ended: list[int] = []
        self.most = 0
        self.pools: list[tuple[int, bool]] = []
        self.pool = Pool(self, 0)

    def open(self, workers: int) -> Pool:
        self.pool = Pool(self, workers)
        return self.pool

    def close(self, pool: futures.Executor, *, broken: bool) -> None:
        assert pool is self.pool
        self.pools.append((self.pool.workers, broken))

    def wait(self, out: dict[Future[Any], int], seconds: float | None) -> set[Future[Any]]:
        self.most = max(self.most, len(out))
        return self.pool.wait(out, seconds)

    def results(self) -> dict[int, Any]:
        told = list(
            run(int, list(range(len(self.tasks))), self, lambda: self.now, self.wait)  # type: ignore[arg-type]
        )
        assert len(told) == len({at for at, _ in told}), "each task has one result"
        return dict(told)


class Pool(futures.Executor):
    def __init__(self, cluster: Cluster, workers: int) -> None:
        self.cluster = cluster
        self.workers = workers
        self.waiting: deque[tuple[Future[Any], int]] = deque()
        self.running: dict[Future[Any], tuple[float, int]] = {}
        self.broken = False

    def submit(self, _work: Any, /, *args: Any, **_: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor("gone")
        future: Future[Any] = Future()
        self.cluster.asked.append(args[0])
        self.waiting.append((future, args[0]))
        self._fill()
        return future

    def wait(self, out: dict[Future[Any], int], seconds: float | None) -> set[Future[Any]]:
        until = float("inf") if seconds is None else self.cluster.now + seconds
        while not any(future.done() for future in out):
            moment = min((end for end, _ in self.running.values()), default=float("inf"))
            if moment > until or moment == until == float("inf"):
                assert until < float("inf"), "the loop waits for what never comes"
                self.cluster.now = until
                break
            self.cluster.now = moment
            for future in [it for it, (end, _) in self.running.items() if end <= moment]:
                self._end(future)
            self._fill()
        return {future for future in out if future.done()}

    def _fill(self) -> None:
        while self.waiting and len(self.running) < self.workers and not self.broken:
            future, at = self.waiting.popleft()
            does = self.cluster.tasks[at]
            again = self.cluster.asked.count(at) > 1 and does.first_only
            endless = does.end == "hangs" and not again
            self.running[future] = (
                self.cluster.now + (float("inf") if endless else does.seconds),
                at,
            )

    def _end(self, future: Future[Any]) -> None:
        if future not in self.running:
            return
        _, at = self.running.pop(future)
        does = self.cluster.tasks[at]
        good = does.end == "result" or (does.first_only and self.cluster.asked.count(at) > 1)
        if good:
            self.cluster.ended.append(at)
            future.set_result(f"made {at}")
        elif does.end == "falls":
            future.set_exception(RuntimeError("its worker is lost"))
        else:
            self.broken = True
            for other in (future, *self.running, *(it for it, _ in self.waiting)):
                other.set_exception(BrokenExecutor("all workers are lost"))
            self.running.clear()


GOOD = Does()


def test_results_come_as_they_end_and_few_are_out_at_once() -> None:
    cluster = Cluster([Does(9), *[GOOD] * 40], 2)
    assert cluster.results() == {at: f"made {at}" for at in range(41)}
    assert cluster.ended.index(0) > 5
    assert cluster.most == 2 * WINDOW
    assert cluster.pools == [(2, False)]


@pytest.mark.parametrize("end", ["falls", "breaks"])
def test_the_task_that_kills_workers_is_found_and_the_rest_goes_on_in_parallel(end: str) -> None:
    cluster = Cluster([GOOD] * 10 + [Does(end=end)] + [GOOD] * 30, 2)
    results = cluster.results()
    lost = {at: it for at, it in results.items() if isinstance(it, Lost)}
    assert list(lost) == [10]
    assert lost[10].code == "BUILD004"
    assert "lost" in lost[10].why
    assert sorted(cluster.ended) == [at for at in range(41) if at != 10], "nothing is made twice"
    assert cluster.now < 30, "two workers are at work before and after"


def test_workers_that_are_lost_once_cost_no_task() -> None:
    cluster = Cluster([GOOD] * 5 + [Does(end="breaks", first_only=True)] + [GOOD] * 5, 2)
    assert not [it for it in cluster.results().values() if isinstance(it, Lost)]
    assert cluster.pools[0] == (2, True)
    assert cluster.pools[-1] == (1, False)


def test_an_executor_that_makes_no_progress_is_opened_anew() -> None:
    hanging = Does(end="hangs", first_only=True)
    cluster = Cluster([GOOD] * 5 + [hanging] * 2 + [GOOD] * 20, 2, Patience(stall=30))
    assert not [it for it in cluster.results().values() if isinstance(it, Lost)]
    assert len(cluster.pools) == 3
    assert sorted(cluster.ended) == list(range(27))


def test_what_makes_no_progress_alone_is_named() -> None:
    cluster = Cluster([GOOD] * 5 + [Does(end="hangs")] + [GOOD] * 20, 1, Patience(stall=30))
    results = cluster.results()
    assert [at for at, it in results.items() if isinstance(it, Lost)] == [5]
    assert cluster.now < 26 + 30 + 30 + 1


def test_what_makes_no_progress_as_the_last_is_left_to_others() -> None:
    cluster = Cluster([GOOD] * 5 + [Does(end="hangs")], 1, Patience(stall=30))
    with pytest.raises(Unheard):
        cluster.results()
    assert sorted(cluster.ended) == list(range(5))


@pytest.mark.parametrize("number", [1, 3, 40])
def test_an_executor_of_which_nothing_is_heard_is_given_up_and_no_task_is_blamed(
    number: int,
) -> None:
    cluster = Cluster([Does(end="hangs")] * number, 2, Patience(stall=30))
    with pytest.raises(Unheard):
        cluster.results()
    assert len(cluster.pools) <= SILENT


def test_a_task_that_takes_long_is_given_out_twice_and_the_first_result_counts() -> None:
    slow = Does(end="hangs", first_only=True)
    cluster = Cluster([GOOD] * 5 + [slow] + [GOOD] * 20, 2, Patience(straggler=60))
    assert cluster.results()[5] == "made 5"
    assert cluster.asked.count(5) == 2
    assert max(cluster.asked.count(at) for at in range(26) if at != 5) == 1
    assert cluster.pools == [(2, True)], "nobody waits for the first copy"


def test_a_task_is_not_late_when_all_take_as_long() -> None:
    cluster = Cluster([Does(100)] * 20, 2, Patience(straggler=60))
    assert len(cluster.results()) == len(cluster.asked) == 20


def ways() -> Iterator[Does]:
    for end in ("result", "falls", "breaks", "hangs"):
        for seconds in (0.5, 3.0, 200.0):
            for first_only in (True, False):
                yield Does(seconds, end, first_only)


@given(
    st.lists(st.sampled_from(list(ways())), max_size=12),
    st.integers(1, 3),
    st.sampled_from([None, 60.0]),
)
def test_whatever_happens_each_task_has_one_result_and_only_bad_ones_are_lost(
    tasks: list[Does], workers: int, straggler: float | None
) -> None:
    cluster = Cluster(tasks, workers, Patience(stall=1000, straggler=straggler))
    try:
        results = cluster.results()
    except Unheard:
        assert any(task.end == "hangs" for task in tasks)
        return
    assert sorted(results) == list(range(len(tasks)))
    for at, result in results.items():
        if isinstance(result, Lost):
            assert tasks[at].end != "result"
            assert not tasks[at].first_only
        else:
            assert tasks[at].end == "result" or tasks[at].first_only
