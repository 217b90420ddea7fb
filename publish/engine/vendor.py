"""Copies of pictures on other sites: fetched once, kept beside the posts, known by a lock file."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import unquote

from publish.ast import Image
from publish.diagnostics import Diagnostic, Severity
from publish.disk import write
from publish.document import Document
from publish.engine.fetch import Limits, RefusedError, fetch
from publish.manifest import Manifest
from publish.publication.addresses import is_external
from publish.publication.lock import NAME, Locked, read_lock, written
from publish.publication.picture_bytes import Lost, checked
from publish.publication.remote import host_of, https, is_allowed
from publish.walk import nodes

_AT_ONCE = 6


class Vendored(NamedTuple):
    """The copies that were written, by address, and what stood in the way of others."""

    files: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


class _Answer(NamedTuple):
    entry: Locked
    content: bytes


def vendor(
    manifest: Manifest,
    documents: Iterable[Document],
    *,
    update: bool = False,
    loopback: bool = False,
) -> Vendored:
    """Fetch what the documents show of allowed hosts and the lock file does not know, or all of it
    with ``update``; write the copies and the lock file.

    A picture that is not what the lock file knows is an error, and is not taken without ``update``.
    ``loopback`` as in :class:`Limits`.
    """
    assets = manifest.assets
    users = _addresses(documents, loopback=loopback)
    allowed = {url: path for url, path in users.items() if is_allowed(host_of(url), assets.allow)}
    lock = dict(read_lock(manifest.root))
    wanted = [url for url in sorted(allowed) if update or not _stands(manifest, lock.get(url))]
    limits = Limits(assets.allow, assets.max_file * 1_000_000, loopback=loopback)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        answers = list(threads.map(lambda url: _answer(url, limits, assets.vendor), wanted))
    files: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for url, answer in zip(wanted, answers, strict=True):
        if isinstance(answer, _Answer) and not update and _differs(lock.get(url), answer.entry):
            answer = Lost(
                "LNK017",
                f"the picture is no longer what the lock file knows: {url}",
                "look at it; publish vendor --update takes the new one",
                Severity.ERROR,
            )
        if isinstance(answer, Lost):
            faults.append(_fault(allowed[url], answer))
            continue
        write(manifest.root / answer.entry.file, answer.content)
        lock[url] = answer.entry
        files[url] = answer.entry.file
    if files:
        write(manifest.root / NAME, written(lock).encode())
    return Vendored(files, tuple(faults))


def _addresses(documents: Iterable[Document], *, loopback: bool) -> dict[str, str]:
    """The pictures on other sites, each with the first document that shows it."""
    found: dict[str, str] = {}
    for document in documents:
        shown = [node.c[2][0] for node in nodes(document.blocks) if isinstance(node, Image)]
        for address in (*shown, document.metadata.cover):
            if host_of(address) and is_external(address):
                url = address if loopback else https(address)
                found.setdefault(url, document.path)
    return found


def _stands(manifest: Manifest, entry: Locked | None) -> bool:
    return entry is not None and (manifest.root / entry.file).is_file()


def _differs(known: Locked | None, new: Locked) -> bool:
    return known is not None and known.sha256 != new.sha256


def _answer(url: str, limits: Limits, folder: str) -> _Answer | Lost:
    try:
        content = fetch(url, limits)
    except RefusedError as reason:
        return Lost("LNK008", f"the picture cannot be fetched: {url}: {reason}")
    stem = posixpath.splitext(posixpath.basename(unquote(url.partition("?")[0])))[0]
    made = checked(content, stem, url)
    if isinstance(made, Lost):
        return made
    resource = made.resource
    name = posixpath.join(folder, posixpath.basename(resource.name))
    digest = hashlib.sha256(content).hexdigest()
    return _Answer(Locked(name, digest, len(content), resource.media_type), content)


def _fault(path: str, lost: Lost) -> Diagnostic:
    return Diagnostic(path, 0, 0, lost.code, lost.message, lost.hint, lost.severity)
