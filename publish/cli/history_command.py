"""``publish history``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from publish.cli.options import manifest_option
from publish.cli.output import count
from publish.cli.scope import manifest_here
from publish.disk import write
from publish.engine.manifests import load
from publish.manifest import Manifest
from publish.runs.history import figures
from publish.runs.model import Run
from publish.runs.record import NAME, Record

_LINES, _FILED = 20, 1000  # a file of few runs would lack the last good one of a schedule


@click.command("history", help="Tell of the runs on record, the newest first.")
@manifest_option
@click.option(
    "-n",
    "--most",
    type=click.IntRange(1),
    help=f"How many runs; by default {_LINES}, and {_FILED} in files.",
)
@click.option("--schedule", default=None, metavar="NAME", help="Runs of one schedule only.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the page of all runs here.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write the runs as JUnit's XML.")
@click.option("--prometheus", type=click.Path(path_type=Path), help="Write metrics for Prometheus.")
def command(
    manifest: Path | None,
    most: int | None,
    schedule: str | None,
    as_json: bool,
    html: Path | None,
    junit: Path | None,
    prometheus: Path | None,
) -> int:
    """One line a run, or the files that are asked for."""
    loaded = load(manifest_here(manifest))
    files = html or junit or prometheus
    runs, counts = _read(loaded, most or (_FILED if files else _LINES), schedule)
    if as_json:
        click.echo(msgspec.json.encode(runs))
    elif not files:
        _print(runs)
    if html:
        from publish.runs.history.told import page_of_all

        write(html, page_of_all(loaded, runs))
    if junit:
        from publish.runs.history import junit as suites

        write(junit, suites.junit(runs))
    if prometheus:
        from publish.runs.history.prometheus import metrics

        write(prometheus, metrics(runs, loaded.called, counts).encode())
    return 0


def _read(
    manifest: Manifest, most: int, schedule: str | None
) -> tuple[tuple[Run, ...], Mapping[tuple[str, str], int]]:
    """The latest runs, and how many there are of each kind."""
    folder = manifest.unattended.releases
    if not (folder / NAME).is_file():
        return (), {}
    record = Record(folder)
    try:
        return record.runs(most, schedule), record.counts(schedule)
    finally:
        record.close()


def _print(runs: Sequence[Run]) -> None:
    for run in runs:
        taken = figures.duration(figures.seconds(run))
        parts = [f"{run.id:>5}", figures.moment(run.began), f"{run.status.value:9}", f"{taken:>12}"]
        parts += [run.schedule or run.why, run.release, run.reason]
        click.echo("  ".join(filter(None, parts)).rstrip())
    click.echo(count(len(runs), "run") if runs else "there has been no run", err=True)
