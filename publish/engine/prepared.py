"""What a build and a verification have in common: the steps of a manifest, ready to be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from publish.backends import backend
from publish.diagnostics import Diagnostic, PublishError, whole_file_error
from publish.engine.diagrams import draw
from publish.engine.facts import documents_of
from publish.engine.looks import World
from publish.engine.own_fonts import fonts_of
from publish.engine.plan import Chosen, Plan, Step, plan
from publish.engine.posts import source_text
from publish.engine.ready import Ready, pictures_of, prepare
from publish.engine.request import BuildRequest
from publish.engine.shards import document
from publish.engine.store import Store
from publish.manifest import Manifest
from publish.manifest.check import suggest
from publish.publication.index import Index


class Prepared(NamedTuple):
    """The plan of all outputs, the steps that are asked for, those of them that are ready, the lines of
    the blocks of each post, the faults of steps that cannot be made ready, what is amiss with the fonts,
    and where pictures were looked for in folders that no walk goes through."""

    plan: Plan
    steps: Sequence[Step]
    ready: Sequence[Ready]
    lines: Mapping[str, tuple[int, ...]]
    faults: Sequence[Diagnostic]
    amiss: Sequence[Diagnostic]
    beyond: Collection[str]


def prepared(
    manifest: Manifest, chosen: Sequence[Chosen], request: BuildRequest, store: Store
) -> Prepared:
    """The outputs of some documents that a request asks for. Raises PublishError for a format that
    there is not."""
    planned = plan(manifest, chosen, partial(source_text, manifest.root))
    steps = _selected(planned, request, manifest)
    return made_ready(manifest, chosen, planned, steps, store, programs=request.programs)


def made_ready(
    manifest: Manifest,
    chosen: Sequence[Chosen],
    planned: Plan,
    steps: Sequence[Step],
    store: Store,
    *,
    programs: bool = True,
) -> Prepared:
    """Some steps of a plan with all that they are made of; ``programs`` may be started for diagrams."""
    drawings = draw(manifest, documents_of(steps), store, programs=programs)
    fonts, amiss = fonts_of(manifest)
    lines = {path: lines for group in chosen for path, lines in group.lines.items()}
    index = Index(planned.table, (manifest.bundle.base_url, *manifest.bundle.sites))
    source = partial(source_text, manifest.root)
    world = World(index, pictures_of(manifest), lines, source, store.contents)
    ready, faults = prepare(manifest, planned, steps, world, drawings, fonts, store)
    return Prepared(planned, steps, ready, lines, faults, amiss, world.beyond)


def _selected(planned: Plan, request: BuildRequest, manifest: Manifest) -> list[Step]:
    """The steps of the formats, paths and tables that are asked for."""
    tables = [spec.name for spec in manifest.documents]
    for name in request.documents:
        if name not in tables:
            message = f"there is no table [documents.{name}]"
            hint = suggest(name, tables)
            raise PublishError(whole_file_error(str(manifest.path), "BUILD006", message, hint))
    known = {target.format for target in manifest.targets} | {
        target.name for target in manifest.targets
    }
    for name in request.formats:
        if name not in known:
            backend(name)  # says which formats there are, when this is none
    steps = [
        step
        for step in planned.steps
        if not request.formats
        or step.target.format in request.formats
        or step.target.name in request.formats
    ]
    if request.documents:
        steps = [step for step in steps if step.table in request.documents]
    if request.shard is not None:
        steps = [step for step in steps if request.shard.holds(document(step))]
    if request.manifest is None or not request.paths:
        return steps
    wanted = [path.resolve() for path in request.paths]
    return [
        step
        for step in steps
        if any(_is_below(manifest.root / document.path, wanted) for document in step.documents)
    ]


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.resolve() == folder or folder in path.resolve().parents for folder in folders)
