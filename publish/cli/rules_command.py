"""``publish rules``."""

from __future__ import annotations

import click
import msgspec

from publish.rules import RULES


@click.command("rules", help="List the rules.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(as_json: bool) -> int:
    """One line a rule: code, name, whether its fix is safe, and what it finds."""
    if as_json:
        rows = [
            {
                "code": rule.code,
                "name": rule.name,
                "fix": rule.applicability,
                "summary": rule.summary,
            }
            for rule in RULES
        ]
        click.echo(msgspec.json.encode(rows))
        return 0
    for rule in sorted(RULES, key=lambda rule: rule.code):
        click.echo(f"{rule.code:8} {rule.name:26} {rule.applicability:8} {rule.summary}")
    return 0
