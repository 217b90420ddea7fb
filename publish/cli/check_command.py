"""``publish check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from publish import manifest as manifests
from publish.cli.fixes import Fixed, diff, fixes, rewrite
from publish.cli.formats import FORMATS, render
from publish.cli.output import count, placed, progress
from publish.cli.scope import Scope, scope
from publish.diagnostics import Applicability, Diagnostic, Severity
from publish.engine.build import build
from publish.rules import by_code


@click.command("check", help="Find faults in posts: those of the manifest, or PATH.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "-m",
    "--manifest",
    type=click.Path(path_type=Path),
    help="The manifest; by default the nearest publish.toml.",
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
def command(
    paths: tuple[Path, ...],
    manifest: Path | None,
    fix: bool,
    unsafe_fixes: bool,
    as_diff: bool,
    statistics: bool,
    output_format: str,
) -> int:
    """Check, and end with 1 when something is left that is more than a note."""
    asked = scope(manifest, paths, unsafe=unsafe_fixes)
    if as_diff:
        changed = fixes(asked.root, asked.posts)
        click.echo("".join(map(diff, changed)).encode("utf-8", "backslashreplace"), nl=False)
        return int(bool(changed))
    mended = fixes(asked.root, asked.posts) if fix else []
    for item in mended:
        rewrite(item.path, item.data)
    found = _findings(asked)
    if statistics:
        click.echo(_statistics(found), nl=False)
    else:
        click.echo(render(found, output_format).encode("utf-8", "backslashreplace"), nl=False)
    if output_format == "text":
        click.echo(_summary(asked.posts, found, mended), err=True)
    return int(any(item.severity is not Severity.NOTE for item in found))


def _findings(asked: Scope) -> list[Diagnostic]:
    """Everything that a build of these posts would find, with nothing made."""
    request = asked.request
    if request.manifest:
        # One target of each document is enough: findings of posts are the same in all formats.
        documents = manifests.load(request.manifest).documents
        formats = tuple(dict.fromkeys(spec.targets[0].name for spec in documents))
        request = replace(request, formats=formats)
    with progress() as listener:
        report = build(replace(request, dry_run=True), listener)
    return [
        placed(item, asked.root)
        for item in report.diagnostics
        if item.path in asked.posts or not (asked.root / item.path).is_file()
    ]


def _statistics(found: Sequence[Diagnostic]) -> str:
    rows = sorted(Counter(item.code for item in found).items(), key=lambda row: (-row[1], row[0]))
    names = {code: rule.name for code, _ in rows if (rule := by_code(code))}
    return "".join(
        f"{count:6}  {code:8} {names.get(code, '')}".rstrip() + "\n" for code, count in rows
    )


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
