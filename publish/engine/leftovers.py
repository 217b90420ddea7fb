"""What earlier builds wrote and nothing needs any more.

Pictures that a post showed once, and the files of posts that are gone. Only what stands as it was
written is ever removed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec.structs import replace

from publish.disk import digest
from publish.engine.store import Output, Store


def sweep(store: Store, root: Path, planned: Collection[str]) -> None:
    """Remove the leftovers that the store knows of. ``planned`` are the steps that a build of all would
    make; of the others those go whose post is no longer below ``root``."""
    gone = [step for step in store.outputs if step not in planned and _is_gone(store, step, root)]
    left: dict[str, str] = {}
    for step in gone:
        left |= store.outputs[step].stale | store.outputs[step].files
    stale = {step: it for step, it in store.outputs.items() if it.stale and step not in gone}
    for output in stale.values():
        left |= output.stale
    if left or gone:
        kept = (output for step, output in store.outputs.items() if step not in gone)
        needed = {name for output in kept for name in output.files}
        for name, known in left.items():
            if name not in needed:
                with contextlib.suppress(OSError):  # gone already, or not ours to remove
                    discard(Path(name), known)
        # Only now: who is killed before this has forgotten nothing.
        store.change_outputs({step: replace(it, stale={}) for step, it in stale.items()}, gone)


def _is_gone(store: Store, step: str, root: Path) -> bool:
    source = store.outputs[step].source
    return bool(source) and not (root / source).exists()


def written(outputs: Mapping[str, Output]) -> dict[Path, str]:
    """Every file that the records know, with the digest of what was written last."""
    stale = {name: known for output in outputs.values() for name, known in output.stale.items()}
    files = {name: known for output in outputs.values() for name, known in output.files.items()}
    return {Path(name): known for name, known in (stale | files).items()}


def discard(path: Path, known: str) -> bool:
    """Remove a file that holds what was written, and its folder when that is empty then. False when
    it was changed. Raises OSError."""
    if digest(path.read_bytes()) != known:
        return False
    path.unlink()
    with contextlib.suppress(OSError):
        path.parent.rmdir()
    return True
