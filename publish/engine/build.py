"""The run, from a manifest to outputs and a report, in one function that reads from top to bottom."""

from __future__ import annotations

import os
import posixpath
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from publish.backends import backend
from publish.diagnostics import Diagnostic, Severity
from publish.disk import digest, user_cache
from publish.engine.edition import Edition, edition
from publish.engine.gather import gather, told
from publish.engine.implicit import implicit
from publish.engine.layout_findings import layout_findings
from publish.engine.leftovers import sweep
from publish.engine.making import Making, Outcome
from publish.engine.manifests import load as load_manifest
from publish.engine.plan import Chosen, Step
from publish.engine.posts import slug_of
from publish.engine.prepared import Prepared, prepared
from publish.engine.ready import step_name
from publish.engine.remote_cache import connect, finish
from publish.engine.request import BuildRequest, Listener, silent
from publish.engine.shards import Shard
from publish.engine.shared import of_layouts, once
from publish.engine.store import FOLDER, Output, Store, lock
from publish.engine.store.eviction import evict
from publish.engine.unchanged.inputs import Before, after, before, is_walked
from publish.engine.unchanged.states import Seen
from publish.engine.vendor import vendor
from publish.manifest import Manifest
from publish.report import Made, Report
from publish.sources import SUFFIXES


class Built(NamedTuple):
    """The report of a build; all that it looked at, where a build of the same would find everything up
    to date and say the same; and its edition, where that is asked for."""

    report: Report
    seen: Seen | None
    edition: Edition | None = None


def build(request: BuildRequest, progress: Listener = silent) -> Report:
    """Build what is asked for. Raises PublishError only when nothing can be built at all."""
    return traced(request, progress).report


def traced(request: BuildRequest, progress: Listener = silent, began: int = 0) -> Built:
    """The same, and what was looked at, if nothing of it changed since ``began`` (nanoseconds)."""
    start = began or time.time_ns()
    manifest = manifest_of(request)
    with opened(manifest, alone=not request.dry_run) as store:
        looked = before(manifest) if began else None
        unable = connect(manifest, store, dry=request.dry_run)
        chosen, found = gather(manifest, store, progress, request.shard)
        fetched: Sequence[Diagnostic] = ()
        if manifest.assets.remote == "allow" and not request.dry_run:
            documents = [document for group in chosen for document in group.documents]
            fetched = vendor(manifest, documents).diagnostics
            found += fetched
        asked = prepared(manifest, chosen, request, store)
        making = Making(manifest, store, asked.lines, request.jobs, progress, dry=request.dry_run)
        outcome = making.outcome(asked.ready)
        if not request.dry_run:
            sweep(store, manifest.root, {step_name(manifest, step) for step in asked.plan.steps})
            evict(store)
        unable += finish(manifest, store)
        found += unable
        report = _report(request, manifest, store, chosen, found, asked, outcome)
        again = outcome.failed or fetched or unable or (request.dry_run and outcome.fresh)
        seen = (
            _seen(manifest, store, chosen, asked, looked, began) if looked and not again else None
        )
        made_of = edition(manifest, chosen, start) if request.edition else None
    return Built(report, seen, made_of)


@contextmanager
def opened(manifest: Manifest, *, alone: bool) -> Iterator[Store]:
    """The store of a manifest, locked. Raises PublishError (LOCK001)."""
    folder = store_folder(manifest)
    with lock(folder, alone=alone):
        store = Store(folder)
        try:
            yield store
        finally:
            store.close()


def manifest_of(request: BuildRequest) -> Manifest:
    """The manifest of a request, or the one that stands for none."""
    if request.manifest is None:
        manifest = implicit(request)
    else:
        manifest = load_manifest(request.manifest, request.profile)
        if request.output:
            manifest = replace(manifest, out=request.output.resolve())
    ignore = () if request.select else manifest.ignore
    return replace(
        manifest,
        select=request.select or manifest.select,
        ignore=(*ignore, *request.ignore),
    )


def store_folder(manifest: Manifest) -> Path:
    """Beside the manifest; for single posts in the user's cache, so that no folder is littered."""
    if manifest.path is not None:
        return manifest.root / FOLDER
    return user_cache() / "publish" / digest(str(manifest.root).encode())[:16]


