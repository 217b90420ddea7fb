"""What no type can say of the tables [schedule.NAME] and [notify.NAME]."""

from __future__ import annotations

from collections.abc import Iterator

from publish.manifest.amounts import seconds
from publish.manifest.check import Fault, suggest
from publish.manifest.cron import cron_fault, zone_fault
from publish.manifest.schema import ManifestTable
from publish.manifest.unattended import ScheduleTable
from publish.regex import regex

_NAME = regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,49}")
_VARIABLE = regex(r"env:[A-Za-z_][A-Za-z0-9_]*")


def schedule_faults(table: ManifestTable) -> Iterator[Fault]:
    """What is wrong with schedules and with those who are told of runs."""
    for name, schedule in table.schedule.items():
        where = ("schedule", name)
        if not _NAME.fullmatch(name):
            hint = "use Latin letters, digits, - and _, 50 at the most"
            yield Fault(where, f"“{name}” is no name of a schedule", hint)
        yield from _time_faults(where, schedule)
        yield from _scope_faults(where, schedule, table)
    for name, notice in table.notify.items():
        if not _VARIABLE.fullmatch(notice.url):  # never said: it may hold a password
            message = f"“url” in [notify.{name}] must name a variable of the environment"
            hint = 'write url = "env:PUBLISH_NOTIFY_URL", and put the address into that variable'
            yield Fault(("notify", name, "url"), message, hint)
        if not notice.on:
            hint = 'leave “on” out, or write on = ["failure", "recovery"]'
            yield Fault(("notify", name, "on"), f"[notify.{name}] tells of nothing", hint)


def _time_faults(where: tuple[str, ...], schedule: ScheduleTable) -> Iterator[Fault]:
    message, hint = cron_fault(schedule.cron)
    if message:
        yield Fault((*where, "cron"), message, hint)
    message, hint = zone_fault(schedule.timezone)
    if message:
        yield Fault((*where, "timezone"), message, hint)
    if not seconds(schedule.timeout):
        message = f"“{schedule.timeout}” is no time"
        yield Fault((*where, "timeout"), message, "write it as 90s, 10m or 2h")


def _scope_faults(
    where: tuple[str, ...], schedule: ScheduleTable, table: ManifestTable
) -> Iterator[Fault]:
    if schedule.profile and schedule.profile not in table.profiles:
        hint = suggest(schedule.profile, list(table.profiles))
        yield Fault((*where, "profile"), f"there is no profile “{schedule.profile}”", hint)
    for document in schedule.documents:
        if document not in table.documents:
            hint = suggest(document, list(table.documents))
            message = f"there is no table [documents.{document}]"
            because = (("documents", document),)
            yield Fault((*where, "documents"), message, hint, because, value=document)
