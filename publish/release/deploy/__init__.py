"""Releases brought to other places: a folder, a machine that rsync reaches, a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publish.diagnostics import Diagnostic, whole_file_error
from publish.engine.request import Listener
from publish.engine.store.remote.bucket import missing
from publish.manifest import Manifest
from publish.manifest.model import is_folder, is_rsync
from publish.manifest.unattended import DeployTable
from publish.release.deploy.bring import bring
from publish.release.deploy.folder import Folder
from publish.release.deploy.objects import Objects
from publish.release.deploy.place import Place, Refused
from publish.release.deploy.rsync import Rsync
from publish.release.limit import Late, Limit
from publish.release.names import current

_HINT = "the release is whole, and the next run brings it again; look at the address, at the network and at who may"


def deployed(manifest: Manifest, limit: Limit, progress: Listener) -> Iterator[Diagnostic]:
    """Bring the current release to every place of the manifest, whatever becomes of the others; each
    that refuses is told (REL007)."""
    folder = manifest.unattended.releases
    name = current(folder)
    for place, table in manifest.unattended.deploy.items() if name else ():
        try:
            bring(folder / name, table, _place(manifest.root, table.to), limit, progress, place)
        except ImportError as error:
            yield _told(manifest, place, table, *missing(error, table.to))
        except Late:
            yield _told(manifest, place, table, "it took too long", "allow more “timeout”")
        except Refused as error:
            yield _told(manifest, place, table, str(error))
        except OSError as error:
            yield _told(manifest, place, table, error.strerror or str(error))
        except Exception as error:  # of whatever library leads there
            words = " ".join(str(error).split())[:300] or type(error).__name__
            yield _told(manifest, place, table, words)


def _place(root: Path, to: str) -> Place:
    if is_folder(to):
        return Folder(root / to)
    if to.startswith("file://"):
        return Folder(Path(unquote(urlsplit(to).path)))
    return Rsync(to) if is_rsync(to) else Objects(to)


def _told(
    manifest: Manifest, place: str, table: DeployTable, why: str, hint: str = ""
) -> Diagnostic:
    message = f"the release was not brought to “{place}” ({table.to}): {why}"
    return whole_file_error(str(manifest.path), "REL007", message, hint or _HINT)
