"""The papers of a release: what changed, of what it was made, and by what."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from publish.engine.edition import Edition, Text
from publish.release import changelog, provenance, sbom
from publish.release.changes import Changes, changes

T = TypeVar("T")

TEXTS, CHANGES = "texts.json", "changes.json"


def texts_of(folder: Path | None) -> tuple[Text, ...] | None:
    """The words of a release, by its folder; None where it has none that can be read."""
    return _read(folder, TEXTS, tuple[Text, ...])


def changes_of(folder: Path | None) -> Changes | None:
    """What a release changed, by its folder; None for the first, and where that cannot be read."""
    return _read(folder, CHANGES, Changes)


def changes_in(papers: Mapping[str, bytes]) -> Changes | None:
    """The same of its papers."""
    return msgspec.json.decode(papers[CHANGES], type=Changes) if CHANGES in papers else None


def edition_papers(now: Edition, before: Sequence[Text] | None, title: str) -> Mapping[str, bytes]:
    """What readers find new, as files by name; ``before`` is None for a first release."""
    papers = {TEXTS: msgspec.json.encode(now.texts)}
    if before is not None:
        found = changes(before, now.texts)
        papers[CHANGES] = msgspec.json.encode(found)
        papers[changelog.NAME] = changelog.changelog(found, title).encode()
    return papers


def origin_papers(
    files: Sequence[tuple[str, str]],
    now: Edition,
    asked: Mapping[str, str],
    versions: Mapping[str, str],
) -> Mapping[str, bytes]:
    """The bill of materials and the provenance of ``files`` (path and SHA-256)."""
    programs = {name: version for name, version in versions.items() if name == "pandoc"}
    return {
        sbom.NAME: sbom.sbom(sbom.installed(), programs),
        provenance.NAME: provenance.provenance(files, now.inputs, asked, versions),
    }


def _read(folder: Path | None, name: str, kind: type[T]) -> T | None:
    if folder is not None:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode((folder / name).read_bytes(), type=kind)
    return None
