"""Which posts a source names: by its globs, or by the outline of a book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from publish.diagnostics import Diagnostic, Severity
from publish.manifest import Source
from publish.publication.outline import Position, entries
from publish.sources import files_below, matches, select

HINT = "correct its path, or write it"


class Listing(NamedTuple):
    """The paths of a source's posts in order, where each stands in an outline (empty: there is
    none), and what the outline names that is not there."""

    paths: list[str]
    outline: Mapping[str, Position]
    faults: tuple[Diagnostic, ...]


def listing(root: Path, source: Source, files: Sequence[str]) -> Listing:
    """The posts of a source among ``files``, the Markdown files below ``root``."""
    if not source.summary:
        return Listing(select(files, source.include, source.exclude), {}, ())
    data = files_below(root)(source.summary)
    if data is None:
        message, hint = "the outline is not there", "its path is relative to the manifest"
        return Listing([], {}, (_fault(source.summary, 0, message, hint, Severity.ERROR),))
    known = set(files)
    named = [
        entry
        for entry in entries(data.decode("utf-8-sig", "replace"), source.summary)
        if not any(matches(entry.path, glob) for glob in source.exclude)
    ]
    return Listing(
        [entry.path for entry in named if entry.path in known],
        {entry.path: entry.position for entry in named},
        tuple(
            _fault(source.summary, entry.line, f"the chapter “{entry.path}” is not there", HINT)
            for entry in named
            if entry.path not in known
        ),
    )


def _fault(
    path: str, line: int, message: str, hint: str, severity: Severity = Severity.WARNING
) -> Diagnostic:
    return Diagnostic(path, line, int(line > 0), "MAN006", message, hint, severity)
