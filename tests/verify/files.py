"""Documents built in every format that is read back, with the publications they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from publish.engine.build import build, manifest_of, store_folder
from publish.engine.gather import gather
from publish.engine.prepared import prepared
from publish.engine.request import BuildRequest, silent
from publish.engine.store import Store
from publish.publication.model import Publication
from publish.verify.case import Found
from publish.verify.compare import compare

FORMATS = ("html", "pdf", "epub", "docx", "pptx")


class Built(NamedTuple):
    """A finished file, and the publication that it was made of."""

    data: bytes
    format: str
    publication: Publication
    lines: Mapping[str, tuple[int, ...]]

    def found(self, data: bytes) -> tuple[Found, ...]:
        """What verify says when the file holds ``data``."""
        return compare(data, self.format, self.publication, self.lines, lambda _: True)


def built(request: BuildRequest) -> dict[str, Built]:
    """The files of a request by their formats."""
    report = build(request)
    assert not report.errors
    manifest = manifest_of(request)
    store = Store(store_folder(manifest))
    chosen, _ = gather(manifest, store, silent)
    asked = prepared(manifest, chosen, request, store)
    return {
        item.step.target.format: Built(
            (manifest.out / f"{item.step.output}.{item.step.target.format}").read_bytes(),
            item.step.target.format,
            item.assembly.publication,
            asked.lines,
        )
        for item in asked.ready
        if item.step.target.format in FORMATS
    }
