"""What is due now, by the schedules of a manifest and the record of its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from publish.diagnostics import Diagnostic, PublishError
from publish.manifest.model import Manifest
from publish.manifest.unattended import ScheduleTable
from publish.runs.model import BROKEN_OFF, Run, Status
from publish.runs.notify import notify
from publish.runs.record import Record
from publish.runs.run import Order
from publish.runs.unrecorded import unrecorded
from publish.schedule.decide import MOST, Decision, Missed, Past, decide, is_ahead
from publish.schedule.slots import latest

_RECENT = 10  # runs among which one is looked for that was at work when a slot came


def due(manifest: Manifest, record: Record, now: datetime) -> tuple[Order, ...]:
    """The runs that are due at ``now``, the oldest slot first. Slots that are missed are recorded, and told
    where no run makes up for them.

    Whoever ends here before a run begins has lost nothing: its slot stays due.
    """
    if manifest.path is None:
        return ()
    orders: list[Order] = []
    for name, decision in decisions(manifest, record, now).items():
        if decision.missed:
            table = manifest.unattended.schedules[name]
            skipped = record.begin(_skipped(name, table, decision.missed, now))
            if decision.missed.why == "skipped":
                notify(manifest, skipped, None)
        if decision.slot:
            why = "caught up" if decision.late else "due"
            orders.append(Order(manifest.path, name, decision.slot, why))
    return tuple(sorted(orders, key=lambda order: (order.slot or now, order.schedule)))


def undecided(manifest: Manifest, error: PublishError, now: datetime) -> PublishError:
    """The error of a record from which nobody learns what is due; the latest slot of all schedules is
    told as one that failed."""
    slots = [
        (slot, name)
        for name, table in manifest.unattended.schedules.items()
        if (slot := latest(table.cron, table.timezone, now))
    ]
    if not slots:
        return error
    slot, name = max(slots)
    run = Run(id=0, schedule=name, slot=slot, began=now, why="due")
    return unrecorded(manifest, run, error, now)


def decisions(manifest: Manifest, record: Record, now: datetime) -> dict[str, Decision]:
    """What is to be done of each schedule at ``now``; nothing is recorded."""
    spans = [
        (run.began, run.ended)
        for run in record.runs(_RECENT)
        if run.ended and run.exit_code != BROKEN_OFF
    ]
    return {
        name: decide(
            table.cron, table.timezone, table.catch_up, _past(name, record, now, spans), now
        )
        for name, table in manifest.unattended.schedules.items()
    }


def is_anything(decisions: dict[str, Decision]) -> bool:
    """Whether something is to be run or recorded."""
    return any(decision != Decision() for decision in decisions.values())


def slots_ahead(manifest: Manifest, record: Record, now: datetime) -> Iterator[Diagnostic]:
    """Warnings (SCH003) of schedules whose record is of a time that has not come."""
    for name, table in manifest.unattended.schedules.items():
        past = _past(name, record, now)
        if past.latest and is_ahead(past, now):
            said = told(past.latest, table.timezone)
            message = f"the record of “{name}” goes on to {said}, which has not come yet"
            hint = "the clock was wrong then, or is now; runs go on by the clock as it is"
            yield Diagnostic(str(manifest.path), 0, 0, "SCH003", message, hint)


def told(slot: datetime, zone: str) -> str:
    """A slot as the clocks of its zone show it."""
    return f"{slot.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _past(
    name: str, record: Record, now: datetime, spans: Sequence[tuple[datetime, datetime]] = ()
) -> Past:
    return Past(record.last_slot(name), record.last_slot(name, now), spans)


def _skipped(name: str, table: ScheduleTable, missed: Missed, now: datetime) -> Run:
    return Run(
        id=0,
        schedule=name,
        slot=missed.last,
        began=now,
        ended=now,
        status=Status.SKIPPED,
        why="missed",
        reason=_reason(missed, table.timezone),
    )


def _reason(missed: Missed, zone: str) -> str:
    if missed.why == "new":
        return "the schedule is new: it is run from its next slot on"
    first, last = told(missed.first, zone), told(missed.last, zone)
    number = f"more than {MOST}" if missed.number >= MOST else str(missed.number)
    what = f"{number} slots from {first} to {last}" if missed.number > 1 else f"the slot of {last}"
    then = (
        "one later run stands for all" if missed.why == "made up for" else "no run makes up for it"
    )
    return f"{what} went by while nobody looked; {then}"
