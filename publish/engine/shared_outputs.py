"""Outputs that machines share: found by the key of a step, put below the output folder of this one."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from publish.diagnostics import Diagnostic
from publish.disk import content_digest, digest
from publish.engine.leftovers import written
from publish.engine.plan import Step, folder_of
from publish.engine.ready import Ready
from publish.engine.store import Output, Store
from publish.engine.store.remote import Edition, Remote
from publish.engine.store.remote.remote import Content
from publish.manifest import Manifest


def taken(items: Sequence[Ready], store: Store, manifest: Manifest) -> list[Output | None]:
    """What another machine made of the same inputs, for each step; its bytes are in the store then."""
    if store.remote is None:
        return [None] * len(items)
    kept = store.remote.editions([_name(item) for item in items])
    known = written(store.outputs)
    found = [_fitting(item, kept.get(_name(item), ()), known, manifest) for item in items]
    contents = [it for edition in found if edition for it in edition.files.values()]
    here = store.remote.fetched(contents)
    return [
        _output(item, edition, manifest)
        if edition and all(it.digest in here for it in edition.files.values())
        else None
        for item, edition in zip(items, found, strict=True)
    ]


def share(
    remote: Remote,
    item: Ready,
    files: Mapping[str, bytes],
    found: Iterable[Diagnostic],
    looked: Mapping[str, str],
) -> None:
    """Keep the files of a step, by paths below its folder, for other machines."""
    if item.key and all(map(is_inside, files)):
        contents = {path: Content(digest(it), len(it)) for path, it in files.items()}
        remote.keep_edition(_name(item), Edition(contents, tuple(found), dict(looked)))


def _name(item: Ready) -> str:
    """The same on every machine for the same output of the same inputs."""
    return digest(f"{_file(item.step)}\0{item.key}".encode())


def _file(step: Step) -> str:
    return f"{step.output}:{step.target.format}"


def _fitting(
    item: Ready, editions: Iterable[Edition], known: Mapping[Path, str], manifest: Manifest
) -> Edition | None:
    """The first edition that the layout of this machine would give too, and that may be put here."""
    folder = folder_of(item.step, manifest.out).resolve()
    for edition in editions if item.key else ():
        if item.marks.hold(edition.layout) and _may_stand(item.step, edition, folder, known):
            return edition
    return None


def _may_stand(step: Step, edition: Edition, folder: Path, known: Mapping[Path, str]) -> bool:
    """Whether the files are those of the step, stand below its folder, and take the place of nothing
    that no build has made: what comes from elsewhere is trusted no further than that."""
    name = posixpath.basename(step.output)
    if not any(path.startswith(f"{name}.") and "/" not in path for path in edition.files):
        return False
    for path, content in edition.files.items():
        place = folder / path
        if not is_inside(path) or not place.parent.resolve().is_relative_to(folder):
            return False
        if (
            os.path.lexists(place)
            and place not in known
            and content_digest(place) != content.digest
        ):
            return False
    return True


def is_inside(path: str) -> bool:
    """Whether a path stays below a folder, on every system."""
    parts = path.split("/")
    return path.isprintable() and not {"\\", ":"} & set(path) and not {"", ".", ".."} & set(parts)


def _output(item: Ready, edition: Edition, manifest: Manifest) -> Output:
    folder = folder_of(item.step, manifest.out).resolve()
    files = {str(folder / path): content.digest for path, content in edition.files.items()}
    trace, layout = item.trace.key, dict(edition.layout)
    return Output(item.key, files, edition.found, "", {}, trace, layout)
