"""The slots of a cron line in a time zone: the moments at which a run is due, in UTC.

The rules are those of Debian's cron. A line that names its minutes and hours holds once a day: in the
hour that a change of the clock leaves out it holds at the end of the gap, and in the hour that comes
twice, the first time. A line whose minutes or hours begin with ``*`` goes by what clocks show: never
in a gap, and both times in an hour that comes twice.

cronsim knows lines; asked with a time zone it goes wrong beside changes of the clock (from within an
hour that comes twice it names slots of the past, and at a change of half an hour it leaves one out).
So it is asked without, and its wall times are laid on the zone here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from cronsim import CronSim

_BACK = timedelta(hours=3)  # no clock goes back by more at once
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


def latest(cron: str, zone: str, now: datetime) -> datetime | None:
    """The latest slot that is not after ``now``; None where there is none in 50 years."""
    return next(preceding(cron, zone, now), None)


def preceding(cron: str, zone: str, now: datetime) -> Iterator[datetime]:
    """The slots that are not after ``now``, the newest first. Never slow: it goes from ``now``."""
    clock = ZoneInfo(zone)
    walls = CronSim(cron, _wall(now, clock) + _BACK + _SECOND, reverse=True)
    found = _ordered(cron, walls, clock, sign=-1)
    return (slot for slot in found if slot <= now)


def upcoming(cron: str, zone: str, now: datetime) -> Iterator[datetime]:
    """The slots after ``now``, the next first."""
    clock = ZoneInfo(zone)
    walls = CronSim(cron, _wall(now, clock) - _BACK - _SECOND)
    return (slot for slot in _ordered(cron, walls, clock, sign=1) if slot > now)


def shortest_gap(cron: str, zone: str, now: datetime) -> timedelta:
    """The shortest time from one slot to the next, of the next hundred."""
    slots = [slot for slot, _ in zip(upcoming(cron, zone, now), range(100), strict=False)]
    return min((after - before for before, after in pairwise(slots)), default=timedelta(days=365))


def _wall(now: datetime, clock: ZoneInfo) -> datetime:
    return now.astimezone(clock).replace(tzinfo=None, microsecond=0)


def _ordered(
    cron: str, walls: Iterable[datetime], clock: ZoneInfo, *, sign: int
) -> Iterator[datetime]:
    """The slots of wall times that rise (``sign`` 1) or fall (-1), in that order and each once.

    An hour that comes twice gives two slots a wall, so a slot is held until no wall to come can have
    one before it.
    """
    shown = _goes_by_clocks(cron)
    held: list[datetime] = []
    last: datetime | None = None
    for wall in walls:
        both = _both(wall, clock)
        held = sorted({*held, *_slots(wall, clock, both, shown=shown)}, reverse=sign < 0)
        bound = min(both) if sign > 0 else max(both)
        while held and (held[0] <= bound if sign > 0 else held[0] >= bound):
            slot = held.pop(0)
            if slot != last:
                yield slot
            last = slot
    yield from (slot for slot in held if slot != last)


def _slots(
    wall: datetime, clock: ZoneInfo, both: tuple[datetime, datetime], *, shown: bool
) -> tuple[datetime, ...]:
    """The moments in UTC at which a wall time is due."""
    if _is_shown(wall, clock):
        return both if shown else both[:1]
    if shown:
        return ()
    while not _is_shown(wall, clock):
        wall += _MINUTE
    return _both(wall, clock)[:1]


def _both(wall: datetime, clock: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the second time that clocks show it; twice the same on nearly all days."""
    return (
        wall.replace(tzinfo=clock, fold=0).astimezone(UTC),
        wall.replace(tzinfo=clock, fold=1).astimezone(UTC),
    )


def _is_shown(wall: datetime, clock: ZoneInfo) -> bool:
    """Whether it is in no gap."""
    return _wall(_both(wall, clock)[0], clock) == wall


def _goes_by_clocks(cron: str) -> bool:
    minute, hour = cron.split()[:2]
    return minute.startswith("*") or hour.startswith("*")
