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


def separated(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Names that were separated by commas, or by saying the option again."""
    names = (name.strip() for part in given for name in part.split(","))
    return tuple(dict.fromkeys(filter(None, names)))


documents_option = click.option(
    "--documents",
    multiple=True,
    callback=separated,
    metavar="NAMES",
    help="Only these tables of [documents], separated by commas.",
)
profile_option = click.option(
    "--profile", default="", help="A profile of the manifest to lay over it."
)
