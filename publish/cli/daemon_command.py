"""``publish daemon``."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from publish.cli.options import manifest_option
from publish.cli.output import count, fault
from publish.cli.scope import manifest_here
from publish.engine.manifests import load
from publish.runs.daemon import Stop, alone, watch


@click.command(
    "daemon", help="Run what is due, as long as it is not ended; for machines without timers."
)
@manifest_option
def command(manifest: Path | None) -> int:
    """Ends with 0 on SIGTERM and Ctrl-C; a run that is at work is ended first, and recorded."""
    path = manifest_here(manifest)
    found = load(path)
    if not found.unattended.schedules:
        hint = 'write one: [schedule.nightly] with cron = "30 2 * * *"'
        raise fault(path, "SCH001", "the manifest has no table [schedule.NAME]", hint)
    stop = Stop()
    with alone(found):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.ask())
        click.echo(f"watching {count(len(found.unattended.schedules), 'schedule')}", err=True)
        watch(path.resolve(), lambda line: click.echo(line), stop.wait)
    stop.close()
    click.echo("the daemon ends", err=True)
    return 0
