"""Steps made ready: publication, layout, options, and the key of everything their files depend on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from publish.backends import backend
from publish.diagnostics import Diagnostic, PublishError, whole_file_error
from publish.document import Document
from publish.engine.own_fonts import laid_over, missing_files
from publish.engine.plan import Plan, Step, address, articles, page_url, pages
from publish.engine.posts import source_text
from publish.engine.store import digest
from publish.engine.version import libraries, program
from publish.fonts.coverage import of_system
from publish.fonts.installed import versions
from publish.fonts.own import Own
from publish.layouts import Layout
from publish.layouts import load as load_layout
from publish.manifest import Manifest
from publish.publication.assemble import Assembly, Surroundings, article, book
from publish.publication.assets import Pictures
from publish.publication.diagrams import Drawings
from publish.publication.files import Files
from publish.publication.identity import Place
from publish.publication.index import Index
from publish.publication.lock import read_lock


class Ready(NamedTuple):
    """A step with its publication, and the key of all that its files depend on."""

    step: Step
    assembly: Assembly
    layout: Layout
    options: Mapping[str, Any]
    key: str


def prepare(
    manifest: Manifest,
    planned: Plan,
    steps: Sequence[Step],
    lines: Mapping[str, tuple[int, ...]],
    drawings: Drawings,
    own: Own,
) -> tuple[list[Ready], list[Diagnostic]]:
    """Every step that can be made ready, and the faults of those that cannot."""
    others = articles(planned.steps)
    on_site = pages(planned.steps, manifest.bundle.base_url)
    sources = {(manifest.root / path).resolve() for path in planned.table}
    index = Index(planned.table, (manifest.bundle.base_url, *manifest.bundle.sites))
    pictures = _pictures(manifest)
    layouts: dict[str, Layout] = {}
    ready: list[Ready] = []
    faults: list[Diagnostic] = []
    for step in steps:
        try:
            maker = backend(step.target.format)
            if (manifest.out / (step.output + maker.suffix)).resolve() in sources:
                raise _over_a_post(step)
            options = dict(maker.options) | dict(step.target.options)
            if manifest.path is None and "standalone" in options:
                options["standalone"] = True
            if step.target.name not in layouts:
                layout = load_layout(step.target.layout, step.target.layout_dir)
                faults += [each for each in missing_files(layout) if each not in faults]
                layout = _with_template(layout, manifest.root, step.target.reference)
                layouts[step.target.name] = laid_over(layout, own)
            if step.target.reference:
                options["reference"] = step.target.reference
        except PublishError as error:
            faults += error.diagnostics
            continue
        around = Surroundings(
            posts=index,
            pictures=pictures,
            elsewhere=partial(_elsewhere, step, others, maker.suffix, on_site),
            epoch=epoch(step.documents),
            lines=lines,
            drawings=drawings,
            source=partial(source_text, manifest.root),
        )
        name = step.output.rsplit("/", 1)[-1]
        if step.book is None:
            assembly = article(name, step.documents[0], around)
        else:
            assembly = book(replace(step.book, name=name), step.documents, around)
        url = page_url(step, manifest.bundle.base_url, maker.suffix)
        publication = replace(
            assembly.publication,
            url=url,
            origin=_origin(manifest, step),
            collection="" if step.book else manifest.bundle.title,
        )
        assembly = assembly._replace(publication=publication)
        layout = layouts[step.target.name]
        fonts = _fonts(step.target.format, own)
        facts = [assembly.publication, layout, options, step.output, fonts, libraries(), program()]
        key = digest(msgspec.msgpack.encode(facts))
        ready.append(Ready(step, assembly, layout, options, key))
    return ready, faults


def _with_template(layout: Layout, root: Path, reference: str) -> Layout:
    """The layout with the target's own template in it. Raises PublishError where that is gone."""
    if not reference:
        return layout
    try:
        data = (root / reference).read_bytes()
    except OSError as error:
        message = f"the template cannot be read: {error.strerror}"
        raise PublishError(whole_file_error(reference, "LAY001", message)) from None
    return replace(layout, files={**layout.files, reference: data}, lent=(reference,))


def _origin(manifest: Manifest, step: Step) -> str:
    """The bundle and the file of it that a step makes; nothing where nobody named the bundle."""
    bundle = manifest.bundle
    name = bundle.id or bundle.base_url or bundle.title
    return f"{name}\n{step.output}" if name else ""


def _fonts(format: str, own: Own) -> Any:
    """What a file depends on of the fonts of this machine."""
    if format == "pdf":
        return of_system(), versions()
    return versions() if format == "epub" or (own.files and format in ("html", "slides")) else ()


def _pictures(manifest: Manifest) -> Pictures:
    out = manifest.out
    below = out.relative_to(manifest.root).as_posix() if out.is_relative_to(manifest.root) else ""
    assets = manifest.assets
    return Pictures(
        files=Files(manifest.root, assets.paths, "" if below == "." else below),
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
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text.isdigit():
        return int(text)
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
