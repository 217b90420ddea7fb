"""``publish build``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from publish.backends import backend, names
from publish.cli.commands import Call
from publish.cli.ending import code_of
from publish.cli.formats import fields
from publish.cli.options import documents_option, manifest_option, profile_option, separated
from publish.cli.output import all_placed, count, fault, shown, written
from publish.cli.pieces import DATA, ERR, OUT, write
from publish.cli.progress import progress
from publish.cli.scope import request_for
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.build import Built, traced
from publish.engine.request import BuildRequest
from publish.engine.shards import Shard, shard
from publish.engine.unchanged.record import FOLDER, Said, forget, remember
from publish.manifest.schema import MOST_JOBS
from publish.report import Report, current, fails_strictly
from publish.rules import by_code


def _shard(_context: click.Context, _option: click.Parameter, text: str | None) -> Shard | None:
    try:
        return shard(text) if text is not None else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command("build", help="Build documents: those of the manifest, or the posts named by PATH.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    callback=separated,
    metavar="NAMES",
    help="Formats, separated by commas (html, pdf, epub, docx, pptx, …).",
)
@manifest_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder.")
@profile_option
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0, MOST_JOBS),
    default=0,
    help="Processes at work; 0 is one for each core.",
)
@click.option("--strict", is_flag=True, help="Findings fail the build.")
@click.option(
    "--explain", is_flag=True, help="Say for each output whether it is made anew, and why."
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@click.option(
    "--shard",
    "part",
    metavar="I/N",
    callback=_shard,
    help="Build only the documents that fall to machine I of N, counted from 1.",
)
@documents_option
@click.option(
    "--edition",
    "with_edition",
    is_flag=True,
    help="With --json: also the words of every document, and checksums of what all is made of.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    paths: tuple[Path, ...],
    formats: tuple[str, ...],
    manifest: Path | None,
    output: Path | None,
    profile: str,
    jobs: int,
    strict: bool,
    explain: bool,
    dry_run: bool,
    part: Shard | None,
    documents: tuple[str, ...],
    with_edition: bool,
    as_json: bool,
) -> int:
    """Build, and end with the exit code of the report."""
    call = click.get_current_context().find_object(Call) or Call((), 0)
    try:
        request = replace(
            request_for(manifest, paths, profile),
            formats=formats,
            output=output,
            jobs=jobs,
            strict=strict,
            dry_run=dry_run,
            programs=not dry_run,
            shard=part,
            documents=documents,
            edition=with_edition and as_json,
        )
        built = _built(request, call.began)
    except PublishError as error:
        if as_json:
            report = Report(diagnostics=error.diagnostics)
            write([_json(Built(report, None), code_of(error))])
            return code_of(error)
        raise
    told = partial(_told, explain=explain or dry_run, dry_run=dry_run, as_json=as_json)
    write(told(built))
    if request.manifest and call.words:
        folder = request.manifest.parent.resolve() / FOLDER
        if built.seen:
            again = built._replace(report=current(built.report))
            said = Said(told(again), built.report.exit_code)
            remember(folder, call.words, said, built.seen)
        else:
            forget(folder, call.words)
    return built.report.exit_code


def _built(request: BuildRequest, began: int) -> Built:
    """The build, with the paths of its findings as the user would type them here."""
    from publish.engine.implicit import implicit

    for name in request.formats:
        if request.manifest is None and name not in names():
            backend(name)  # raises, and says which there are
    root = request.manifest.resolve().parent if request.manifest else implicit(request).root
    with progress() as listener:
        built = traced(request, listener, began)
    report = built.report
    if not (report.made or report.errors or request.shard):
        wanted = ", ".join(request.formats) or "these posts"
        hint = "publish list shows what the manifest builds"
        raise fault(request.manifest or root, "BUILD006", f"nothing is built of {wanted}", hint)
    found = tuple(all_placed(report.diagnostics, root))
    return built._replace(report=replace(report, diagnostics=found))


def _told(
    built: Built, *, explain: bool, dry_run: bool, as_json: bool
) -> tuple[tuple[int, str], ...]:
    if as_json:
        return (_json(built, built.report.exit_code),)
    return tuple(_text(built.report, explain=explain, dry_run=dry_run))


def _json(built: Built, exit_code: int) -> tuple[int, str]:
    """One object: the outputs, what failed, every finding, the edition, and the exit code."""
    report = built.report
    told = {
        "made": [msgspec.to_builtins(item) for item in report.made],
        "failed": report.failed,
        "lacking": report.lacking,
        "diagnostics": [fields(item) for item in report.diagnostics],
        "built": report.built,
        "current": report.current,
        "exit_code": exit_code,
    }
    if built.edition:
        told["edition"] = msgspec.to_builtins(built.edition)
    return DATA, json.dumps(told, ensure_ascii=False) + "\n"


def _text(report: Report, *, explain: bool, dry_run: bool) -> Iterator[tuple[int, str]]:
    told = [item for item in report.diagnostics if _is_told(item, strict=report.strict)]
    yield from ((ERR, f"{written(diagnostic)}\n") for diagnostic in told)
    for item in report.made:
        if explain:
            reason = item.why if item.fresh else "up to date"
            yield OUT, f"{shown(item.path, Path())}: {reason}\n"
        elif item.fresh:
            yield OUT, f"{shown(item.path, Path())}\n"
    warnings = {item for item in report.diagnostics if item.severity is Severity.WARNING}
    text = _summary(report, dry_run=dry_run)
    if seen := warnings.intersection(told):
        is_refused = report.strict and any(map(fails_strictly, seen))
        text += f"; {count(len(seen), 'warning')}" + (", failed by --strict" if is_refused else "")
    if others := warnings.difference(told):
        text += f"; {count(len(others), 'finding')}: see publish check"
    yield ERR, f"{text}\n"


def _is_told(item: Diagnostic, *, strict: bool) -> bool:
    """Whether a build prints a finding: an error, and a warning of what a document has to do without.
    What else the rules find is told by ``check``."""
    match item.severity:
        case Severity.ERROR:
            return True
        case Severity.WARNING:
            rule = by_code(item.code)
            return strict or rule is None or rule.lacking
        case Severity.NOTE:
            return False


def _summary(report: Report, *, dry_run: bool) -> str:
    failed = len(report.failed)
    if not failed and not report.made:
        return "nothing to build: no document falls to this shard"
    if not failed and not report.built:
        return f"everything is up to date ({count(report.current, 'file')})"
    verb = "to be built" if dry_run else "built"
    text = f"{count(report.built, 'file')} {verb}, {report.current} up to date"
    return text + (f", {failed} failed" if failed else "")
