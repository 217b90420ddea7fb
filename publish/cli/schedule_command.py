"""``publish schedule``: when runs are due, and who is to ask."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import msgspec

from publish import disk
from publish.cli.options import manifest_option
from publish.cli.output import fault, say
from publish.cli.scope import manifest_here
from publish.engine.manifests import load
from publish.manifest import Manifest
from publish.runs import ticks
from publish.runs.due import slots_ahead
from publish.runs.model import Run, Status
from publish.runs.record import NAME, Record
from publish.runs.run import utc
from publish.schedule.export import HOSTS
from publish.schedule.export.crontab import line
from publish.schedule.export.plan import plan
from publish.schedule.export.systemd import units
from publish.schedule.slots import upcoming

_TIMES = "%a %Y-%m-%d %H:%M %z"


@click.group("schedule", help="When runs are due by the clock, and who is to ask for them.")
def command() -> None:
    """The schedules of a manifest."""


@command.command("show")
@manifest_option
@click.option(
    "--next",
    "number",
    default=1,
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Show so many times for each schedule.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(manifest: Path | None, number: int, as_json: bool) -> int:
    """Show when each schedule is due next, and how its last run ended."""
    found = _scheduled(manifest)
    now = utc()
    record = _record(found)
    try:
        warnings = list(slots_ahead(found, record, now)) if record else []
        rows = [_row(found, name, record, now, number) for name in found.unattended.schedules]
    finally:
        if record:
            record.close()
    for warning in warnings:
        say(warning)
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return 0
    for row in rows:
        click.echo(f"{row.name}: {row.cron} ({row.timezone})")
        for slot in row.next:
            local = slot.astimezone(ZoneInfo(row.timezone))
            click.echo(f"  next  {local:{_TIMES}}  {slot:%Y-%m-%d %H:%M} UTC")
        click.echo(f"  last  {_last(row)}")
    return 0


@command.command("install")
@manifest_option
@click.option("--systemd", "host", flag_value="systemd", help="A timer of systemd, of this user.")
@click.option("--cron", "host", flag_value="cron", help="A line in the crontab of this user.")
@click.option("--remove", is_flag=True, help="Take it away again.")
@click.option("--dry-run", is_flag=True, help="Print what would be put there, and change nothing.")
def install(manifest: Path | None, host: str | None, remove: bool, dry_run: bool) -> int:
    """Have this machine ask every five minutes what is due."""
    found = _scheduled(manifest)
    if host is None:
        raise click.UsageError("say --systemd or --cron")
    tick, folder = ticks.tick(found), ticks.units_folder()
    if dry_run:
        told = {"crontab": f"{line(tick)}\n"} if host == "cron" else units(tick)
        for name, text in told.items():
            click.echo(f"# {folder / name if host == 'systemd' else name}\n{text}")
        return 0
    if host == "cron":
        done = ticks.remove_line(tick) if remove else ticks.install_line(tick)
    else:
        done = ticks.remove_units(tick, folder) if remove else ticks.install_units(tick, folder)
    for each in done or ["there was nothing to remove"]:
        click.echo(each, err=True)
    if host == "systemd" and not remove:
        click.echo("to tick while nobody is logged in: loginctl enable-linger", err=True)
    return 0


@command.command("export")
@manifest_option
@click.option("--github-actions", "host", flag_value="github-actions", help="A workflow.")
@click.option("--gitlab", "host", flag_value="gitlab", help="A pipeline.")
@click.option("--kubernetes", "host", flag_value="kubernetes", help="CronJobs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file; standard output by default.",
)
def export(manifest: Path | None, host: str | None, output: Path | None) -> int:
    """Print what has a build server or a cluster run the schedules."""
    found = _scheduled(manifest)
    if host is None:
        raise click.UsageError(f"say {', '.join(f'--{name}' for name in HOSTS)}")
    text = HOSTS[host](plan(found, utc()))
    if output:
        disk.write(output, text.encode())
        click.echo(output)
    else:
        click.echo(text, nl=False)
    return 0


class _Row(msgspec.Struct, frozen=True):
    """A schedule as it is shown; times are in UTC."""

    name: str
    cron: str
    timezone: str
    next: tuple[datetime, ...]
    last: Run | None


def _scheduled(given: Path | None) -> Manifest:
    """The manifest, which must have schedules (SCH001)."""
    path = manifest_here(given)
    found = load(path)
    if not found.unattended.schedules:
        hint = 'write one: [schedule.nightly] with cron = "30 2 * * *"'
        raise fault(path, "SCH001", "the manifest has no table [schedule.NAME]", hint)
    return found


def _record(manifest: Manifest) -> Record | None:
    """The record, where there is one: to look makes none."""
    folder = manifest.unattended.releases
    return Record(folder) if (folder / NAME).is_file() else None


def _row(manifest: Manifest, name: str, record: Record | None, now: datetime, number: int) -> _Row:
    table = manifest.unattended.schedules[name]
    slots = islice(upcoming(table.cron, table.timezone, now), number)
    last = record.runs(1, name) if record else ()
    return _Row(name, table.cron, table.timezone, tuple(slots), last[0] if last else None)


def _last(row: _Row) -> str:
    if row.last is None:
        return "never yet"
    began = row.last.began.astimezone(ZoneInfo(row.timezone))
    why = (
        f": {row.last.reason}" if row.last.reason and row.last.status is not Status.RELEASED else ""
    )
    return f"{began:{_TIMES}}  {row.last.status.value}{why}"
