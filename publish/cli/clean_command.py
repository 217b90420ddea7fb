"""``publish clean``."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import click

from publish.cli.options import manifest_option
from publish.cli.output import count, shown
from publish.cli.scope import manifest_here
from publish.engine.leftovers import discard, written
from publish.engine.store import FOLDER, Store, lock


@click.command("clean", help="Remove what was built and what is remembered of it; nothing else.")
@manifest_option
def command(manifest: Path | None) -> int:
    """Files go by the record of the store; one that was changed since then stays."""
    root = manifest_here(manifest).resolve().parent
    store = Store(root / FOLDER)
    if not store.folder.is_dir():
        click.echo("nothing was built here", err=True)
        return 0
    with lock(store.folder):
        files = written(store.outputs)
        removed = [path for path, known in files.items() if _remove(path, known)]
        for folder in sorted({folder for path in removed for folder in path.parents}, reverse=True):
            if folder.is_relative_to(root) and folder != root:
                with contextlib.suppress(OSError):
                    folder.rmdir()  # only when it is empty
        shutil.rmtree(store.folder, ignore_errors=True)
    click.echo(f"{count(len(removed), 'file')} removed", err=True)
    return 0


def _remove(path: Path, known: str) -> bool:
    if not path.is_file():
        return False
    if discard(path, known):
        return True
    click.echo(f"{shown(path, Path())} was changed since it was built; it stays", err=True)
    return False
