"""An edition: the words of every document, and the files that it is made of, by their checksums."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from publish.confined import MOST, read_below
from publish.disk import state
from publish.engine.plan import Chosen
from publish.manifest import Manifest
from publish.walk import plain_text


class Text(msgspec.Struct, frozen=True):
    """A document: the path of its post from the manifest, its title, and its paragraphs in order (also
    headings, items, cells and lines of code), as words; ``tables`` of [documents] ask for it."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[str, ...] = ()


class Edition(msgspec.Struct, frozen=True):
    """Documents in the order of their paths; ``inputs`` are the manifest, posts, files that posts ask
    for and layouts of the user's, by path from the manifest and SHA-256. Of those that were ``changed``
    while the build was at work nobody knows which bytes it read."""

    texts: tuple[Text, ...]
    inputs: tuple[tuple[str, str], ...]
    changed: tuple[str, ...] = ()


def edition(manifest: Manifest, chosen: Sequence[Chosen], began: int) -> Edition:
    """What a build, which ``began`` so many nanoseconds after 1970, was made of."""
    documents = {document.path: document for group in chosen for document in group.documents}
    tables: dict[str, set[str]] = {}
    for group in chosen:
        for document in group.documents:
            tables.setdefault(document.path, set()).add(group.spec.name)
    found = (
        Text(
            path,
            document.metadata.title,
            tuple(filter(None, map(str.strip, plain_text(document.blocks).splitlines()))),
            tuple(sorted(tables[path])),
        )
        for path, document in sorted(documents.items())
    )
    sums = dict(_sums(manifest.root, _inputs(manifest, chosen), began))
    return Edition(
        tuple(found),
        tuple((path, told) for path, told in sums.items() if told),
        tuple(path for path, told in sums.items() if not told),
    )


def _inputs(manifest: Manifest, chosen: Iterable[Chosen]) -> Iterator[tuple[Path, str]]:
    """Folders, each with a file below it: what a post asks for counts below that of the manifest only."""
    if manifest.path is not None:
        yield manifest.path.resolve().parent, manifest.path.resolve().name
    for group in chosen:
        for path, names in group.files.items():
            yield from ((manifest.root, name) for name in (path, *names))
    for target in manifest.targets:
        if (folder := target.layout_dir) is not None:
            yield from ((folder, it.relative_to(folder).as_posix()) for it in folder.rglob("*"))
        if target.reference:
            place = manifest.root / target.reference
            yield place.parent, place.name


def _sums(root: Path, files: Iterable[tuple[Path, str]], began: int) -> Iterator[tuple[str, str]]:
    """Names and checksums; no checksum where a file was changed since the build began."""
    found = {folder / name: (folder, name) for folder, name in files}
    for path, (folder, name) in sorted(found.items()):
        with contextlib.suppress(OSError):  # no file, or one that lies outside
            content = read_below(folder, name, MOST)
            told = path.relative_to(root) if path.is_relative_to(root) else path
            now = state(path)
            is_same = now is not None and now.latest < began
            yield told.as_posix(), hashlib.sha256(content).hexdigest() if is_same else ""
