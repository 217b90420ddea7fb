"""``publish explain``."""

from __future__ import annotations

import re

import click

from publish.cli.output import fault
from publish.explanations import EXPLANATIONS
from publish.rules import by_code, codes
from publish.rules.pages import page
from publish.rules.selection import meant


@click.command("explain", help="Explain CODE: why a rule is there, or what a message means.")
@click.argument("code")
def command(code: str) -> int:
    """Print the page of a rule, and what else the code can mean."""
    rule, key = by_code(code), code.upper()
    said = re.sub(r"\[([^\[\]]*)\]\(\S*\)", r"\1", EXPLANATIONS.get(key, ""))
    if rule is None and not said:
        hint = meant(code, [*codes(), *EXPLANATIONS])
        raise fault(code, "RULE001", "there is no such code", hint)
    head = f"# {key} {codes().get(key, '')}".rstrip()
    parts = [page(rule)] if rule else [head]
    click.echo("\n\n".join([*parts, said] if said else parts))
    return 0
