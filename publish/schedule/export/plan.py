"""What is exported of a manifest: its schedules, with what each host has to know."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cronsim import CronSim

import publish
from publish.diagnostics import PublishError, whole_file_error
from publish.manifest import Manifest
from publish.manifest.amounts import seconds
from publish.manifest.model import signer, variables
from publish.manifest.unattended import ScheduleTable
from publish.regex import regex
from publish.schedule.export.packages import apt_packages, requirement
from publish.schedule.slots import shortest_gap

_EVERYWHERE = regex(r"[0-9A-Za-z*,/ -]+")
_LINE = "let a timer of this machine tick: publish schedule install; or write another line"
_MARGIN = 600  # seconds for what is around a build: release, checks, notices


class Plan(NamedTuple):
    """``name`` of the bundle in names of files; the manifest as it stands in its folder; the folders
    that are kept from run to run, relative to it; the packages of Debian and what pip installs; the
    ``variables`` whose values are secrets, and that of the ``key`` that signs (empty: none does)."""

    name: str
    version: str
    manifest: str
    kept: tuple[str, ...]
    releases: str
    packages: tuple[str, ...]
    requirement: str
    variables: tuple[str, ...]
    key: str
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


def plan(manifest: Manifest, now: datetime) -> Plan:
    """What a manifest says to other hosts. Raises PublishError (SCH002) where they cannot say a line, or
    would have to write beside the folder of the manifest."""
    unattended, path = manifest.unattended, str(manifest.path)
    releases = os.path.normpath(unattended.release.dir)
    if Path(releases).is_absolute():
        releases = ".."  # there the folder of the manifest has another name
    out = os.path.relpath(manifest.out, manifest.root)
    for what, folder, key in (("releases", releases, "dir"), ("outputs", out, "out")):
        if ".." in Path(folder).parts:
            message = (
                f"{what} lie outside of the folder of the manifest, which is all that a host has"
            )
            raise cannot_say(path, message, f"name a folder below it as “{key}”")
    return Plan(
        name=manifest.filed_as,
        version=publish.__version__,
        manifest=manifest.path.name if manifest.path else "publish.toml",
        kept=(".publish", releases),
        releases=releases,
        packages=apt_packages(unattended),
        requirement=requirement(unattended, publish.__version__),
        variables=variables(unattended),
        key=signer(unattended),
        schedules=tuple(
            entry(name, table, now, path) for name, table in unattended.schedules.items()
        ),
    )


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


def cannot_say(path: str, message: str, hint: str = _LINE) -> PublishError:
    """That a host cannot say what a manifest says (SCH002)."""
    return PublishError(whole_file_error(path, "SCH002", message, hint))


def _days(line: str) -> str:
    """The days of the week, Sunday as 0: not every host takes 7 for it."""
    word = line.split()[4]
    if "7" not in word:
        return word
    days = sorted({int(str(day)) % 7 for day in CronSim(line, datetime(2000, 1, 1)).weekdays})
    return ",".join(map(str, days))
