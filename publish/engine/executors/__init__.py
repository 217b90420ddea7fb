"""Where tasks are done: one visible table of executors, and the loop that is the same for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.engine.executors.contract import Executor, Lost, Patience
from publish.engine.executors.local import Local
from publish.engine.executors.loop import run

# From the number of tasks at once (0: as many as there is room for) and the modules that they need.
EXECUTORS: Mapping[str, Callable[[int, Sequence[str]], Executor]] = {"local": Local}

__all__ = ["EXECUTORS", "Executor", "Lost", "Patience", "run"]
