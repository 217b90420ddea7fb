"""The remote cache of a build: opened as the manifest says, and what became of it in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from publish.diagnostics import Diagnostic
from publish.engine.store import Store
from publish.engine.store.remote import Remote
from publish.engine.store.remote.bucket import bucket, missing
from publish.manifest import Manifest

_UNREAD, _UNWRITTEN = "CACHE001", "CACHE002"
_HINT = "look at its address, at the network and at the credentials in the environment; the build is whole"


def connect(manifest: Manifest, store: Store, *, dry: bool) -> list[Diagnostic]:
    """Give the store its remote cache, where the manifest names one; or tell why there is none.

    Nothing is written to it where the manifest says so, and where nothing is made.
    """
    asked = manifest.remote_cache
    if not asked.url or asked.mode == "off":
        return []
    try:
        found = bucket(asked.url)
    except ImportError as error:
        return [_told(manifest, _UNREAD, "is not used", *missing(error, asked.url))]
    except Exception as error:  # of whatever library leads there
        return [_told(manifest, _UNREAD, "is not used", _words(error), _HINT)]
    writes = asked.mode == "read-write" and not dry
    store.remote = Remote(found, store.blobs, writes=writes, url=asked.url)
    store.remote.begin()
    return []


def finish(manifest: Manifest, store: Store) -> Iterator[Diagnostic]:
    """Wait until everything is written, and tell what did not work."""
    if store.remote is None:
        return
    limited = store.remote.limited
    limited.finish()
    if limited.unread:
        yield _told(manifest, _UNREAD, "is not used", limited.unread, _HINT)
    elif limited.unwritten:
        yield _told(manifest, _UNWRITTEN, "is not written", limited.unwritten, _HINT)


def _told(manifest: Manifest, code: str, what: str, why: str, hint: str) -> Diagnostic:
    message = f"the remote cache {manifest.remote_cache.url} {what}: {why}"
    return Diagnostic(str(manifest.path), 0, 0, code, message, hint)


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
