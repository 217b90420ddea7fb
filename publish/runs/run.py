"""A run: built, verified, released and brought where it belongs, while nobody watches.

``current`` points to the release of before until the new one is whole, and stays there when it is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from publish.diagnostics import Diagnostic, PublishError, remedy, whole_file_error
from publish.disk import write
from publish.engine.manifests import load
from publish.engine.request import Listener, silent
from publish.manifest import Manifest
from publish.manifest.check import suggest
from publish.manifest.unattended import ScheduleTable
from publish.release.names import current
from publish.runs.building import INTERNAL
from publish.runs.held import held
from publish.runs.history.told import told as told_of
from publish.runs.model import Run, Status
from publish.runs.notify import notify
from publish.runs.record import Record
from publish.runs.releasing import Task
from publish.runs.tries import tried
from publish.runs.unrecorded import unrecorded

INTERRUPTED, TERMINATED = 130, 143  # 128 and the number of the signal
# What holds where a person asks, and no schedule.
ASKED = ScheduleTable(cron="")
_RECENT = 100  # runs and missed slots among which the last run is looked for


class Order(msgspec.Struct, frozen=True):
    """What is to be run: a manifest with a profile (empty: that of the schedule), as a schedule says
    (empty: all documents), for the slot at which it was due (UTC), and why: asked, due, caught up."""

    manifest: Path
    schedule: str = ""
    slot: datetime | None = None
    why: str = "asked"
    profile: str = ""


class Told(NamedTuple):
    """A run that has ended, and what is to be said of it."""

    run: Run
    diagnostics: tuple[Diagnostic, ...]


def utc() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def told(
    order: Order,
    progress: Listener = silent,
    *,
    now: Callable[[], datetime] = utc,
    sleep: Callable[[float], None] = time.sleep,
) -> Told:
    """Run an order to its end, whatever that is, and tell it with all that was found.

    A build that fails is no error: the run says so. Raises PublishError for a manifest that cannot be
    read or has no such schedule (RUN004), for a folder of releases that cannot be used (REL004), for a
    record that cannot be written (RUN002), and where another run is at work, or has run this slot
    since it was found to be due (RUN001). A run that could not be recorded is told as one that failed.
    """
    manifest, schedule = _ordered(order)
    folder = manifest.unattended.releases
    run = Run(
        id=0,
        schedule=order.schedule,
        slot=order.slot,
        began=now(),
        why=order.why,
        before=current(folder),
    )
    task = Task(manifest, schedule, order.profile or schedule.profile, progress, now, sleep)
    try:
        with held(manifest, run.began) as record:
            _is_open(run, record, folder)
            before = _before(order.schedule, record)
            run = replace(run, before=current(folder))
            ended = _recorded(task, run, record)
    except PublishError as error:
        raise unrecorded(manifest, run, error, now()) from None
    return ended._replace(diagnostics=ended.diagnostics + notify(manifest, ended.run, before))


def _is_open(run: Run, record: Record, folder: Path) -> None:
    """Raises PublishError (RUN001) where another run has done what was due."""
    if run.slot and record.last_slot(run.schedule, run.slot) == run.slot:
        message, hint = "another run has done what was due", "nothing is left to do"
        raise PublishError(whole_file_error(str(folder), "RUN001", message, hint))


def _before(schedule: str, record: Record) -> Run | None:
    """The last run of a schedule; slots that were missed are none."""
    runs = record.runs(_RECENT, schedule)
    return next((run for run in runs if run.status is not Status.SKIPPED), None)


def _recorded(task: Task, run: Run, record: Record) -> Told:
    """A run that is written down as it ends, also where it is interrupted."""
    found: list[Diagnostic] = []
    try:
        run = record.begin(run)
        ended = tried(task, run, record, found)
    except BaseException as error:
        code = INTERNAL if isinstance(error, Exception) else TERMINATED
        code = INTERRUPTED if isinstance(error, KeyboardInterrupt) else code
        reason = "it was interrupted" if code != INTERNAL else f"internal error: {error}"
        for known in record.runs(1):  # with its release, where that was made already
            if known.id == run.id or known.status is Status.RUNNING:
                ended = replace(known, status=Status.FAILED, ended=task.now(), reason=reason)
                record.end(replace(ended, exit_code=code))
        raise
    found += shown(task.manifest, record)
    return Told(ended, tuple(found))


def shown(manifest: Manifest, record: Record) -> list[Diagnostic]:
    """Write the page of all runs and their metrics; that this does not work makes no run worse."""
    folder = manifest.unattended.releases
    try:
        for name, content in told_of(manifest, record).items():
            write(folder / name, content)
    except OSError as error:
        message = f"the page of all runs cannot be written: {error.strerror}"
        return [Diagnostic(str(folder), 0, 0, "REL006", message, remedy(error))]
    return []


def _ordered(order: Order) -> tuple[Manifest, ScheduleTable]:
    """The manifest with its profile, and the schedule."""
    manifest = load(order.manifest, order.profile)
    if not order.schedule:
        return manifest, ASKED
    schedules = manifest.unattended.schedules
    if order.schedule not in schedules:
        message = f"there is no table [schedule.{order.schedule}]"
        hint = suggest(order.schedule, list(schedules)) or "publish run alone needs none"
        raise PublishError(whole_file_error(str(order.manifest), "RUN004", message, hint))
    schedule = schedules[order.schedule]
    if schedule.profile and not order.profile:
        manifest = load(order.manifest, schedule.profile)
    return manifest, schedule
