"""What lies in a release beside its files: what changed, of what it was made, and a page that tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from publish.engine.edition import Edition
from publish.manifest import Manifest
from publish.pandoc import version
from publish.release.carried import Carried, texts_with
from publish.release.contents import Content
from publish.release.index import File
from publish.release.papers import changes_in, edition_papers, origin_papers, texts_of
from publish.release.sums import FILES
from publish.runs.history.pages import report
from publish.runs.model import Run


class Facts(NamedTuple):
    """What the papers of a release tell: its bundle, the run that names it, with its profile, what was
    built, the folder of the release before, what is released, of which some is ``taken`` over, and in
    how many seconds they must be there."""

    bundle: str
    run: Run
    profile: str
    built: Edition
    before: Path | None
    files: Sequence[Content]
    taken: Carried
    seconds: float


def papers(facts: Facts) -> Mapping[str, bytes]:
    """The papers of a release by their names. Nothing in them is of the clock, and no post is read."""
    run, taken = facts.run, facts.taken
    now = replace(facts.built, texts=texts_with(facts.built.texts, taken))
    title = f"{facts.bundle}: since {run.before}"
    sums = [(f"{FILES}/{file.path}", file.sha256) for file in facts.files]
    how = {"command": "publish run", "schedule": run.schedule, "profile": facts.profile}
    how |= {"carried": run.before} if taken.files else {}
    versions = {**run.versions, "pandoc": version()}
    return {
        **edition_papers(now, texts_of(facts.before), title),
        **origin_papers(sums, now, how, versions),
    }


def page(
    manifest: Manifest, run: Run, files: Sequence[Content], beside: Mapping[str, bytes]
) -> bytes:
    """The page that tells of a release, with its run as that ends, and its papers."""
    listed = [File(f"{FILES}/{file.path}", file.size, file.sha256) for file in files]
    return report(manifest.called, run.release, run, listed, changes_in(beside))
