"""``publish rollback``."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.options import manifest_option, profile_option
from publish.cli.output import say
from publish.cli.progress import progress
from publish.cli.scope import manifest_here
from publish.engine.manifests import load
from publish.runs.rollback import roll_back


@click.command(
    "rollback", help="Let an earlier RELEASE be the current one; by default the one before it."
)
@click.argument("release", required=False, default="", metavar="[RELEASE]")
@manifest_option
@profile_option
def command(release: str, manifest: Path | None, profile: str) -> int:
    """Go back, and end with 3 where that release is damaged."""
    loaded = load(manifest_here(manifest), profile)
    with progress() as listener:
        run, found = roll_back(loaded, release, listener)
    for item in found:
        say(item)
    if run.release:
        click.echo(run.release)
    told = f"current was {run.before}" if run.release else f"current stays {run.before}"
    click.echo(f"{run.reason}; {told}" if run.reason else told, err=True)
    return run.exit_code
