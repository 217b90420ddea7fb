"""``publish init``."""

from __future__ import annotations

from pathlib import Path

import click

from publish.engine.store import write
from publish.manifest import NAME
from publish.sources import posts

MANIFEST = """\
[bundle]
title = "My notes"

[documents.post]
each = "{glob}"
"""
FIRST = "posts/first.md"
POST = """\
---
title: A first post
lang: en
---

Write here, then run `publish build`.
"""


@click.command(
    "init", help="Write a manifest and a first post into FOLDER; nothing is overwritten."
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
def command(folder: Path) -> int:
    """The manifest, and a post where there is none yet."""
    if (folder / NAME).exists():
        click.echo(f"{folder / NAME} is there already; it stays as it is", err=True)
        return 0
    found = posts(folder) if folder.is_dir() else []
    inside = not found or all(name.startswith("posts/") for name in found)
    files = {NAME: MANIFEST.format(glob="posts/**/*.md" if inside else "**/*.md")}
    if not found:
        files[FIRST] = POST
    for name, text in files.items():
        write(folder / name, text.encode())
        click.echo((folder / name).as_posix())
    click.echo("now run: publish build", err=True)
    return 0
