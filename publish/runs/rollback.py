"""Back to an earlier release: proved to be whole, and then the current one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from publish.diagnostics import Diagnostic, PublishError, remedy, whole_file_error
from publish.engine.request import Listener, silent
from publish.manifest import Manifest
from publish.manifest.amounts import seconds
from publish.manifest.check import suggest
from publish.release.limit import Limit
from publish.release.names import current, releases
from publish.release.sums import damage
from publish.release.switch import switch
from publish.runs.bringing import brought
from publish.runs.held import held
from publish.runs.model import Run, Status
from publish.runs.releasing import FAILED, REFUSED
from publish.runs.run import ASKED, Told, shown, utc

WHY = "rolled back"


def roll_back(
    manifest: Manifest,
    release: str = "",
    progress: Listener = silent,
    *,
    now: Callable[[], datetime] = utc,
) -> Told:
    """Let a release be the current one: that before the current one, or the one that is named. It is
    brought to every place of the manifest, and recorded as a run.

    Raises PublishError (REL008) where there is no such release, and as ``told`` of a run does.
    """
    folder = manifest.unattended.releases
    if not folder.is_dir():
        raise _fault(str(folder), "there are no releases here", "publish run makes one")
    with held(manifest, now()) as record:
        before = current(folder)
        name = _wanted(folder, before, release)
        run = record.begin(Run(id=0, schedule="", slot=None, began=now(), why=WHY, before=before))
        found: list[Diagnostic] = []
        run = _switched(folder, name, run, found)
        record.end(replace(run, ended=now()))
        if run.is_good:
            limit = Limit(seconds(ASKED.timeout))
            run = brought(manifest, run, limit, progress, found)
        run = replace(run, ended=now())
        record.end(run)
        found += shown(manifest, record)
        return Told(run, tuple(found))


def _wanted(folder: Path, before: str, release: str) -> str:
    names = releases(folder)
    if release:
        if release not in names:
            hint = suggest(release, names) if names else "publish run makes one"
            raise _fault(release, "there is no such release", hint)
        return release
    earlier = [name for name in names if name < before]
    if not earlier:
        hint = "publish releases lists them"
        raise _fault(str(folder), "there is no release before the current one", hint)
    return earlier[-1]


def _switched(folder: Path, name: str, run: Run, found: list[Diagnostic]) -> Run:
    """The run after the switch, or with the reason why there was none."""
    for path, what in damage(folder / name):
        message = f"the release is damaged: {what}"
        found.append(whole_file_error(str(folder / name / path), "REL002", message))
    if found:
        reason = f"{name} is damaged"
        return replace(run, status=Status.REFUSED, reason=reason, exit_code=REFUSED)
    if name == run.before:
        reason = "it is the current release already"
        return replace(run, status=Status.UNCHANGED, reason=reason)
    try:
        switch(folder, name)
    except PublishError as error:
        found += error.diagnostics
    except OSError as error:
        message = f"the link “current” cannot be written: {error.strerror}"
        found.append(whole_file_error(str(folder), "REL004", message, remedy(error)))
    if found:
        return replace(run, status=Status.FAILED, reason=found[0].message, exit_code=FAILED)
    return replace(run, status=Status.RELEASED, release=name)


def _fault(path: str, message: str, hint: str) -> PublishError:
    return PublishError(whole_file_error(path, "REL008", message, hint))
