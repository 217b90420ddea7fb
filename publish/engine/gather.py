"""The documents of a manifest: every post read once, filtered, sorted, and completed from the bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from publish.diagnostics import Diagnostic, Severity
from publish.document import Document
from publish.engine import posts
from publish.engine.listing import Listing, listing
from publish.engine.plan import Chosen, authors
from publish.engine.request import Listener, Progress
from publish.engine.shards import Shard
from publish.engine.store import Store
from publish.manifest import Manifest
from publish.normalize import Settings
from publish.publication.outline import Position
from publish.reader.suppress import Silence, Silenced
from publish.reader.title import FROM_NAME
from publish.rules.suppressions.comments import declined


def gather(
    manifest: Manifest, store: Store, progress: Listener, shard: Shard | None = None
) -> tuple[list[Chosen], list[Diagnostic]]:
    """The documents of each table, read once each however many tables name them.

    Posts are taken from other machines where that can be; those of ``shard`` are read here first, so
    that others, who read theirs meanwhile, need not.
    """
    files = posts.files_of(manifest)
    listed = {spec.name: listing(manifest.root, spec.source, files) for spec in manifest.documents}
    total = len({path for found in listed.values() for path in found.paths})
    if store.remote:
        wanted = _wanted(manifest, listed)
        store.fetch_documents(posts.keys(manifest.root, wanted))
        if shard is not None:
            for path, settings in wanted:
                if shard.holds(path):
                    posts.load(manifest.root, path, settings, store)
            store.fetch_documents(posts.keys(manifest.root, wanted))
    read: dict[tuple[str, str], posts.Post] = {}
    diagnostics = [fault for found in listed.values() for fault in found.faults]
    chosen: list[Chosen] = []
    for spec in manifest.documents:
        documents: list[Document] = []
        for path in listed[spec.name].paths:
            key = (path, spec.source.dialect)
            if key not in read:
                progress(Progress("reading", len(read), total, path))
                settings = posts.settings(manifest, path, spec.source.dialect)
                read[key] = posts.load(manifest.root, path, settings, store)
                diagnostics += read[key].normalized.diagnostics
            document = read[key].normalized.document
            if document is not None and posts.wanted(document.metadata, spec.source.where):
                position = listed[spec.name].outline.get(path, Position())
                documents.append(_completed(_titled(document, position.title), manifest))
        lines = {path: post.normalized.lines for (path, _), post in read.items()}
        quiet = {path: post.normalized.quiet for (path, _), post in read.items()}
        files_of = {path: post.files for (path, _), post in read.items()}
        ordered = tuple(posts.ordered(documents, spec.source.order))
        outline = listed[spec.name].outline
        chosen.append(Chosen(spec, ordered, lines, quiet, files_of, outline))
        if not listed[spec.name].paths and not listed[spec.name].faults:
            globs = spec.source.include or (spec.source.summary,)
            diagnostics.append(_nothing(manifest, spec.name, globs))
    return chosen, diagnostics


def _wanted(manifest: Manifest, listed: Mapping[str, Listing]) -> Sequence[tuple[str, Settings]]:
    """The posts of all tables, each with the settings of its rules."""
    wanted = {
        (path, it.source.dialect) for it in manifest.documents for path in listed[it.name].paths
    }
    return [(path, posts.settings(manifest, path, dialect)) for path, dialect in sorted(wanted)]


def told(
    manifest: Manifest, chosen: Sequence[Chosen], found: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """What is found when posts are put together, without what the settings or comments silence.

    Errors are told in any case: they say why there is no output.
    """
    quiet = {
        path: Silence(comments)
        for group in chosen
        for path, comments in group.quiet.items()
        if comments.ranges
    }
    own = {doc.path: declined(doc.metadata) for group in chosen for doc in group.documents}
    for item in found:
        left_out = not posts.settings(manifest, item.path, "").shows(item.code)
        left_out |= item.code.startswith(own.get(item.path) or ("~",))
        place = Silenced(item.line, item.line, item.code, ())
        hidden = item.path in quiet and quiet[item.path].hides(place)
        if item.severity is Severity.ERROR or not (left_out or hidden):
            yield item


def _titled(document: Document, title: str) -> Document:
    """A chapter that says no title itself has the one of the outline."""
    inferred = any(
        item.field == "title" and item.evidence == FROM_NAME for item in document.provenance
    )
    if not title or not inferred:
        return document
    return replace(document, metadata=replace(document.metadata, title=title))


def _completed(document: Document, manifest: Manifest) -> Document:
    """The bundle's authors and rights hold for a document that names none."""
    metadata = document.metadata
    return replace(
        document,
        metadata=replace(
            metadata,
            authors=metadata.authors or authors(manifest),
            rights=metadata.rights or manifest.bundle.rights,
        ),
    )


def _nothing(manifest: Manifest, name: str, globs: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        path=str(manifest.path or manifest.root),
        line=0,
        column=0,
        code="MAN004",
        message=f"[documents.{name}] finds no post: {', '.join(globs)}",
        hint="globs are relative to the manifest; ** crosses folders",
        severity=Severity.ERROR,
    )
