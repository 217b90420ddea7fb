"""What lies in a release beside its files: what changed, of what it was made, and a page that tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from publish.engine.edition import edition
from publish.engine.request import BuildRequest
from publish.manifest import Manifest
from publish.pandoc import version
from publish.release.carried import Carried, texts_with
from publish.release.contents import Content
from publish.release.index import File
from publish.release.papers import changes_in, edition_papers, origin_papers, texts_of
from publish.release.sums import FILES
from publish.runs.history.pages import report
from publish.runs.model import Run


def papers(
    manifest: Manifest, run: Run, asked: BuildRequest, files: Sequence[Content], taken: Carried
) -> Mapping[str, bytes]:
    """The papers of a release by their names. ``run`` names it, ``asked`` is what was built, ``files``
    what is released, of which some are ``taken`` over. Nothing in them is of
    the clock. Raises PublishError as a build does, and OSError."""
    now = edition(asked)
    now = replace(now, texts=texts_with(now.texts, taken))
    before = manifest.unattended.releases / run.before if run.before else None
    title = f"{manifest.called}: since {run.before}"
    sums = [(f"{FILES}/{file.path}", file.sha256) for file in files]
    how = {"command": "publish run", "schedule": run.schedule, "profile": asked.profile}
    how |= {"carried": run.before} if taken.files else {}
    versions = {**run.versions, "pandoc": version()}
    return {
        **edition_papers(now, texts_of(before), title),
        **origin_papers(sums, now, how, versions),
    }


def page(
    manifest: Manifest, run: Run, files: Sequence[Content], beside: Mapping[str, bytes]
) -> bytes:
    """The page that tells of a release, with its run as that ends, and its papers."""
    listed = [File(f"{FILES}/{file.path}", file.size, file.sha256) for file in files]
    return report(manifest.called, run.release, run, listed, changes_in(beside))
