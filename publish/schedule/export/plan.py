"""What is exported of a manifest: its schedules, with what each host has to know."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from cronsim import CronSim

from publish.diagnostics import PublishError, whole_file_error
from publish.manifest.amounts import seconds
from publish.manifest.unattended import ScheduleTable
from publish.schedule.slots import shortest_gap

_EVERYWHERE = re.compile(r"[0-9A-Za-z*,/ -]+")
_MARGIN = 600  # seconds for what is around a build: release, checks, notices


class Plan(NamedTuple):
    """``name`` of the bundle in names of files; the manifest as it stands in its folder; the folders
    that are kept from run to run, relative to it."""

    name: str
    version: str
    manifest: str
    kept: tuple[str, ...]
    releases: str
    variables: tuple[str, ...]
    schedules: tuple[Entry, ...]


class Entry(NamedTuple):
    """A schedule: ``cron`` in the form that every host reads, its shortest gap, and ``seconds``, the
    longest that a run may take with all its tries."""

    name: str
    cron: str
    zone: str
    catch_up: str
    gap: timedelta
    seconds: int


def entry(name: str, table: ScheduleTable, now: datetime, path: str) -> Entry:
    """A schedule for other hosts. Raises PublishError (SCH002) where they cannot say its line."""
    if not _EVERYWHERE.fullmatch(table.cron):
        message = f"“{table.cron}” of “{name}” holds signs that other hosts do not read"
        raise cannot_say(path, message)
    words = table.cron.split()
    longest = seconds(table.timeout) * (table.retries + 1) + _MARGIN
    gap = shortest_gap(table.cron, table.timezone, now)
    return Entry(
        name,
        " ".join((*words[:4], _days(table.cron))),
        table.timezone,
        table.catch_up,
        gap,
        longest,
    )


def cannot_say(path: str, message: str) -> PublishError:
    """That a host cannot say when a schedule is due (SCH002)."""
    hint = "let a timer of this machine tick: publish schedule install; or write another line"
    return PublishError(whole_file_error(path, "SCH002", message, hint))


def _days(line: str) -> str:
    """The days of the week, Sunday as 0: not every host takes 7 for it."""
    word = line.split()[4]
    if "7" not in word:
        return word
    days = sorted({int(str(day)) % 7 for day in CronSim(line, datetime(2000, 1, 1)).weekdays})
    return ",".join(map(str, days))
