"""The backends: one visible table, and the entry-point group ``publish.backends`` for others."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from publish.backends.backend import Artifact, Backend, Choosing, Reusing, Sharing
from publish.backends.kept import Kept
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import Layout

BACKENDS = {
    "html": "publish.backends.html:BACKEND",
    "pdf": "publish.backends.pdf:BACKEND",
    "epub": "publish.backends.epub:BACKEND",
    "docx": "publish.backends.docx:BACKEND",
    "pptx": "publish.backends.pptx:BACKEND",
    "slides": "publish.backends.deck:BACKEND",
    "markdown": "publish.backends.markdown:BACKEND",
    "json": "publish.backends.json:BACKEND",
}

GROUP = "publish.backends"

__all__ = ["BACKENDS", "Artifact", "Backend", "Sharing", "backend", "choices", "names", "reusing"]


def names() -> tuple[str, ...]:
    """Every format that can be built: the product's own first, then the plug-ins'."""
    others = sorted(entry.name for entry in entry_points(group=GROUP))
    return tuple(dict.fromkeys((*BACKENDS, *others)))


def backend(name: str) -> Backend:
    """The backend of a format, imported when it is asked for.

    Raises PublishError when nothing of that name is installed.
    """
    if name in BACKENDS:
        module, _, attribute = BACKENDS[name].partition(":")
        return cast(Backend, getattr(import_module(module), attribute))
    for entry in entry_points(group=GROUP, name=name):
        return cast(Backend, entry.load())
    raise PublishError(
        Diagnostic(
            path=name,
            line=0,
            column=0,
            code="BUILD002",
            message=f"there is no format “{name}”",
            hint=f"formats: {', '.join(names())}",
            severity=Severity.ERROR,
        )
    )


def reusing(name: str, kept: Kept) -> Backend:
    """The backend of a format with parts that were made before, where it can take them again."""
    chosen = backend(name)
    return chosen.reusing(kept) if isinstance(chosen, Reusing) else chosen


def choices(format: str, option: str, layout: Layout) -> Sequence[str]:
    """The values that an option of a format may have; empty: any of its type."""
    chosen = backend(format)
    return chosen.choices(option, layout) if isinstance(chosen, Choosing) else ()
