"""Processes at work: one that is killed, and an interrupt, with tasks larger than a pipe holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import publish
from publish.backends import BACKENDS
from publish.document import Document, Metadata
from publish.engine.executors import run
from publish.engine.executors.local import Local
from publish.engine.preload import modules
from publish.engine.tasks import Task, done
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
    results = dict(done(tasks, Local(2)))
    assert sorted(results) == list(range(TASKS))
    assert [at for at, rendered in results.items() if rendered.faults] == [3]
    (fault,) = results[3].faults
    assert (fault.code, fault.path) == ("BUILD004", "p3.md")
    assert "status 9" in fault.message


def test_an_end_does_not_wait_for_what_a_worker_is_writing() -> None:
    for _ in range(4):
        results = done([task("tea" * 2_000_000, at=at) for at in range(TASKS)], Local(2))
        assert next(results)
        results.close()


def told(_: object) -> tuple[str, str]:
    return publish.__file__, os.environ.get("PYTHONPATH", "")


def test_workers_have_the_modules_and_the_environment_of_their_parent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    results = [result for _, result in run(told, [None] * 2, Local(2))]
    assert results == [(publish.__file__, "elsewhere")] * 2


@pytest.mark.parametrize("format", BACKENDS)
def test_what_workers_are_to_have_in_memory_is_there(format: str) -> None:
    assert all(find_spec(module) for module in modules([format]))
