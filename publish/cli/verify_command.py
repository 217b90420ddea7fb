"""``publish verify``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec
from msgspec.structs import replace

from publish.backends import names
from publish.cli.formats import fields
from publish.cli.options import documents_option, manifest_option, profile_option
from publish.cli.output import all_placed, count, fault, say, shown
from publish.cli.progress import progress
from publish.cli.scope import request_for
from publish.diagnostics import Diagnostic
from publish.disk import write
from publish.engine.build import manifest_of
from publish.engine.request import BuildRequest
from publish.engine.verify import verify
from publish.verify.report import Checked, Verification


@click.command(
    "verify",
    help="Read the finished files back: TARGET is a format, a target of the manifest, or a post.",
)
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@manifest_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder.")
@profile_option
@documents_option
@click.option("--quick", is_flag=True, help="Run no outside validators.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--junit",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report into this file too, as JUnit's XML.",
)
def command(
    targets: tuple[str, ...],
    manifest: Path | None,
    output: Path | None,
    profile: str,
    documents: tuple[str, ...],
    quick: bool,
    as_json: bool,
    junit: Path | None,
) -> int:
    """Verify, and end with 1 when a file is not what it should be."""
    request = replace(_request(targets, manifest, output, profile), documents=documents)
    with progress() as listener:
        report = verify(request, listener, validators=not quick)
    if not report.files and not report.diagnostics:
        hint = "publish list shows what the manifest builds"
        raise fault(" ".join(targets) or Path.cwd(), "BUILD006", "there is nothing to verify", hint)
    report = _placed(report, manifest_of(request).root)
    if junit:
        from publish.verify.junit import junit as written

        write(junit, written(report))
    if as_json:
        _print_json(report)
    else:
        _print(report)
    return report.exit_code


def _request(
    targets: Sequence[str], manifest: Path | None, output: Path | None, profile: str
) -> BuildRequest:
    """What the words of the command line name: formats and targets, or posts."""
    posts = [word for word in targets if word not in names() and Path(word).exists()]
    paths = tuple(map(Path, posts))
    others = tuple(word for word in targets if word not in posts)
    request = replace(request_for(manifest, paths, profile), output=output)
    if request.manifest is None:
        strange = [word for word in others if word not in names()]
    else:
        known = {
            each for target in manifest_of(request).targets for each in (target.name, target.format)
        }
        strange = [word for word in others if word not in known]
    for word in strange:
        kinds = "a format, a target of the manifest, or a post"
        raise fault(word, "BUILD005", f"there is no such target; TARGET is {kinds}")
    return replace(request, formats=others)


def _placed(report: Verification, root: Path) -> Verification:
    """The report with paths as the user would type them here."""
    files = tuple(map(_file_placed, report.files))
    return Verification(files, tuple(all_placed(report.diagnostics, root)))


def _file_placed(file: Checked) -> Checked:
    path = shown(file.path, Path())
    found = tuple(replace(item, path=path) for item in file.found)
    return replace(file, path=path, found=found)


def _print_json(report: Verification) -> None:
    """One object: every file with its findings, losses and verdicts, and the exit code."""
    told = {
        "files": [
            msgspec.to_builtins(file)
            | {"sound": file.is_sound, "read": file.is_read, "found": list(map(fields, file.found)),
               "losses": [lost._asdict() for lost in file.losses]}
            for file in report.files
        ],
        "diagnostics": list(map(fields, report.diagnostics)),
        "exit_code": report.exit_code,
    }  # fmt: skip
    click.echo(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _print(report: Verification) -> None:
    for item in report.diagnostics:
        say(item)
    absent: dict[str, int] = {}
    for file in report.files:
        for item in file.found:
            if item.code == "VFY021":
                absent[_name(item)] = absent.get(_name(item), 0) + 1
            else:
                say(item)
        click.echo(f"{file.path}: {_verdict(file)}")
        for lost in file.losses:
            click.echo(f"  {lost}")
    for what, often in absent.items():
        click.echo(f"{what} ({count(often, 'file')}): see publish doctor", err=True)
    click.echo(_summary(report), err=True)


def _name(item: Diagnostic) -> str:
    return item.message.replace(" did not judge this file", " was not asked")


def _verdict(file: Checked) -> str:
    if file.is_sound and not file.is_read:
        return f"there, but not read back: {file.format} has no reader yet"
    if file.is_sound:
        asked = [verdict.name for verdict in file.verdicts if verdict.ran]
        return f"the same as its post{''.join(f', {name} agrees' for name in asked)}"
    return count(sum(item.code != "VFY021" for item in file.found), "finding")


def _summary(report: Verification) -> str:
    read = [file for file in report.files if file.is_read]
    told = []
    if read:
        sound = sum(file.is_sound for file in read)
        told.append(f"{count(sound, 'file')} of {len(read)} as they should be")
    if unread := len(report.files) - len(read):
        told.append(f"{count(unread, 'file')} not read back")
    if found := sum(item.code != "VFY021" for item in report.found):
        told.append(count(found, "finding"))
    return "; ".join(told)
