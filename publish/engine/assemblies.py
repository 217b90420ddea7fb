"""Publications put together from their documents: once for all outputs that can share one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from publish.engine.looks import Asked
from publish.engine.plan import Step
from publish.engine.store.output import Look
from publish.publication.assemble import Assembly, BookPlan, Surroundings, article, book
from publish.publication.diagrams import Drawings

Key = tuple[str | int, ...]


class _Made(NamedTuple):
    """What was put together as what, and the questions that were asked, with their answers."""

    plan: BookPlan | None
    looks: tuple[Look, ...]
    assembly: Assembly


class Assemblies:
    """The publications of one build. Two outputs of the same documents differ where one links to a
    file and the other to a page: where no such question has another answer, they are of one."""

    def __init__(self, lines: Mapping[str, tuple[int, ...]], drawings: Drawings) -> None:
        """``lines`` holds, for each path, the source line of every block, parents before children."""
        self._lines = lines
        self._drawings = drawings
        self._made: dict[Key, list[_Made]] = {}

    def of(self, step: Step, epoch: int, asked: Asked) -> Assembly:
        """The publication of a step, and what was found. ``asked`` has all questions afterwards."""
        name = step.output.rsplit("/", 1)[-1]
        others = self._made.setdefault((name, epoch, *map(id, step.documents)), [])
        for other in others:
            if other.plan == step.book and asked.takes_over(other.looks):
                return other.assembly
        assembly = self._put_together(step, name, epoch, asked)
        others.append(_Made(step.book, asked.looks, assembly))
        return assembly

    def _put_together(self, step: Step, name: str, epoch: int, asked: Asked) -> Assembly:
        around = Surroundings(
            posts=asked,
            picture=asked.picture,
            elsewhere=asked.elsewhere,
            epoch=epoch,
            lines=self._lines,
            drawings=self._drawings,
            source=asked.source,
        )
        if step.book is None:
            return article(name, step.documents[0], around)
        return book(replace(step.book, name=name), step.documents, around)
