"""``publish explain``."""

from __future__ import annotations

import click

from publish.cli.output import fault
from publish.rules import RULES, by_code
from publish.rules.pages import page
from publish.rules.selection import meant


@click.command("explain", help="Explain the rule CODE: why it is there, with an example.")
@click.argument("code")
def command(code: str) -> int:
    """Print the rule's page."""
    rule = by_code(code)
    if rule is None:
        hint = meant(code, [rule.code for rule in RULES])
        raise fault(code, "RULE001", "there is no such rule", hint)
    click.echo(page(rule))
    return 0
