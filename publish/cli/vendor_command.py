"""``publish vendor``."""

from __future__ import annotations

from pathlib import Path

import click

from publish.cli.options import manifest_option, profile_option
from publish.cli.output import count, placed, say
from publish.cli.progress import progress
from publish.cli.scope import manifest_here
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.build import opened
from publish.engine.gather import gather
from publish.engine.manifests import load
from publish.engine.vendor import vendor
from publish.publication.lock import NAME


@click.command("vendor", help="Fetch copies of pictures on other sites that [assets] allows.")
@manifest_option
@profile_option
@click.option("--update", is_flag=True, help="Fetch all again, and take what has changed.")
def command(manifest: Path | None, profile: str, update: bool) -> int:
    """One line a copy; end with 1 when a picture is not to be had."""
    found = manifest_here(manifest)
    loaded = load(found, profile)
    if loaded.assets.remote == "deny":
        message = "the manifest lets no picture of another site in"
        hint = 'write remote = "vendor" and the hosts to allow in [assets]'
        raise PublishError(Diagnostic(str(found), 0, 0, "MAN007", message, hint, Severity.ERROR))
    with opened(loaded, alone=True) as store:
        with progress() as listener:
            chosen, _ = gather(loaded, store, listener)
        documents = [document for group in chosen for document in group.documents]
        made = vendor(loaded, documents, update=update)
    for url, file in made.files.items():
        click.echo(f"{file}  {url}")
    for diagnostic in made.diagnostics:
        say(placed(diagnostic, loaded.root))
    where = f"; {NAME} knows them" if made.files else ""
    click.echo(f"{count(len(made.files), 'picture')} fetched{where}", err=True)
    return int(bool(made.diagnostics))
