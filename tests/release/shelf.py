"""Outputs as a build leaves them, without a build: a store, an output folder and their report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publish.disk import write
from publish.engine.store.blobs import Blobs
from publish.manifest import Manifest, load
from publish.release.contents import Shelf, contents
from publish.release.limit import Limit
from publish.release.names import named, releases
from publish.release.staging import Wanted, staged
from publish.release.switch import publish
from publish.report import Made
from publish.runs.run import utc

MANIFEST = """[bundle]
id = "notes"
title = "Notes"
[documents.post]
each = "posts/*.md"
targets = ["html"]
"""


def manifest(folder: Path, more: str = "") -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "publish.toml").write_text(MANIFEST + more, encoding="utf-8")
    return load(folder / "publish.toml")


def made(manifest: Manifest, files: Mapping[str, bytes]) -> tuple[Shelf, list[Made]]:
    """Each file is an output of its own, in the output folder and in the store."""
    blobs = Blobs(manifest.root / ".publish" / "blobs")
    told = []
    for path, content in files.items():
        write(manifest.out / path, content)
        slug = path.rpartition("/")[2].partition(".")[0]
        kept = {path: blobs.keep(content)}
        told.append(
            Made(str(manifest.out / path), slug.title(), "html", True, "", slug, "en", "key", kept)
        )
    return Shelf(manifest.out, blobs), told


def released(manifest: Manifest, files: Mapping[str, bytes], key: Path | None = None) -> Path:
    """A release of some files, which is the current one then."""
    shelf, told = made(manifest, files)
    folder = manifest.unattended.releases
    folder.mkdir(exist_ok=True)
    found = contents(told, shelf)
    name = named(utc(), found[0].sha256 if found else "0" * 8, releases(folder))
    wanted = Wanted(name, told, found, shelf, key)
    with staged(folder, manifest, wanted, Limit(600), lambda _: None) as place:
        publish(folder, place, name)
    return folder / name
