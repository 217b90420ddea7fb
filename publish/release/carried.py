"""What a release takes over from the one before: documents that its run was not asked for.

So two schedules may build different documents, and readers have all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from publish.engine.edition import Text
from publish.release import index
from publish.release.contents import Content
from publish.release.papers import texts_of
from publish.release.sums import FILES


class Carried(NamedTuple):
    """The documents with the outputs that are taken over, the files of these, and their texts."""

    documents: tuple[index.Document, ...] = ()
    files: tuple[Content, ...] = ()
    texts: tuple[Text, ...] = ()


def carried(before: Path | None, asked: Collection[str], tables: Collection[str]) -> Carried:
    """What is taken over from the release ``before`` (None: there is none) where a run is ``asked`` for
    some tables of [documents] (empty: for all, and nothing is taken over) out of ``tables``."""
    left = set(tables) - set(asked)
    told = index.read(before) if before is not None and asked and left else None
    if told is None:
        return Carried()
    kept = (
        replace(document, outputs=tuple(it for it in document.outputs if it.table in left))
        for document in told.documents
    )
    documents = tuple(document for document in kept if document.outputs)
    names = {name for it in documents for output in it.outputs for name in output.files}
    files = tuple(
        Content(it.path.removeprefix(f"{FILES}/"), "", it.sha256, it.bytes)
        for it in told.files
        if it.path in names
    )
    texts = tuple(
        replace(it, tables=tuple(sorted(left.intersection(it.tables))))
        for it in texts_of(before) or ()
        if left.intersection(it.tables)
    )
    return Carried(documents, files, texts)


def with_carried(files: Sequence[Content], taken: Carried) -> list[Content]:
    """All files of a release by their paths; what is new stands over what is taken over."""
    by_path = {it.path: it for it in (*taken.files, *files)}
    return [by_path[path] for path in sorted(by_path)]


def texts_with(now: Sequence[Text], taken: Carried) -> tuple[Text, ...]:
    """All texts of a release; of a document in both, the new one, in the tables of both."""
    found = {it.path: it for it in taken.texts}
    for text in now:
        also = found[text.path].tables if text.path in found else ()
        found[text.path] = replace(text, tables=tuple(sorted({*text.tables, *also})))
    return tuple(found[path] for path in sorted(found))
