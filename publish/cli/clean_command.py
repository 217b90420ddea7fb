"""``publish clean``."""

from __future__ import annotations

import contextlib
import shutil
from contextlib import closing
from pathlib import Path

import click

from publish.cli.options import manifest_option
from publish.cli.output import count, shown
from publish.cli.scope import manifest_here
from publish.engine.leftovers import discard, written
from publish.engine.store import FOLDER, Store, lock


@click.command("clean", help="Remove what was built and what is remembered of it; nothing else.")
@manifest_option
@click.option("--cache", is_flag=True, help="Remove only what is remembered; the files stay.")
def command(manifest: Path | None, cache: bool) -> int:
    """Files go by the record of the store; one that was changed since then stays."""
    root = manifest_here(manifest).resolve().parent
    folder = root / FOLDER
    if not folder.is_dir():
        click.echo("nothing was built here", err=True)
        return 0
    with lock(folder):
        if cache:
            before = _size(folder)
            with closing(Store(folder)) as store:
                store.clear()
            freed = max(before - _size(folder), 0) / 1_000_000
            click.echo(f"{freed:.1f} MB removed; the next build makes all anew", err=True)
            return 0
        removed = _removed(folder, root)
        shutil.rmtree(folder, ignore_errors=True)
    click.echo(f"{count(len(removed), 'file')} removed", err=True)
    return 0


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _removed(folder: Path, root: Path) -> list[Path]:
    """The outputs that were removed, with the folders that are empty then."""
    with closing(Store(folder)) as store:
        files = written(store.outputs)
    removed = [path for path, known in files.items() if _remove(path, known)]
    for above in sorted({above for path in removed for above in path.parents}, reverse=True):
        if above.is_relative_to(root) and above != root:
            with contextlib.suppress(OSError):
                above.rmdir()  # only when it is empty
    return removed


def _remove(path: Path, known: str) -> bool:
    if not path.is_file():
        return False
    if discard(path, known):
        return True
    click.echo(f"{shown(path, Path())} was changed since it was built; it stays", err=True)
    return False
