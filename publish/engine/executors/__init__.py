"""Where tasks are done: the executor of this machine, and the loop that is the same for all."""

from __future__ import annotations

from publish.engine.executors.contract import Executor, Lost, Needs, Patience, Unheard, starved
from publish.engine.executors.local import Local
from publish.engine.executors.loop import run

__all__ = ["Executor", "Local", "Lost", "Needs", "Patience", "Unheard", "run", "starved"]
