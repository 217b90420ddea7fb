"""Steps made ready: publication, layout, options, and the key of everything their files depend on."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from publish.diagnostics import Diagnostic, PublishError, stumble, whole_file_error
from publish.disk import digest
from publish.document import Document
from publish.engine.assemblies import Assemblies
from publish.engine.facts import Documents, step_facts
from publish.engine.layout_looks import Marks
from publish.engine.looks import Asked, World
from publish.engine.plan import Plan, Step, address, articles, page_url, pages
from publish.engine.posts import made_below
from publish.engine.store import Store
from publish.engine.store.output import Trace
from publish.engine.targets import Setting, setting
from publish.fonts.own import Own
from publish.layouts import Layout
from publish.manifest import Manifest
from publish.publication.assemble import Assembly
from publish.publication.assets import Pictures
from publish.publication.diagrams import Drawings
from publish.publication.files import Files
from publish.publication.identity import Place
from publish.publication.lock import read_lock
from publish.publication.model import Publication
from publish.system import given_epoch


class Ready(NamedTuple):
    """A step with its layout and options, and the trace of its publication.

    ``key`` tells whether an output was made of the same publication with the same options; what it
    took from the layout is told by its own record. ``made_with`` are the facts of its target.
    """

    step: Step
    layout: Layout
    options: Mapping[str, Any]
    key: str
    trace: Trace
    marks: Marks
    made_with: str
    assemble: Callable[[], Assembly]

    @property
    def assembly(self) -> Assembly:
        """The publication, put together when it is asked for."""
        return self.assemble()


def prepare(
    manifest: Manifest,
    planned: Plan,
    steps: Sequence[Step],
    world: World,
    drawings: Drawings,
    own: Own,
    store: Store,
) -> tuple[list[Ready], list[Diagnostic]]:
    """Every step that can be made ready, and the faults of those that cannot.

    A publication that came about of the same facts before, with the same answers of the world, is not
    put together.
    """
    others = articles(planned.steps)
    on_site = pages(planned.steps, manifest.bundle.base_url)
    sources = {(manifest.root / path).resolve() for path in planned.table}
    folder = cache(lambda name: (manifest.out / name).resolve())
    documents = Documents(drawings)
    assemblies = Assemblies(world.lines, drawings)
    targets: dict[str, Setting] = {}
    ready: list[Ready] = []
    faults: list[Diagnostic] = []
    fresh: dict[str, Trace] = {}
    for step in steps:
        try:
            if step.target.name not in targets:
                targets[step.target.name], amiss = setting(manifest, step.target, own)
                faults += [each for each in amiss if each not in faults]
            target = targets[step.target.name]
            file = posixpath.basename(step.output) + target.suffix
            if folder(posixpath.dirname(step.output)) / file in sources:
                raise _over_a_post(step)
        except PublishError as error:
            faults += error.diagnostics
            continue
        place = _place(manifest, step, target.suffix)
        asked = Asked(world, partial(_elsewhere, step, others, target.suffix, on_site))
        before = store.traces(name := step_name(manifest, step))
        try:
            item = _ready(step, target, place, documents, asked, assemblies, before)
        except (MemoryError, OSError, PublishError):
            raise
        except Exception as error:  # one document does not keep the others from being made
            faults.append(stumble(step.book.name if step.book else step.documents[0].path, error))
            continue
        if before[:1] != (item.trace,):
            fresh[name] = item.trace
        ready.append(item)
    store.keep_traces(fresh)
    return ready, faults


def _ready(
    step: Step,
    target: Setting,
    place: _Place,
    documents: Documents,
    asked: Asked,
    assemblies: Assemblies,
    before: Sequence[Trace],
) -> Ready:
    """A step with the trace that is still true of ``before``, or else with a new one."""
    facts = target.facts | step_facts(step, documents, target.options, place._asdict())
    assemble = cache(partial(_assembled, step, place, asked, assemblies))
    trace = next((it for it in before if it.facts == facts and asked.holds(it.looks)), None)
    if trace is None:
        publication, found = assemble()
        asked.found_in({item.path for item in found})
        trace = Trace(_key(publication, step, target), facts, asked.looks, found)
    made_with = target.made_with
    return Ready(
        step, target.layout, target.options, trace.key, trace, target.marks, made_with, assemble
    )


def step_name(manifest: Manifest, step: Step) -> str:
    """What an output is called in the store."""
    return f"{manifest.out}/{step.output}:{step.target.format}"


class _Place(NamedTuple):
    """When and where a publication stands: its clock, its address, its bundle."""

    epoch: int
    url: str
    origin: str
    collection: str


def _place(manifest: Manifest, step: Step, suffix: str) -> _Place:
    return _Place(
        epoch(step.documents),
        page_url(step, manifest.bundle.base_url, suffix),
        _origin(manifest, step),
        "" if step.book else manifest.bundle.title,
    )


def _assembled(step: Step, place: _Place, asked: Asked, assemblies: Assemblies) -> Assembly:
    assembly = assemblies.of(step, place.epoch, asked)
    publication = replace(
        assembly.publication, url=place.url, origin=place.origin, collection=place.collection
    )
    return assembly._replace(publication=publication)


def _key(publication: Publication, step: Step, target: Setting) -> str:
    return digest(msgspec.msgpack.encode([publication, target.options, step.output, target.facts]))


def _origin(manifest: Manifest, step: Step) -> str:
    """The bundle and the file of it that a step makes; nothing where nobody named the bundle."""
    bundle = manifest.bundle
    name = bundle.id or bundle.base_url or bundle.title
    return f"{name}\n{step.output}" if name else ""


def pictures_of(manifest: Manifest) -> Pictures:
    """Where the pictures of a manifest may be. Raises PublishError (LOCK002)."""
    assets = manifest.assets
    return Pictures(
        files=Files(manifest.root, assets.paths, made_below(manifest)),
        max_file=assets.max_file * 1_000_000,
        remote=assets.remote,
        allow=assets.allow,
        lock=read_lock(manifest.root) if assets.remote != "deny" else {},
    )


def _over_a_post(step: Step) -> PublishError:
    path = step.documents[0].path
    message = f"the {step.target.format} file would take the place of a post"
    return PublishError(whole_file_error(path, "OUT003", message, "name another folder with -o"))


def _elsewhere(
    step: Step,
    others: Mapping[tuple[str, str], Step],
    suffix: str,
    on_site: Mapping[str, str],
    place: Place,
) -> str | None:
    """An EPUB may not link to the file beside it; it links to the page, where that is known."""
    if suffix == ".epub" and place.path in on_site:
        return on_site[place.path] + (f"#{quote(place.id)}" if place.id else "")
    return address(step, place, others, suffix)


def epoch(documents: Sequence[Document]) -> int:
    """The one clock of an output: SOURCE_DATE_EPOCH, else the newest date that its posts name."""
    if (given := given_epoch()) is not None:
        return given
    dates = [
        date
        for document in documents
        for date in (document.metadata.updated, document.metadata.date)
        if date
    ]
    days = [
        f"{date.value}-01-01"[:10] if date.precision == "year" else f"{date.value}-01"[:10]
        for date in dates
    ]
    newest = max(days, default="2000-01-01")
    return int(datetime.fromisoformat(newest).replace(tzinfo=UTC).timestamp())
