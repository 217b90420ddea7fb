"""``publish explain``."""

from __future__ import annotations

import click

from publish.cli.output import fault
from publish.diagnostics import Applicability
from publish.rules import RULES, by_code
from publish.rules.rule import Rule
from publish.rules.selection import meant

_FIXES = {
    Applicability.SAFE: "mended by publish check --fix",
    Applicability.UNSAFE: "mended by publish check --fix --unsafe-fixes",
    Applicability.DISPLAY: "only the author can mend it",
}


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


def page(rule: Rule) -> str:
    """A rule's page as Markdown."""
    lines = [f"# {rule.code} {rule.name}", "", rule.summary, "", rule.why, ""]
    lines += [f"Severity: {rule.severity}. Fix: {_fix(rule)}.", ""]
    if rule.markdownlint:
        lines += [f"In markdownlint: {', '.join(rule.markdownlint)}.", ""]
    lines += ["Before:", "", "````markdown", rule.before.rstrip("\n"), "````", ""]
    lines += ["After:", "", "````markdown", rule.after.rstrip("\n"), "````"]
    return "\n".join(lines)


def _fix(rule: Rule) -> str:
    if rule.tree and rule.before != rule.after:
        return "mended in what is built; the post is left alone"
    return _FIXES[rule.applicability]
