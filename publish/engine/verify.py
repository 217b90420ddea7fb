"""The files of a manifest read back and compared with what a build would put into them now."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from publish.backends import backend
from publish.diagnostics import Diagnostic, Severity
from publish.engine.build import manifest_of, opened
from publish.engine.gather import gather
from publish.engine.making import fits
from publish.engine.prepared import prepared
from publish.engine.printed import keyed
from publish.engine.ready import Ready, step_name
from publish.engine.request import BuildRequest, Listener, Progress, silent
from publish.engine.store import Store
from publish.engine.validate import validate
from publish.manifest import Manifest
from publish.verify.case import Found
from publish.verify.compare import compare
from publish.verify.losses import losses
from publish.verify.readers import READERS
from publish.verify.report import Checked, Verdict, Verification

_HINT = "run publish build first"
_MOST = 30  # findings of one code that are told of one file

Lines = Mapping[str, tuple[int, ...]]


def verify(
    request: BuildRequest, progress: Listener = silent, *, validators: bool = True
) -> Verification:
    """What is wrong with the files that a request asks for.

    Nothing is made. Of formats without a reader, files are only looked for. Posts without a manifest
    and formats are those files that stand beside them.
    Raises PublishError as ``build`` does.
    """
    beside = request.manifest is None and not request.formats
    if beside:
        request = replace(request, formats=tuple(READERS))
    request = replace(request, programs=False)
    manifest = manifest_of(request)
    with opened(manifest, alone=False) as store:
        chosen, found = gather(manifest, store, progress)
        asked = prepared(manifest, chosen, request, store)
        wanted = keyed(
            asked.ready, lambda step: store.contents.digest(f"{manifest.out / step.output}.pdf")
        )
        if beside:
            wanted = [item for item in wanted if _path(manifest, item).is_file()] or wanted[:1]
        files = []
        for done, item in enumerate(wanted, 1):
            files.append(_checked(manifest, store, item, asked.lines, validators=validators))
            name = f"{item.step.output}.{item.step.target.format}"
            progress(Progress("verifying", done, len(wanted), name))
    errors = [
        item
        for item in (*found, *asked.plan.diagnostics, *asked.faults)
        if item.severity is Severity.ERROR
    ]
    return Verification(tuple(files), tuple(sorted(set(errors))))


def _checked(
    manifest: Manifest, store: Store, item: Ready, lines: Lines, *, validators: bool
) -> Checked:
    path, format = _path(manifest, item), item.step.target.format
    began = time.monotonic()
    found, verdicts = _found(manifest, store, item, path, lines, validators=validators)
    return Checked(
        path=str(path),
        document=item.step.title,
        format=format,
        target=item.step.target.name,
        found=found,
        losses=() if _is_unfit(found) else losses(item.assembly.publication, format),
        verdicts=verdicts,
        seconds=round(time.monotonic() - began, 3),
    )


def _found(
    manifest: Manifest, store: Store, item: Ready, path: Path, lines: Lines, *, validators: bool
) -> tuple[tuple[Diagnostic, ...], tuple[Verdict, ...]]:
    """What is wrong with a file, and what validators say of it."""
    format = item.step.target.format
    reason = _unfit(manifest, store, item, path)
    if reason:
        return (_diagnostic(str(path), Found("VFY014", "", reason)),), ()
    if format not in READERS:
        return (), ()
    try:
        data = path.read_bytes()
    except OSError as error:
        unread = Found("VFY015", "", f"the file cannot be read: {error.strerror}")
        return (_diagnostic(str(path), unread),), ()

    def beside(name: str) -> bool:
        return (path.parent / name).is_file()

    found = compare(data, format, item.assembly.publication, lines, beside)
    verdicts = validate(path, format) if validators else ()
    told = [_diagnostic(str(path), each) for each in _few(found)]
    told += [each for verdict in verdicts for each in _of(verdict, str(path))]
    return tuple(told), verdicts


def _path(manifest: Manifest, item: Ready) -> Path:
    suffix = backend(item.step.target.format).suffix
    return manifest.out / f"{item.step.output}{suffix}"


def _is_unfit(found: Sequence[Diagnostic]) -> bool:
    """Whether a file was not compared."""
    return any(each.code in ("VFY014", "VFY015") for each in found)


def _unfit(manifest: Manifest, store: Store, item: Ready, path: Path) -> str:
    """Why a file cannot be compared: it is not there, or was made of something else."""
    if not path.is_file():
        return "the file is not there"
    known = store.outputs.get(step_name(manifest, item.step))
    if known is not None and not fits(known, item):
        return "the file is older than its post, its layout or its settings"
    return ""


def _few(found: tuple[Found, ...]) -> list[Found]:
    """The findings, of one code no more than anybody reads."""
    told: list[Found] = []
    often: dict[str, int] = {}
    for each in found:
        often[each.code] = often.get(each.code, 0) + 1
        if often[each.code] <= _MOST:
            told.append(each)
    for code, count in often.items():
        if count > _MOST:
            told.append(Found(code, "", f"and {count - _MOST} more of this kind"))
    return told


def _diagnostic(path: str, found: Found) -> Diagnostic:
    """A finding at its file; the hint says which line of which post should be there."""
    message = f"{found.place}: {found.message}" if found.place else found.message
    hint = _HINT if found.code == "VFY014" else ""
    if found.path:
        hint = f"see {found.path}:{found.line}:1" if found.line else f"see {found.path}"
    return Diagnostic(path, 0, 0, found.code, message, hint, found.severity)


def _of(verdict: Verdict, path: str) -> list[Diagnostic]:
    """What a validator found, or that it could not be asked."""
    if not verdict.ran:
        why = verdict.why or "it is not installed"
        message = f"{verdict.name} did not judge this file: {why}"
        hint = "publish doctor says how to get it"
        return [Diagnostic(path, 0, 0, "VFY021", message, hint, Severity.NOTE)]
    return [
        Diagnostic(path, 0, 0, "VFY020", f"{verdict.name}: {line}", "", Severity.ERROR)
        for line in verdict.found
    ]
