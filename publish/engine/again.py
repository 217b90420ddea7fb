"""A Word file made once more from its sources, to be compared with the one that came back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from publish.backends import backend
from publish.backends.docx_properties import digest_of
from publish.engine.build import manifest_of, opened
from publish.engine.gather import gather
from publish.engine.plan import plan
from publish.engine.posts import source_text
from publish.engine.prepared import made_ready
from publish.engine.request import BuildRequest, Listener
from publish.review.places import Source

FORMAT = "docx"


class Again(NamedTuple):
    """The file, the digest of what it says, the sources of it, and the folder of their paths."""

    content: bytes
    digest: str
    sources: tuple[Source, ...]
    root: Path


def again(request: BuildRequest, paths: Sequence[str], progress: Listener) -> Again | None:
    """The Word file that ``request`` makes of just these posts; None where it makes no such file.

    Without a manifest the one post of the request is meant. Raises PublishError as a build does.
    """
    manifest = manifest_of(request)
    with opened(manifest, alone=False) as store:
        chosen, _ = gather(manifest, store, progress)
        planned = plan(manifest, chosen, partial(source_text, manifest.root))
        steps = [
            step
            for step in planned.steps
            if step.target.format == FORMAT
            and (manifest.path is None or [it.path for it in step.documents] == list(paths))
        ]
        asked = made_ready(manifest, chosen, planned, steps[:1], store)
        if not asked.ready:
            return None
        item = asked.ready[0]
        publication = item.assembly.publication
    made = next(iter(backend(FORMAT).render(publication, item.layout, item.options)))
    sources = tuple(
        Source(
            document, asked.lines.get(document.path, ()), source_text(manifest.root, document.path)
        )
        for document in item.step.documents
    )
    return Again(made.content, digest_of(publication), sources, manifest.root)
