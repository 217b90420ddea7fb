"""``publish list``."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from publish.cli.options import manifest_option, profile_option
from publish.cli.output import placed, say, shown
from publish.cli.scope import manifest_here
from publish.diagnostics import Severity
from publish.engine.build import build
from publish.engine.request import BuildRequest


@click.command("list", help="List what the manifest builds: outputs, targets, documents.")
@manifest_option
@profile_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(manifest: Path | None, profile: str, as_json: bool) -> int:
    """One line an output; documents that cannot be built are told on standard error."""
    found = manifest_here(manifest)
    report = build(BuildRequest(manifest=found, profile=profile, dry_run=True, programs=False))
    for diagnostic in report.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            say(placed(diagnostic, found.resolve().parent))
    rows = [replace(item, path=shown(item.path, Path())) for item in report.made]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return report.exit_code
    widths = [
        max((len(text) for text in column), default=0)
        for column in ([row.path for row in rows], [row.target for row in rows])
    ]
    for row in rows:
        click.echo(f"{row.path:{widths[0]}}  {row.target:{widths[1]}}  {row.document}")
    return report.exit_code
