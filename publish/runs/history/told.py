"""The page of all runs and their metrics, from the record and the releases that stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from publish.manifest import Manifest
from publish.release.papers import changes_of
from publish.runs.history import pages, prometheus
from publish.runs.model import Run

CURRENT = "current"
_RELEASE = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


def told(manifest: Manifest, runs: Sequence[Run]) -> Mapping[str, bytes]:
    """The files that stand beside the releases, by name; ``runs`` are the newest first."""
    return {
        pages.DASHBOARD: page_of_all(manifest, runs),
        prometheus.NAME: prometheus.metrics(runs, name_of(manifest)).encode(),
    }


def page_of_all(manifest: Manifest, runs: Sequence[Run]) -> bytes:
    """The page of ``runs``, the newest first."""
    folder = manifest.unattended.releases
    current = (folder / CURRENT).resolve()
    name = current.name if current.is_dir() and current.name != CURRENT else ""
    standing = _standing(folder)
    changes = changes_of(current if name else None)
    return pages.dashboard(name_of(manifest), runs, name, standing, changes)


def name_of(manifest: Manifest) -> str:
    """What a bundle is called: its title, its id, or its folder."""
    return manifest.bundle.title or manifest.bundle.id or manifest.root.name


def _standing(folder: Path) -> frozenset[str]:
    if not folder.is_dir():
        return frozenset()
    return frozenset(it.name for it in folder.iterdir() if _RELEASE.fullmatch(it.name))
