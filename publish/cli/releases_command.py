"""``publish releases``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from publish.cli.options import manifest_option, profile_option
from publish.cli.output import count
from publish.cli.scope import manifest_here
from publish.engine.manifests import load
from publish.release.listing import Release, listed


@click.command(
    "releases", help="List the releases, the newest first: when, how large, which is current."
)
@manifest_option
@profile_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(manifest: Path | None, profile: str, as_json: bool) -> int:
    """One line a release; the current one has a star."""
    folder = load(manifest_here(manifest), profile).unattended.releases
    found = list(listed(folder))
    if as_json:
        click.echo(msgspec.json.encode(found))
        return 0
    for release in found:
        click.echo(f"{'*' if release.current else ' '} {release.name}  {_told(release)}")
    if not found:
        click.echo("there is no release yet: publish run makes one", err=True)
    return 0


def _told(release: Release) -> str:
    when = f"{release.made:%Y-%m-%d %H:%M:%S} UTC"
    if release.is_damaged:
        return f"{when}  its index cannot be read"
    size = f"{release.bytes / 1_000_000:.1f} MB"
    return f"{when}  {count(release.documents, 'document')}, {count(release.files, 'file')}, {size}"
