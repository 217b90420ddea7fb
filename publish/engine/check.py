"""What a build would find, with nothing made; the same again from memory while nothing changed."""

from __future__ import annotations

import contextlib
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec.structs import replace

from publish.diagnostics import Diagnostic
from publish.disk import digest
from publish.engine.build import build, manifest_of, store_folder
from publish.engine.listing import listing
from publish.engine.posts import files_of
from publish.engine.request import BuildRequest, Listener, silent
from publish.engine.store import Store
from publish.engine.version import libraries, program
from publish.manifest import Manifest
from publish.sources import states

_FEW = 1000  # files that are looked at for a check of any size
_BESIDE = 20  # and for each post of it


class _Kept(msgspec.Struct, frozen=True):
    """The findings of a check, and the state of everything that they depend on."""

    state: str
    found: tuple[Diagnostic, ...]


def check(request: BuildRequest, progress: Listener = silent) -> tuple[Diagnostic, ...]:
    """Everything that a build of the request would find. Raises PublishError as ``build`` does."""
    manifest = manifest_of(request)
    asked = replace(request, paths=tuple(path.resolve() for path in request.paths))
    key = digest(_encoded([asked]))
    with closing(Store(store_folder(manifest))) as store:
        state = _state(manifest, store)
        content = store.kept("check", key) if state else None
        with contextlib.suppress(msgspec.DecodeError):
            kept = msgspec.msgpack.decode(content, type=_Kept) if content else None
            if kept and kept.state == state:
                return kept.found
        found = build(replace(request, dry_run=True), progress).diagnostics
        if state and state == _state(manifest, store):
            store.keep("check", key, msgspec.msgpack.encode(_Kept(state, found)))
    return found


def _state(manifest: Manifest, store: Store) -> str:
    """A digest of all that findings depend on: settings, posts, and the files beside them.

    Empty where there are so many other files that looking at them is no gain.
    """
    files = files_of(manifest)
    paths = {
        path
        for spec in manifest.documents
        for path in listing(manifest.root, spec.source, files).paths
    }
    made = (*manifest.aside, store.folder)
    beside = states(manifest.root, made, _FEW + _BESIDE * len(paths))
    if beside is None:
        return ""
    posts = [(path, _content(manifest.root / path)) for path in sorted(paths)]
    facts = [program(), libraries(), manifest, posts, beside, store.made_so_far()]
    return digest(_encoded(facts))


def _content(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError as error:
        return str(error.errno)


def _encoded(facts: object) -> bytes:
    return msgspec.msgpack.encode(facts, enc_hook=str)
