"""``publish schema``."""

from __future__ import annotations

import json

import click

from publish import document, manifest


@click.command("schema", help="Print the JSON Schema of the manifest, or of the canonical form.")
@click.argument("what", type=click.Choice(["manifest", "document"]), default="manifest")
def command(what: str) -> int:
    """For editors and for whoever reads the canonical form."""
    schema = manifest.schema() if what == "manifest" else document.json_schema()
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0
