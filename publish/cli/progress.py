"""How far a command is: a bar with the rate and what is left on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from publish.engine.request import Listener, Progress, silent


@contextmanager
def progress() -> Iterator[Listener]:
    """A listener that draws a bar on a terminal and says nothing in a pipe."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[what]}", markup=False),
    )
    bars = Bars(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}

    def listen(step: Progress) -> None:
        if step.stage not in tasks:
            bars.start()  # not before: a process that was started may draw bars of its own
            tasks[step.stage] = bars.add_task(step.stage, total=step.total, what="", rate="")
        task = tasks[step.stage]
        bars.update(task, completed=step.done, what=step.what)
        bars.update(task, rate=rate(bars.tasks[task].speed))

    try:
        yield listen
    finally:
        bars.stop()


def rate(speed: float | None) -> str:
    """So many pieces a second, or a minute; empty while it is not known."""
    if not speed:
        return ""
    return f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.0f}/min"
