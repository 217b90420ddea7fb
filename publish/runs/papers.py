"""What lies in a release beside its files: what changed, of what it was made, and a page that tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from publish.engine.edition import edition
from publish.engine.request import BuildRequest
from publish.manifest import Manifest
from publish.pandoc import version
from publish.release.contents import Content
from publish.release.papers import changes_in, edition_papers, origin_papers, texts_of
from publish.release.provenance import Times
from publish.release.sums import FILES
from publish.runs.history.pages import REPORT, File, report
from publish.runs.history.told import name_of
from publish.runs.model import Run


def papers(
    manifest: Manifest, run: Run, asked: BuildRequest, files: Sequence[Content]
) -> Mapping[str, bytes]:
    """The papers of a release by their names. ``run`` is as it ends with this release, ``asked`` what was
    built, ``files`` what is released. Raises PublishError as a build does, and OSError."""
    assert run.ended is not None
    now = edition(asked)
    before = _folder(manifest, run.before)
    title = f"{name_of(manifest)}: {run.before or 'nothing'} – {run.release}"
    found = dict(edition_papers(now, texts_of(before), title))
    sums = [(f"{FILES}/{file.path}", file.sha256) for file in files]
    how = {"command": "publish run", "schedule": run.schedule, "profile": asked.profile}
    versions = {**run.versions, "pandoc": version()}
    found |= origin_papers(sums, now, how, versions, Times(run.began, run.ended))
    listed = [File(f"{FILES}/{file.path}", file.size, file.sha256) for file in files]
    found[REPORT] = report(name_of(manifest), run.release, run, listed, changes_in(found))
    return found


def _folder(manifest: Manifest, name: str) -> Path | None:
    return manifest.unattended.releases / name if name else None
