"""Whether a schedule is due: what its cron line, its record and the time say together.

Timers and the daemon only ask, at whatever moments; so a slot is neither lost nor run twice when they
ask late, twice or with a clock that was wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Literal, NamedTuple

from publish.schedule.slots import latest, preceding

# Timers ask every five minutes; who asks later than this after a slot has missed it.
GRACE = timedelta(minutes=10)
# A slot on record that lies further ahead is of a time when the clock was wrong.
AHEAD = timedelta(days=2)
MOST = 1000  # missed slots are counted up to here


class Past(NamedTuple):
    """What is on record of a schedule: its latest slot, the latest that is not after the time that
    asks, and when runs, of any schedule, began and ended."""

    latest: datetime | None = None
    until_now: datetime | None = None
    spans: Sequence[tuple[datetime, datetime]] = ()


class Missed(NamedTuple):
    """Slots that are not run, from the first to the last; ``number`` of them, or more (MOST)."""

    first: datetime
    last: datetime
    number: int
    why: Literal["new", "made up for", "skipped"]


class Decision(NamedTuple):
    """The slot to run, if any, whether it is late, and slots before it, or all, that are not run."""

    slot: datetime | None = None
    late: bool = False
    missed: Missed | None = None


def decide(cron: str, zone: str, catch_up: str, past: Past, now: datetime) -> Decision:
    """What is due of a schedule at ``now``.

    The latest slot is, if none as late is on record. One that is late is run where ``catch_up`` is
    ``once``, and those before it are missed; otherwise it is missed too. Of a schedule that has no
    record nothing is made up for. A slot on record that is ahead of a clock set back is waited for,
    unless it is so far ahead that the clock must have been wrong.
    """
    slot = latest(cron, zone, now)
    before = done(past, now)
    if slot is None or (before is not None and slot <= before):
        return Decision()
    late = now - max([slot, *(end for begin, end in past.spans if begin <= slot <= end)]) > GRACE
    if before is None:
        return Decision(missed=Missed(slot, slot, 1, "new")) if late else Decision(slot)
    since = takewhile(lambda each: each > before, preceding(cron, zone, now))
    if late and catch_up == "skip":
        return Decision(missed=_missed(islice(since, MOST), "skipped"))
    return Decision(slot, late, _missed(islice(since, 1, MOST + 1), "made up for"))


def done(past: Past, now: datetime) -> datetime | None:
    """The slot up to which nothing is due any more."""
    return past.until_now if is_ahead(past, now) else past.latest


def is_ahead(past: Past, now: datetime) -> bool:
    """Whether the record is of a later time than it can be: the clock was wrong then, or is now."""
    return past.latest is not None and past.latest > now + AHEAD


def _missed(slots: Iterable[datetime], why: Literal["made up for", "skipped"]) -> Missed | None:
    found = tuple(slots)
    return Missed(found[-1], found[0], len(found), why) if found else None
