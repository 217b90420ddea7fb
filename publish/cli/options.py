"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

manifest_option = click.option(
    "-m",
    "--manifest",
    type=click.Path(path_type=Path),
    help="The manifest; by default the nearest publish.toml.",
)
profile_option = click.option(
    "--profile", default="", help="A profile of the manifest to lay over it."
)
