"""Releases brought to other places: a folder, a machine that rsync reaches, a bucket."""

from __future__ import annotations

from collections.abc import Iterator

from publish.diagnostics import Diagnostic
from publish.engine.request import Listener
from publish.manifest import Manifest
from publish.release.limit import Limit


def deployed(manifest: Manifest, limit: Limit, progress: Listener) -> Iterator[Diagnostic]:
    """Bring the current release to every place of the manifest; the places that refuse are told."""
    yield from ()
