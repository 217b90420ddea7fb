"""``publish check``."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from publish.cli.fixes import Fixed, diff, fixes, write_all
from publish.cli.formats import FORMATS, coloured, render
from publish.cli.options import manifest_option
from publish.cli.output import all_placed, count, fault
from publish.cli.progress import progress
from publish.cli.scope import Scope, scope
from publish.cli.statistics import statistics as counted
from publish.diagnostics import Applicability, Diagnostic, Severity
from publish.engine.check import check
from publish.engine.manifests import load
from publish.rules import codes
from publish.rules.selection import meant, unknown


@click.command("check", help="Find faults in posts: those of the manifest, or PATH.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@manifest_option
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Only these codes or prefixes, separated by commas, whatever the manifest says.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODES", help="Leave these codes or prefixes out too."
)
@click.option("--fix", is_flag=True, help="Write the safe fixes into the files.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the unsafe ones too.")
@click.option("--diff", "as_diff", is_flag=True, help="Show the fixes and write nothing.")
@click.option("--statistics", is_flag=True, help="Count the findings by rule.")
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How findings are printed.",
)
@click.option("--exit-zero", is_flag=True, help="End with 0 whatever is found.")
def command(
    paths: tuple[Path, ...],
    manifest: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    as_diff: bool,
    statistics: bool,
    output_format: str,
    exit_zero: bool,
) -> int:
    """Check, and end with 1 when something is left that is more than a note."""
    asked = scope(
        manifest,
        paths,
        select=_codes("--select", select),
        ignore=_codes("--ignore", ignore),
        unsafe=unsafe_fixes,
    )
    if as_diff:
        changed = fixes(asked.root, asked.posts)
        _print("".join(map(diff, changed)))
        return int(bool(changed) and not exit_zero)
    mended, faults = write_all(asked.root, fixes(asked.root, asked.posts) if fix else [])
    found = all_placed(faults, asked.root) + _findings(asked)
    if statistics:
        _print(counted(found, output_format))
    elif output_format == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        _print(coloured(found))
    else:
        _print(render(found, output_format))
    if output_format == "text":
        click.echo(_summary(asked.posts, found, mended), err=True)
    left = any(item.severity is not Severity.NOTE for item in found)
    return int(left and not exit_zero)


def _print(text: str) -> None:
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def _codes(option: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of an option. Raises PublishError (RULE001) for one that no rule has."""
    named = tuple(code.strip() for part in given for code in part.split(",") if code.strip())
    known = list(codes())
    for code in unknown(named, known):
        message = f"{option}: “{code}” is the code of no rule"
        raise fault(code, "RULE001", message, meant(code, known))
    return named


def _findings(asked: Scope) -> list[Diagnostic]:
    """Everything that a build of these posts would find, with nothing made."""
    request = asked.request
    if request.manifest:
        # One target of each document is enough: findings of posts are the same in all formats.
        documents = load(request.manifest).documents
        formats = tuple(dict.fromkeys(spec.targets[0].name for spec in documents))
        request = replace(request, formats=formats)
    with progress() as listener:
        found = check(request, listener)
    others = {item.path for item in found if item.path not in asked.posts}
    elsewhere = {path for path in others if (asked.root / path).is_file()}
    return all_placed([item for item in found if item.path not in elsewhere], asked.root)


def _summary(
    posts: Mapping[str, object], found: Sequence[Diagnostic], mended: Sequence[Fixed]
) -> str:
    notes = sum(item.severity is Severity.NOTE for item in found)
    kinds = Counter(item.applicability for item in found)
    parts = [
        f"{count(len(found) - notes, 'finding')} and {count(notes, 'note')} in {count(len(posts), 'post')}"
    ]
    parts += [f"{count(len(mended), 'post')} mended"] if mended else []
    if kinds[Applicability.SAFE]:
        parts.append(f"--fix mends {kinds[Applicability.SAFE]}")
    if kinds[Applicability.UNSAFE]:
        parts.append(f"--fix --unsafe-fixes mends {kinds[Applicability.UNSAFE]} more")
    return "; ".join(parts)
