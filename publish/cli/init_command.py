"""``publish init``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from publish import layouts
from publish.cli.output import fault
from publish.disk import write
from publish.manifest import NAME
from publish.manifest.check import suggest
from publish.sources import posts

MANIFEST = """\
[bundle]
title = "My notes"

[documents.post]
each = "{glob}"
"""
TARGET = """\

[targets.{format}]
layout = "./{folder}"
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
    "init",
    help="Write a manifest and a first post into FOLDER, or a layout; nothing is overwritten.",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option(
    "--layout",
    metavar="NAME",
    help="Copy a layout that is shipped into layouts/NAME, to be edited.",
)
def command(folder: Path, layout: str | None) -> int:
    """The manifest, and a post where there is none yet; a layout's files that are not there."""
    if layout is not None and layout not in layouts.names():
        hint = suggest(layout, layouts.names())
        raise fault(layout, "LAY002", f"there is no layout “{layout}”", hint)
    own = f"layouts/{layout}" if layout else ""
    targets = "".join(
        TARGET.format(format=name, folder=own)
        for name in (layouts.formats(layout) if layout else ())
    )
    copied = layouts.own_files(layouts.shipped() / layout) if layout else {}
    begun = (folder / NAME).exists()
    if begun and not layout:
        click.echo(f"{folder / NAME} is there already; it stays as it is", err=True)
        return 0
    files = {} if begun else _first_files(folder, targets)
    _put(folder, files | {f"{own}/{name}": content for name, content in copied.items()})
    if begun:
        click.echo(f"now add to {folder / NAME}:\n{targets.rstrip()}", err=True)
    else:
        click.echo("now run: publish build", err=True)
    return 0


def _first_files(folder: Path, targets: str) -> dict[str, bytes]:
    """The manifest, for the posts that are there or for one that is made."""
    found = posts(folder) if folder.is_dir() else []
    inside = not found or all(name.startswith("posts/") for name in found)
    text = MANIFEST.format(glob="posts/**/*.md" if inside else "**/*.md") + targets
    return {NAME: text.encode()} | ({} if found else {FIRST: POST.encode()})


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        if path.exists():
            click.echo(f"{path} is there already; it stays as it is", err=True)
            continue
        write(path, content)
        click.echo(path.as_posix())
