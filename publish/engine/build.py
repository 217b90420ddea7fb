"""The run, from a manifest to outputs and a report, in one function that reads from top to bottom."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from publish.backends import backend
from publish.backends.docx_template import template_faults
from publish.backends.han_lines import PINNED, strange
from publish.backends.layout_names import name_faults
from publish.backends.pdf import in_one_piece, page_room
from publish.backends.pptx_template import lacking
from publish.backends.styles import style_faults
from publish.backends.wide_tables import too_wide
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.engine.gather import gather, told
from publish.engine.implicit import implicit
from publish.engine.leftovers import sweep
from publish.engine.manifests import load as load_manifest
from publish.engine.plan import Chosen, Step, folder_of
from publish.engine.pool import Task, run
from publish.engine.posts import source_text
from publish.engine.prepared import prepared, step_name
from publish.engine.printed import pdf_of, with_pages
from publish.engine.ready import Ready
from publish.engine.render import source_of
from publish.engine.request import BuildRequest, Listener, Progress, silent
from publish.engine.shared import met, of_layouts, once
from publish.engine.store import FOLDER, Store, digest, lock, place
from publish.engine.vendor import vendor
from publish.fonts.coverage import coverage
from publish.manifest import Manifest
from publish.publication.characters import without_glyph
from publish.report import Made, Report


def build(request: BuildRequest, progress: Listener = silent) -> Report:
    """Build what is asked for. Raises PublishError only when nothing can be built at all."""
    manifest = manifest_of(request)
    store = Store(store_folder(manifest))
    with lock(store.folder):
        chosen, found = gather(manifest, store, progress)
        if manifest.assets.remote == "allow" and not request.dry_run:
            documents = [document for group in chosen for document in group.documents]
            found += vendor(manifest, documents).diagnostics
        asked = prepared(manifest, chosen, request, store)
        ready, lines = asked.ready, asked.lines
        kept = {
            at: store.current(step_name(manifest, item.step), item.key)
            for at, item in enumerate(ready)
        }
        new = [item for at, item in enumerate(ready) if not kept[at]]
        made, failed, stopped = (
            ([], [], [])
            if request.dry_run
            else _in_turn(manifest, store, ready, new, lines, request.jobs, progress)
        )
        pending = [item for item in new if request.dry_run]
        if not request.dry_run:
            sweep(store, manifest.root, {step_name(manifest, step) for step in asked.plan.steps})
        diagnostics = [*found, *asked.plan.diagnostics, *asked.faults]
        later = [*asked.amiss, *failed]
        later += [finding for item in ready for finding in item.assembly.diagnostics]
        later += [finding for output in kept.values() if output for finding in output.found]
        diagnostics += once(told(manifest, chosen, later))
    fresh = {step_name(manifest, item.step) for item in (*made, *pending)}
    return Report(
        made=tuple(
            _made(manifest, item.step, step_name(manifest, item.step) in fresh)
            for at, item in enumerate(ready)
            if kept[at] or step_name(manifest, item.step) in fresh
        ),
        failed=_failed(diagnostics, found, chosen, stopped),
        diagnostics=tuple(sorted(set(diagnostics))),
        strict=request.strict,
    )


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
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "publish" / digest(str(manifest.root).encode())[:16]


def _in_turn(
    manifest: Manifest,
    store: Store,
    ready: Sequence[Ready],
    new: Sequence[Ready],
    lines: Mapping[str, tuple[int, ...]],
    jobs: int,
    progress: Listener,
) -> tuple[list[Ready], list[Diagnostic], list[str]]:
    """First what stands alone, then the EPUBs that list the pages of a PDF of this build."""
    alone = [item for item in new if not pdf_of(item.step, ready)]
    first = _make(manifest, store, alone, lines, jobs, progress)
    paged = [
        with_pages(item, _standing(manifest, store, pdf))
        for item in new
        if (pdf := pdf_of(item.step, ready))
    ]
    then = _make(manifest, store, paged, lines, jobs, progress)
    return first[0] + then[0], first[1] + then[1], first[2] + then[2]


def _standing(manifest: Manifest, store: Store, item: Ready) -> Path | None:
    """The file of a step, if it stands as it should."""
    whole = store.current(step_name(manifest, item.step), item.key)
    return manifest.out / (item.step.output + ".pdf") if whole else None


def _make(
    manifest: Manifest,
    store: Store,
    new: Sequence[Ready],
    lines: Mapping[str, tuple[int, ...]],
    jobs: int,
    progress: Listener,
) -> tuple[list[Ready], list[Diagnostic], list[str]]:
    """Render and write the steps that are not up to date: those that are made, what is amiss, and the
    documents that a fault of their layout stopped."""
    made: list[Ready] = []
    stopped: dict[int, list[tuple[str, Diagnostic]]] = {}
    faults: list[Diagnostic] = []
    looked: dict[str, list[Diagnostic]] = {}
    tasks = [
        Task(item.assembly.publication, item.step.target.format, item.layout, item.options)
        for item in new
    ]
    for done, (at, rendered) in enumerate(run(tasks, jobs or manifest.jobs), 1):
        item = new[at]
        source = source_of(item.assembly.publication)
        stopped[at] = [(source, fault) for fault in rendered.faults]
        found: list[Diagnostic] = []
        if rendered.artifacts:
            found = [
                *_on_paper(item, lines, partial(source_text, manifest.root)),
                *_layout(item, looked),
                *_ragged(item),
            ]
            faults += found
            try:
                files = place(rendered.artifacts, folder_of(item.step, manifest.out))
            except PublishError as error:
                faults += error.diagnostics
            else:
                made.append(item)
                name, post = step_name(manifest, item.step), _source(manifest, item.step)
                store.keep_output(name, item.key, files, found, post)
        progress(
            Progress("building", done, len(new), f"{item.step.output}.{item.step.target.format}")
        )
    pairs = [pair for at in sorted(stopped) for pair in stopped[at]]
    names = [source for source, fault in pairs if of_layouts(fault)]
    return made, [*met(pairs), *faults], names


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


def _on_paper(
    item: Ready, lines: Mapping[str, tuple[int, ...]], source: Callable[[str], str]
) -> list[Diagnostic]:
    """What only the PDF shows: characters that no font has, tables wider than its page, and that a
    book could not be printed chapter by chapter."""
    if item.step.target.format != "pdf":
        return []
    publication = item.assembly.publication
    known = coverage(item.layout.files)
    lost = list(without_glyph(publication, known.shows, lines, source)) if known else []
    wide = too_wide(publication, page_room(publication, item.layout, item.options), lines)
    return [*lost, *wide, *in_one_piece(publication, item.layout, item.options)]


def _layout(item: Ready, looked: dict[str, list[Diagnostic]]) -> list[Diagnostic]:
    """What is wrong with the layout or the template of a target though its files are made, looked at
    once."""
    target = item.step.target
    if target.name not in looked:
        said = [*style_faults(item.layout, target.format), *name_faults(item.layout)]
        if target.format == "docx":
            said += template_faults(item.layout, item.options["reference"])
        if target.format == "pptx":
            said += lacking(item.layout, item.options["reference"])
        looked[target.name] = said
    return looked[target.name]


def _ragged(item: Ready) -> Iterator[Diagnostic]:
    """That a WeasyPrint which is not the pinned one sets Chinese and Japanese less well."""
    for chapter in item.assembly.publication.chapters:
        document = chapter.document
        version = strange(document.metadata.lang) if item.step.target.format == "pdf" else ""
        if version:
            message = (
                f"lines of this text have ragged edges: WeasyPrint {version} is not known here"
            )
            hint = f"install the version that publish asks for: weasyprint {PINNED}*"
            yield Diagnostic(document.path, 0, 0, "PDF004", message, hint)


def _source(manifest: Manifest, step: Step) -> str:
    """The post without which an output has no business to be there."""
    return step.documents[0].path if step.book is None and manifest.path else ""


def _made(manifest: Manifest, step: Step, fresh: bool) -> Made:
    suffix = backend(step.target.format).suffix
    return Made(str(manifest.out / (step.output + suffix)), step.title, step.target.name, fresh)
