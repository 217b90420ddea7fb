"""A release brought to one place: only what changed there, what tells of it last, and then what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publish.engine.request import Listener, Progress
from publish.manifest.unattended import DeployTable
from publish.release import index, sums
from publish.release.deploy import there
from publish.release.deploy.place import Place
from publish.release.deploy.there import There
from publish.release.limit import Limit
from publish.sources import matches

_TOGETHER = 200  # files between two looks at how far it is
_PAGES = (".html", ".htm", ".xml")


def bring(
    release: Path, table: DeployTable, place: Place, limit: Limit, progress: Listener, name: str
) -> None:
    """Let a place hold a release as its table says. Raises what the place raises, and ValueError for a
    release that is damaged.

    Before anything is brought the place is told what will come: who is killed in between knows the next
    time what is there.
    """
    wanted = files_of(release, table)
    known = there.read(place.read(there.NAME, there.LARGEST, limit))
    new = sorted((it for it in wanted if known.files.get(it) != wanted[it]), key=_order)
    gone = {it: known.files[it] for it in known.files if it not in wanted}
    removed = gone if table.delete else {}
    if not new and not removed and known.release == release.name:
        return
    if new or removed:
        coming = There("", {**known.files, **dict.fromkeys(new, "")})
        place.write(there.NAME, there.written(coming), limit)
    last = [it for it in new if _is_last(it)]
    before = new[: len(new) - len(last)]
    for first in range(0, len(before), _TOGETHER):
        progress(Progress("deploying", first, len(new), name))
        place.bring(release / table.folder, before[first : first + _TOGETHER], limit)
    if last:
        place.bring(release / table.folder, last, limit)
    if removed:
        place.remove(removed, limit)
    stays = {it: digest for it, digest in gone.items() if it not in removed}
    place.write(there.NAME, there.written(There(release.name, {**stays, **wanted})), limit)
    progress(Progress("deploying", len(new), len(new), name))


def files_of(release: Path, table: DeployTable) -> Mapping[str, str]:
    """The files of a release that a table asks for, by their names at the place, with their digests.

    Raises OSError and ValueError where the checksums of the release cannot be read.
    """
    told = sums.read((release / sums.NAME).read_bytes())
    beside = (sums.NAME, sums.SIGNATURE)
    told |= {it: sums.sha256(release / it) for it in beside if (release / it).is_file()}
    above = f"{table.folder.strip('/')}/" if table.folder else ""
    return {
        path.removeprefix(above): digest
        for path, digest in told.items()
        if path.startswith(above) and any(matches(path, glob) for glob in table.include)
    }


def _order(path: str) -> tuple[bool, bool, str]:
    """What others name comes before them: pictures before pages, and the index last."""
    return _is_last(path), path.endswith(_PAGES), path


def _is_last(path: str) -> bool:
    return path in (index.NAME, sums.NAME, sums.SIGNATURE)
