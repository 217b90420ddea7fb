"""Numbers of runs as people read them, and as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from publish.runs.model import Run

WIDTH, HEIGHT = 720, 96  # of a chart, in its own units
_SIZES = ("B", "kB", "MB", "GB", "TB")


class Bar(NamedTuple):
    """A bar of a chart: its place and size, the kind of run, and its words."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    words: str


def seconds(run: Run) -> float | None:
    """How long a run took; None while it has not ended."""
    return (run.ended - run.began).total_seconds() if run.ended else None


def duration(taken: float | None) -> str:
    """``0.4 s``, ``12 s``, ``3 min 20 s``, ``1 h 02 min``."""
    if taken is None:
        return ""
    if taken < 10:
        return f"{max(taken, 0):.1f} s"
    whole = round(taken)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def size(count: int) -> str:
    """Bytes in the largest unit of which there is at least one: ``16.4 MB``."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1000, unit + 1
    return (
        f"{amount:.1f} {_SIZES[unit]}" if unit and amount < 100 else f"{amount:.0f} {_SIZES[unit]}"
    )


def moment(time: datetime | None) -> str:
    """``2026-11-30 02:30``; empty for none."""
    return time.strftime("%Y-%m-%d %H:%M") if time else ""


def kind(run: Run) -> str:
    """``good``, ``idle`` or ``bad``: what a run is to those who look for trouble."""
    if run.is_good:
        return "good"
    return "bad" if run.is_bad else "idle"


def durations(runs: Sequence[Run]) -> list[Bar]:
    """A bar for how long each run took, from the oldest to the newest."""
    values = [(seconds(run) or 0.0, duration(seconds(run))) for run in runs]
    return list(_bars(runs, values))


def findings(runs: Sequence[Run]) -> list[Bar]:
    """A bar for how much each run found."""
    counts = [sum(run.findings.values()) for run in runs]
    return list(_bars(runs, [(float(count), f"{count} findings") for count in counts]))


def _bars(runs: Sequence[Run], values: Sequence[tuple[float, str]]) -> Iterator[Bar]:
    if not runs:
        return
    step = WIDTH / max(len(runs), 30)
    most = max(value for value, _ in values) or 1.0
    for number, (run, (value, told)) in enumerate(zip(runs, values, strict=True)):
        height = max(value / most * HEIGHT, 1.5)
        words = f"{moment(run.began)} {run.schedule}: {run.status.value}, {told}"
        yield Bar(round(number * step, 2), round(HEIGHT - height, 2), round(step * 0.8, 2),
                  round(height, 2), kind(run), words)  # fmt: skip
