"""From checked tables to the manifest that the rest of the product sees."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from os.path import normpath
from pathlib import Path

from publish.document import Series
from publish.manifest.amounts import seconds, size
from publish.manifest.diagrams import commands
from publish.manifest.model import DocumentSpec, Manifest, Source, Target, Unattended
from publish.manifest.schema import DocumentTable, ManifestTable, SourceTable
from publish.manifest.targets import target


def resolve(table: ManifestTable, path: Path) -> Manifest:
    """The manifest at ``path`` from its tables, in which nothing is wrong."""
    root = path.parent.resolve()
    named = {name for document in table.documents.values() for name in document.targets}
    targets = {
        name: target(name, table.targets, root) for name in sorted(named | set(table.targets))
    }
    documents = tuple(
        _document(name, spec, table, targets) for name, spec in table.documents.items()
    )
    return Manifest(
        root=root,
        path=path,
        bundle=table.bundle,
        documents=documents,
        targets=tuple(targets.values()),
        select=table.normalize.select,
        ignore=table.normalize.ignore,
        extend_safe_fixes=table.normalize.extend_safe_fixes,
        extend_unsafe_fixes=table.normalize.extend_unsafe_fixes,
        per_file=table.normalize.per_file,
        keep_words=table.normalize.keep_words,
        proper_nouns=table.normalize.proper_nouns,
        numbered_run=table.normalize.numbered_run,
        style=table.references.style,
        bibliography=table.references.bibliography,
        tags=tuple(sorted(table.normalize.tags.items())),
        assets=table.assets,
        diagrams=commands(table.diagrams),
        fonts=table.fonts,
        out=root / table.build.out,
        jobs=table.build.jobs,
        remote_cache=table.build.remote_cache,
        executor=table.build.executor,
        dask=table.build.dask,
        executors=table.build.executors,
        timeout=seconds(table.build.timeout),
        memory=size(table.build.memory),
        unattended=Unattended(
            releases=Path(normpath(root / table.release.dir)),
            release=table.release,
            deploy=table.deploy,
            schedules=table.schedule,
            notify=table.notify,
        ),
        trust=table.trust,
    )


def _document(
    name: str, spec: DocumentTable, table: ManifestTable, targets: Mapping[str, Target]
) -> DocumentSpec:
    chosen = spec.each or spec.collect
    source = table.sources.get(chosen) or SourceTable(include=(chosen,))
    return DocumentSpec(
        name=name,
        kind="article" if spec.each else "book",
        source=Source(
            name=chosen,
            include=source.include,
            summary=posixpath.normpath(source.summary) if source.summary else "",
            exclude=source.exclude,
            order=source.order,
            where=source.where,
            dialect=source.dialect or ("mdbook" if source.summary else ""),
        ),
        targets=tuple(targets[each] for each in dict.fromkeys(spec.targets)),
        title=spec.title or table.bundle.title,
        subtitle=spec.subtitle,
        slug=spec.name or name,
        language=spec.language or table.bundle.language,
        cover=spec.cover,
        numbered=spec.numbered,
        series=Series(spec.series, str(spec.volume or "")) if spec.series else None,
        identifier=spec.identifier,
    )
