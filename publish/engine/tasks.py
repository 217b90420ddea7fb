"""Steps as tasks for the workers of an executor."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from publish.backends import Sharing, backend, reusing
from publish.backends.kept import NOTHING, Kept
from publish.diagnostics import Diagnostic, Severity
from publish.engine.executors import Local, Lost, Needs, run, starved
from publish.engine.preload import modules
from publish.engine.render import Rendered, render, source_of
from publish.layouts import Layout
from publish.publication.model import Publication

MANY = 12  # chapters, that it pays to divide
FEW = 3  # steps that one process makes sooner than several would start
LONGEST = 20 * 86_400  # seconds; no system waits for a pipe much longer
CHAPTERS = 50  # of a book, that may take as long as an article

_HINTS = {
    "BUILD004": "the other documents were built; most often memory is short: split this one, make its"
    " pictures smaller, or build with -j 1",
    "BUILD008": "the other documents were built; split this one, or allow more: “timeout” in [build] of"
    " the manifest",
    "BUILD009": "the other documents were built; split this one, make its pictures smaller, or allow"
    " more: “memory” in [build] of the manifest",
}


class Task(NamedTuple):
    """What a worker needs to know of a step, the seconds that it may take, and parts that were made
    before."""

    publication: Publication
    format: str
    layout: Layout
    options: Mapping[str, Any]
    seconds: float
    kept: Kept = NOTHING


class Share(NamedTuple):
    """One of the shares of a task: every chapter that leaves ``number`` when divided by ``of``."""

    task: Task
    number: int
    of: int

    @property
    def seconds(self) -> float:
        """The longest that it may take."""
        return self.task.seconds


def allowed(publication: Publication, seconds: int) -> int:
    """The seconds that a publication may take, where an article may take so many."""
    return min(LONGEST, seconds * max(1, -(-len(publication.chapters) // CHAPTERS)))


def done(tasks: Sequence[Task], jobs: int, memory: int) -> Iterator[tuple[int, Rendered]]:
    """The number and the result of each task, in the order in which they end.

    A task that kills its worker, or takes longer than it may, fails; all others are done.
    """
    few = len(tasks) <= FEW
    needs = Needs(1 if few else jobs, modules(task.format for task in tasks), memory, tasks)
    left = dict(enumerate(tasks))
    if few and sys.platform != "linux":  # where starting a process takes longer than the work
        yield from ((at, _here(task)) for at, task in left.items())
        return
    try:
        for at, result in run(work, tasks, Local(needs)):
            del left[at]
            yield at, failed(tasks[at], result) if isinstance(result, Lost) else result
    except OSError:  # the system gives no processes
        yield from ((at, _here(task)) for at, task in left.items())


def divide(tasks: Sequence[Task], jobs: int, memory: int) -> None:
    """Chapters of large books, made side by side and kept, so that binding them is what is left.

    What fails is told when the book is made.
    """
    large = [
        task
        for task in tasks
        if len(task.publication.chapters) >= MANY and task.kept.get(_divided(task)) is None
    ]
    opens = Local(Needs(jobs, modules(task.format for task in large), memory))
    shares = [
        Share(task, number, opens.workers)
        for task in large
        if opens.workers > 1 and isinstance(backend(task.format), Sharing)
        for number in range(opens.workers)
    ]
    with contextlib.suppress(OSError):  # the system gives no processes
        for _ in run(part, shares, opens):
            pass


def _divided(task: Task) -> bytes:
    """A key that tells whether the book was divided before: then most of its chapters are kept, and
    several that look for the others would do the same work."""
    return f"divided {task.format} {task.publication.name}".encode()


def part(share: Share) -> None:
    """A share done in this process."""
    task = share.task
    with contextlib.suppress(Exception):
        made_by = reusing(task.format, task.kept)
        if isinstance(made_by, Sharing):
            made_by.share(task.publication, task.layout, task.options, share.number, share.of)
            task.kept.keep(_divided(task), b"")


def work(task: Task) -> Rendered:
    """A task done in this process. Raises MemoryError."""
    return render(task.publication, task.format, task.layout, task.options, task.kept)


def _here(task: Task) -> Rendered:
    try:
        return work(task)
    except MemoryError:
        return failed(task, starved())


def failed(task: Task, lost: Lost) -> Rendered:
    """What is told of a task without a result."""
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
