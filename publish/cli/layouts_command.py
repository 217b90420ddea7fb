"""``publish layouts``."""

from __future__ import annotations

import click

from publish import layouts


@click.command("layouts", help="List the layouts that are shipped.")
def command() -> int:
    """One line a layout: its name, and what its tokens say of it."""
    for name in layouts.names():
        click.echo(f"{name:10} {layouts.summary(name)}")
    return 0
