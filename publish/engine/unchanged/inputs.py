"""What a build looks at, in so far as its manifest and this machine tell, before it looks."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import publish
from publish import layouts
from publish.backends import BACKENDS, backend
from publish.disk import State
from publish.engine.unchanged.states import Folder, Seen, content, rows, seen, young_of
from publish.fonts.places import font_places
from publish.manifest import NAME, Manifest
from publish.sources import IGNORED
from publish.system import library_folders


class Before(NamedTuple):
    """The state of everything before a build began to read."""

    folders: tuple[Folder, ...]
    files: tuple[str, ...]
    states: Mapping[str, State | None]
    young: Mapping[str, str]


def before(manifest: Manifest) -> Before | None:
    """What a build of a manifest will look at; None where there is no manifest to tell."""
    if manifest.path is None:
        return None
    now = time.time_ns()
    folders, files = tuple(_folders(manifest)), tuple(dict.fromkeys(_files(manifest)))
    states = dict(rows(folders, files, ()))
    return Before(folders, files, states, young_of(states.items(), now))


def after(known: Before, outputs: Mapping[str, str], began: int) -> Seen | None:
    """The same at the end, with the outputs and their digests: what must stay as it is for the run to
    be told again. None where something changed since ``began`` (nanoseconds) or while it ran."""
    # First what is kept, then whether it is still what the build read: a change in between is seen.
    now = seen(known.folders, known.files, outputs, time.time_ns())
    own = {path: state for path, state in known.states.items() if path not in outputs}
    if dict(rows(known.folders, known.files, outputs)) != own:
        return None
    if any(state and state.latest >= began for state in own.values()):
        return None
    if any(content(path) != name for path, name in known.young.items() if path not in outputs):
        return None
    return now


def is_walked(manifest: Manifest, path: str) -> bool:
    """Whether a file of the project is in a folder whose state is looked at."""
    root = manifest.root.resolve()
    file = (root / path).resolve()
    if not file.is_relative_to(root):
        return True  # such a file is not read
    made = [it.resolve() for it in manifest.aside]
    unseen = not IGNORED.isdisjoint(file.relative_to(root).parts)
    return not unseen and not any(
        file.is_relative_to(it) for it in made if it.is_relative_to(root) and it != root
    )


def _folders(manifest: Manifest) -> Iterator[Folder]:
    yield Folder(str(manifest.root), tuple(sorted(IGNORED)), tuple(map(str, manifest.aside)))
    own = {str(target.layout_dir) for target in manifest.targets if target.layout_dir}
    package = Path(publish.__file__).parent
    for path in (*sorted(own), str(package), str(layouts.shipped())):
        yield Folder(path, ("__pycache__",))


def _files(manifest: Manifest) -> Iterator[str]:
    here = Path.cwd()
    yield str(manifest.path)
    yield from (str(folder / NAME) for folder in (here, *here.parents))
    named = [target.reference for target in manifest.targets]
    named += [manifest.style, *manifest.bibliography]
    for table in manifest.fonts.values():
        named += [name for names in _values(table) for name in names]
    yield from (str(manifest.root / name) for name in named if name)
    yield from _programs(manifest)
    yield from (*font_places(), *library_folders())
    yield sys.executable
    for path in filter(os.path.isdir, sys.path):
        if any(name.endswith((".dist-info", ".egg-info")) for name in os.listdir(path)):  # noqa: PTH208
            yield path


def _values(table: object) -> Iterable[Collection[str]]:
    for name in getattr(table, "__struct_fields__", ()):
        value = getattr(table, name)
        yield (value,) if isinstance(value, str) else tuple(value)


def _programs(manifest: Manifest) -> Iterator[str]:
    """The programs that draw, where others might be found, and the modules of plug-ins."""
    if manifest.diagrams:
        yield from os.environ.get("PATH", os.defpath).split(os.pathsep)
    for command in manifest.diagrams.values():
        yield from (str(manifest.root / word) for word in command)
        yield from filter(None, [shutil.which(command[0])])
    for target in manifest.targets:
        if target.format not in BACKENDS:
            module = sys.modules.get(type(backend(target.format)).__module__)
            yield from filter(None, [getattr(module, "__file__", None)])
