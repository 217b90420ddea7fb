"""Steps as tasks: rendered here when they are few, else by the workers of an executor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from publish.diagnostics import Diagnostic, Severity
from publish.engine.executors import Executor, Lost, run
from publish.engine.render import Rendered, render, source_of
from publish.layouts import Layout
from publish.publication.model import Publication

FEW = 3  # steps that are quicker to make here than to start workers for

_HINTS = {
    "BUILD004": "the other documents were built; split this one or make its pictures smaller",
}


class Task(NamedTuple):
    """What a worker needs to know of a step."""

    publication: Publication
    format: str
    layout: Layout
    options: Mapping[str, Any]


def done(tasks: Sequence[Task], executor: Executor) -> Iterator[tuple[int, Rendered]]:
    """The number and the result of each task, in the order in which they end.

    A task that cannot be ended, such as one that kills its worker, fails; all others are done.
    """
    if min(executor.workers, len(tasks)) < 2 or len(tasks) <= FEW:
        yield from ((at, work(task)) for at, task in enumerate(tasks))
        return
    left = dict(enumerate(tasks))
    try:
        for at, result in run(work, tasks, executor):
            del left[at]
            yield at, _failed(tasks[at], result) if isinstance(result, Lost) else result
    except OSError:  # the system gives no processes
        yield from ((at, work(task)) for at, task in left.items())


def work(task: Task) -> Rendered:
    """A task done in this process."""
    return render(*task)


def _failed(task: Task, lost: Lost) -> Rendered:
    fault = Diagnostic(
        path=source_of(task.publication),
        line=0,
        column=0,
        code=lost.code,
        message=f"making the {task.format} file {lost.why}",
        hint=_HINTS[lost.code],
        severity=Severity.ERROR,
    )
    return Rendered((), (fault,))
