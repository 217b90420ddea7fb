"""One step in one process: a publication in, artifacts out. Workers import nothing but this."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from publish.backends import Artifact, reusing
from publish.backends.kept import NOTHING, Kept
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.layout_looks import Looked
from publish.layouts import Layout
from publish.publication.model import Publication


class Rendered(msgspec.Struct, frozen=True):
    """Artifacts, or the reasons why there are none; and the files of the layout that were asked for."""

    artifacts: tuple[Artifact, ...]
    faults: tuple[Diagnostic, ...]
    looked: tuple[str, ...] = ()


def render(
    publication: Publication,
    format: str,
    layout: Layout,
    options: Mapping[str, Any],
    kept: Kept = NOTHING,
) -> Rendered:
    """The artifacts of a publication, of parts that may be ``kept``; whatever a backend raises becomes
    a fault of this document, but a MemoryError, with which the process has had its day."""
    source = source_of(publication)
    try:
        files = Looked(layout.files)
        layout = replace(layout, files=files)
        artifacts = tuple(reusing(format, kept).render(publication, layout, options))
        for artifact in artifacts:
            if not isinstance(artifact.content, bytes):  # a plug-in's types are not checked by mypy
                raise TypeError(f"the content of {artifact.path} is no bytes")
        return Rendered(artifacts, (), tuple(files.names))
    except PublishError as error:
        return Rendered((), tuple(_of(source, fault) for fault in error.diagnostics))
    except MemoryError:
        raise
    except Exception as error:
        fault = Diagnostic(
            path=source,
            line=0,
            column=0,
            code="BUILD003",
            message=f"the {format} backend failed: {type(error).__name__}: {error}",
            hint=_details(error),
            severity=Severity.ERROR,
        )
        return Rendered((), (fault,))


def source_of(publication: Publication) -> str:
    """What messages call a publication: its post, or the name of the book."""
    article = publication.kind == "article"
    return publication.chapters[0].document.path if article else publication.name


def _details(error: Exception) -> str:
    """Where it happened, when the command line was asked for it with ``--debug``."""
    if os.environ.get("PUBLISH_DEBUG"):
        return "".join(traceback.format_exception(error))
    return "this is a bug in publish or in the plug-in; run again with --debug for the details"


def _of(source: str, fault: Diagnostic) -> Diagnostic:
    """Pandoc does not know the post; the message should."""
    return replace(fault, path=source) if fault.path == "pandoc" else fault
