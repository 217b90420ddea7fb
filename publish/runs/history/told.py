"""The page of all runs and their metrics, from the record and the releases that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.manifest import Manifest
from publish.release.names import current, releases
from publish.release.papers import changes_of
from publish.runs.history import pages, prometheus
from publish.runs.model import Run
from publish.runs.record import Record


def told(manifest: Manifest, record: Record) -> Mapping[str, bytes]:
    """The files that stand beside the releases, by name. Raises PublishError (RUN002)."""
    runs = record.runs()
    return {
        pages.DASHBOARD: page_of_all(manifest, runs),
        prometheus.NAME: prometheus.metrics(runs, manifest.called, record.counts()).encode(),
    }


def page_of_all(manifest: Manifest, runs: Sequence[Run]) -> bytes:
    """The page of ``runs``, the newest first."""
    folder = manifest.unattended.releases
    name = current(folder)
    changes = changes_of(folder / name if name else None)
    standing = releases(folder) if folder.is_dir() else ()
    return pages.dashboard(manifest.called, runs, name, standing, changes)
