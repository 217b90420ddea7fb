"""Processes at work: one that is killed, and an interrupt, with tasks larger than a pipe holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from publish.document import Document, Metadata
from publish.engine import pool
from publish.engine.pool import Task, run
from publish.layouts import Layout
from publish.publication.model import Chapter, Publication
from publish.publication.words import words

LARGE = Layout("large", {"ballast.css": b"x" * 300_000})
TASKS = 12


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Callable[[int], Any], tuple[int]]:
        return os._exit, (9,)


def task(name: str, **options: Any) -> Task:
    document = Document(path=f"{name}.md", metadata=Metadata(title=name, lang="en"), blocks=())
    publication = Publication(
        name=name,
        kind="article",
        metadata=document.metadata,
        chapters=(Chapter("title", "", document),),
        nav=(),
        words=words("en"),
    )
    return Task(publication, "json", LARGE, options)


def test_a_task_that_kills_its_worker_fails_alone() -> None:
    tasks = [task(f"p{at}", **({"x": Deadly()} if at == 3 else {})) for at in range(TASKS)]
    done = dict(run(tasks, 2))
    assert sorted(done) == list(range(TASKS))
    assert [at for at, rendered in done.items() if rendered.faults] == [3]
    (fault,) = done[3].faults
    assert (fault.code, fault.path) == ("BUILD004", "p3.md")


def test_an_interrupt_ends_all_though_tasks_are_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "as_completed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(run([task(f"p{at}") for at in range(TASKS)], 2))


def test_an_interrupt_does_not_wait_for_what_a_worker_was_writing() -> None:
    for _ in range(4):
        results = run([task("tea" * 2_000_000, at=at) for at in range(TASKS)], 2)
        assert next(results)
        results.close()
