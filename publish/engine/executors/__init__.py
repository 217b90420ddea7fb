"""Where tasks are done: one visible table of executors, and the loop that is the same for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.engine.executors.contract import Executor, Lost, Needs, Patience, starved
from publish.engine.executors.local import Local
from publish.engine.executors.loop import run

EXECUTORS: Mapping[str, Callable[[Needs], Executor]] = {"local": Local}

__all__ = ["EXECUTORS", "Executor", "Lost", "Needs", "Patience", "run", "starved"]
