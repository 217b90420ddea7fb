"""``publish run``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from publish.cli.formats import fields
from publish.cli.options import manifest_option, profile_option
from publish.cli.output import all_placed, count, say
from publish.cli.progress import progress
from publish.cli.scope import manifest_here
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.manifests import load
from publish.runs.due import due as due_now
from publish.runs.due import undecided
from publish.runs.held import held
from publish.runs.model import Run, Status
from publish.runs.run import Order, Told, told, utc


@click.command(
    "run",
    help="Build, verify and release what a schedule NAME says, or all; nobody needs to watch.",
)
@click.argument("name", required=False, default="", metavar="[NAME]")
@manifest_option
@profile_option
@click.option("--due", is_flag=True, help="Run what is due by the schedules, and no more.")
@click.option("--json", "as_json", is_flag=True, help="Print the runs as JSON.")
def command(name: str, manifest: Path | None, profile: str, due: bool, as_json: bool) -> int:
    """Run, and end with the exit code of the run."""
    found = manifest_here(manifest)
    if due and (name or profile):
        raise click.UsageError("--due runs what the schedules say: name neither one nor a profile")
    orders = _due(found) if due else [Order(found, name, profile=profile)]
    ended: list[Told] = []
    faults: list[Diagnostic] = []
    with progress() as listener:
        for order in orders:
            try:
                ended.append(told(order, listener))
            except PublishError as error:  # the other schedules are run all the same
                faults += error.diagnostics
    ended = [
        it._replace(diagnostics=tuple(all_placed(it.diagnostics, found.parent.resolve())))
        for it in ended
    ]
    if as_json and (ended or not faults):
        _print_json(ended)
    elif not as_json:
        for each in ended:
            _print(each)
    code = max((each.run.exit_code for each in ended), default=0)
    if faults and not code:
        raise PublishError(*faults)
    for fault in faults:
        say(fault)
    return code


def _due(manifest: Path) -> tuple[Order, ...]:
    """What is due now; slots that were missed are recorded. While another run is at work, nothing: who
    asks next finds it."""
    found = load(manifest)
    if not found.unattended.schedules:
        return ()
    try:
        with held(found, utc()) as record:
            return due_now(found, record, utc())
    except PublishError as error:
        if any(item.code == "RUN001" for item in error.diagnostics):
            return ()
        raise undecided(found, error, utc()) from None


def _print_json(ended: Sequence[Told]) -> None:
    """One object: every run with its findings, and the exit code."""
    runs = [
        msgspec.to_builtins(each.run) | {"diagnostics": list(map(fields, each.diagnostics))}
        for each in ended
    ]
    code = max((each.run.exit_code for each in ended), default=0)
    told = {"runs": runs, "exit_code": code}
    click.echo(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _print(ended: Told) -> None:
    """What must be known of a run: errors, and how it ended. On standard output the new release."""
    for item in ended.diagnostics:
        if item.severity is Severity.ERROR or item.code.startswith(("REL", "NTF")):
            say(item)
    if ended.run.release:
        click.echo(ended.run.release)
    click.echo(summary(ended.run), err=True)


def summary(run: Run) -> str:
    """How a run ended, in one line."""
    stays = f"the current release stays {run.before}" if run.before else "there is no release yet"
    match run.status:
        case Status.RELEASED:
            files = f"{count(run.built, 'file')} built, {run.current} up to date"
            missing = f"; without {', '.join(run.failed)}" if run.failed else ""
            return f"released: {files}{missing}"
        case Status.UNCHANGED:
            return f"unchanged: {run.reason}, {run.before}"
        case Status.REFUSED:
            return f"refused: {stays}"
        case Status.TIMED_OUT:
            return f"timed out: {stays}"
        case Status.FAILED | Status.RUNNING | Status.SKIPPED:
            return f"failed: {run.reason}" if run.release else f"failed: {stays}"
