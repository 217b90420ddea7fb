"""What a command line speaks of: the manifest, or posts without one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from publish import manifest as manifests
from publish.cli.output import fault
from publish.engine.build import manifest_of
from publish.engine.listing import listing
from publish.engine.manifests import load
from publish.engine.posts import files_of, settings
from publish.engine.request import BuildRequest
from publish.manifest import Manifest
from publish.normalize import Settings


class Scope(NamedTuple):
    """The request of a build, and the posts it would read with their settings."""

    request: BuildRequest
    root: Path
    posts: dict[str, Settings]


def manifest_here(given: Path | None) -> Path:
    """The manifest that is named, or the nearest one. Raises PublishError (MAN001) for none."""
    found = given or manifests.find(Path.cwd())
    if found is None:
        hint = "write one with publish init, or name posts: publish build post.md -f pdf"
        raise fault(Path.cwd(), "MAN001", "there is no publish.toml here or above", hint)
    return found


def request_for(given: Path | None, paths: tuple[Path, ...], profile: str = "") -> BuildRequest:
    """The request for ``paths``. Posts that the nearest manifest does not list stand alone.

    Raises PublishError for a manifest that cannot be read, and for a path that is not there.
    """
    for path in paths:
        if not path.exists():
            raise fault(path, "BUILD005", "there is no such file")
    if given or not paths:
        return BuildRequest(manifest=manifest_here(given), paths=paths, profile=profile)
    found = manifests.find(Path.cwd())
    if found is None:
        return BuildRequest(paths=paths)
    loaded = load(found, profile)
    listed = [(loaded.root / name).resolve() for name in _posts(loaded, (), unsafe=False)]
    told = all(any(_is_named(post, {path.resolve()}) for post in listed) for path in paths)
    return BuildRequest(manifest=found if told else None, paths=paths, profile=profile)


def scope(
    given: Path | None,
    paths: tuple[Path, ...],
    *,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    unsafe: bool = False,
) -> Scope:
    """The posts that ``paths`` name: all of the manifest, or all of this folder, by default."""
    if given or paths or manifests.find(Path.cwd()):
        request = request_for(given, paths)
    else:
        request = BuildRequest(paths=(Path(),))
    request = replace(request, select=select, ignore=ignore)
    loaded = manifest_of(request)
    named = request.paths if request.manifest else ()
    return Scope(request, loaded.root, _posts(loaded, named, unsafe=unsafe))


def _posts(manifest: Manifest, paths: tuple[Path, ...], *, unsafe: bool) -> dict[str, Settings]:
    """The posts of a manifest in its order, those at or below ``paths`` where some are named."""
    files = files_of(manifest)
    named = {path.resolve() for path in paths}
    return {
        path: settings(manifest, path, spec.source.dialect, unsafe=unsafe)
        for spec in manifest.documents
        for path in listing(manifest.root, spec.source, files).paths
        if not named or _is_named(manifest.root / path, named)
    }


def _is_named(post: Path, named: set[Path]) -> bool:
    place = post.resolve()
    return not named.isdisjoint((place, *place.parents))