def _report(
    request: BuildRequest,
    manifest: Manifest,
    store: Store,
    chosen: Sequence[Chosen],
    found: Sequence[Diagnostic],
    asked: Prepared,
    outcome: Outcome,
) -> Report:
    names = {step_name(manifest, item.step): item for item in asked.ready}
    stands = {name: item for name, item in names.items() if name in outcome.stood}
    later = [*asked.amiss, *outcome.found]
    later += [finding for item in asked.ready for finding in item.trace.found]
    later += [finding for output in outcome.stood.values() for finding in output.found]
    if not request.dry_run:
        stands |= {name: item for name, item in names.items() if name in outcome.fresh}
    targets = {item.step.target.name: item for item in stands.values()}
    later += [finding for item in targets.values() for finding in layout_findings(item, store)]
    diagnostics = [*found, *asked.plan.diagnostics, *asked.faults]
    diagnostics += once(told(manifest, chosen, later))
    if request.shard is not None:
        diagnostics = _of_shard(request.shard, chosen, diagnostics)
    failed = _failed(diagnostics, found, chosen, outcome.stopped)
    return Report(
        made=tuple(
            _made(manifest, item.step, outcome.fresh.get(name), store.outputs.get(name))
            for name, item in names.items()
            if name in outcome.stood or name in outcome.fresh
        ),
        failed=failed,
        diagnostics=tuple(sorted(set(diagnostics))),
        strict=request.strict,
        lacking=_lacking(manifest, asked, stands, failed),
    )


def _of_shard(
    shard: Shard, chosen: Sequence[Chosen], found: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """What is found in a post is told where that falls to, and not by every shard."""
    read = {path for group in chosen for path in group.lines}
    return [item for item in found if item.path not in read or shard.holds(item.path)]


def _seen(
    manifest: Manifest,
    store: Store,
    chosen: Sequence[Chosen],
    asked: Prepared,
    looked: Before,
    began: int,
) -> Seen | None:
    """What must stay as it is; None where some of it cannot be looked at in passing."""
    files = {name for group in chosen for names in group.files.values() for name in names}
    if asked.beyond or not all(is_walked(manifest, name) for name in files):
        return None
    steps = (step_name(manifest, item.step) for item in asked.ready)
    made = [store.outputs[step].files for step in steps if step in store.outputs]
    return after(looked, {name: it for files in made for name, it in files.items()}, began)


def _failed(
    diagnostics: Sequence[Diagnostic],
    found: Sequence[Diagnostic],
    chosen: Sequence[Chosen],
    stopped: Sequence[str],
) -> tuple[str, ...]:
    """What has an error. One found in a post that was read all the same keeps nothing from it, and of
    a fault in a layout the documents that it ``stopped`` are told, not the file."""
    read = {document.path for group in chosen for document in group.documents}
    harmless = {item for item in found if item.path in read}
    harmless |= {item for item in diagnostics if stopped and of_layouts(item)}
    errors = (item for item in diagnostics if item.severity is Severity.ERROR)
    paths = [item.path for item in errors if item not in harmless]
    return tuple(dict.fromkeys([*paths, *stopped]))


def _lacking(
    manifest: Manifest, asked: Prepared, stands: Collection[str], failed: Iterable[str]
) -> tuple[str, ...]:
    """The slugs of documents of which an output is not there; a post that could not be read has that
    of its path."""
    lost = [step.slug for step in asked.steps if step_name(manifest, step) not in stands]
    unread = [it for it in failed if it not in asked.plan.table and it.endswith(SUFFIXES)]
    return tuple(dict.fromkeys([*lost, *map(slug_of, unread)]))


def _made(manifest: Manifest, step: Step, why: str | None, output: Output | None) -> Made:
    above = posixpath.dirname(step.output)
    folder = f"{os.path.realpath(manifest.out / above)}/"
    return Made(
        path=str(manifest.out / (step.output + backend(step.target.format).suffix)),
        document=step.title,
        target=step.target.name,
        fresh=why is not None,
        why=why or "",
        slug=step.slug,
        language=step.book.lang if step.book else step.documents[0].metadata.lang,
        key=output.key if output else "",
        table=step.table,
        files={
            posixpath.join(above, name.removeprefix(folder)): known
            for name, known in (output.files if output else {}).items()
        },
    )
