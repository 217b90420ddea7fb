"""Diagrams drawn by the programs that the manifest names; what was drawn once is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import msgspec

from publish.disk import digest
from publish.document import Document
from publish.engine.renderer import Ran, found, run, state, version
from publish.engine.store import Store
from publish.manifest import Manifest
from publish.publication.diagrams import NAMES, Diagram, Drawings, Undrawn, diagrams
from publish.publication.model import Resource
from publish.publication.picture_bytes import Lost, checked
from publish.publication.svg import Drawing, drawing, sized

_AT_ONCE = 2
_HINT = "its source is shown instead"


class _Kept(msgspec.Struct, frozen=True):
    """What a program made of a diagram."""

    output: bytes
    fault: str


def draw(
    manifest: Manifest, documents: Iterable[Document], store: Store, *, programs: bool = True
) -> Drawings:
    """A picture of every diagram for whose language the manifest names a program, or why there is none.

    Nothing is started for any other, and nothing at all without ``programs``: what was not drawn
    before is left out then. The same program, version, options and source give the kept picture.
    """
    if not manifest.diagrams:
        return {}
    wanted = {
        each: None
        for document in documents
        for each in diagrams(document.blocks)
        if each.language in manifest.diagrams
    }
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        drawn = threads.map(lambda each: _drawn(each, manifest, store, programs), wanted)
        return {each: made for each, made in zip(wanted, drawn, strict=True) if made}


def _drawn(
    diagram: Diagram, manifest: Manifest, store: Store, programs: bool
) -> Resource | Undrawn | None:
    name = NAMES.get(diagram.language, diagram.language)
    asked = manifest.diagrams[diagram.language]
    command = found(asked, manifest.root)
    if not command:
        return Undrawn(
            f"the {name} diagram is not drawn: there is no program “{asked[0]}”",
            f"install it, or take “{diagram.language}” out of [diagrams]",
        )
    made = _made(command, diagram, store, programs)
    if made is None:
        return None
    if made.fault:
        return Undrawn(f"the {name} diagram is not drawn: {asked[0]}: {made.fault}", _HINT)
    picture = _picture(made.output)
    if picture is None:
        return Undrawn(f"the {name} diagram is not drawn: {asked[0]} prints no SVG", _HINT)
    return picture


def _made(command: tuple[str, ...], diagram: Diagram, store: Store, programs: bool) -> Ran | None:
    facts = [command, _version(command, store, programs), diagram]
    key = digest(msgspec.msgpack.encode(facts))
    with contextlib.suppress(msgspec.DecodeError):
        if content := store.kept("diagram", key):
            kept = msgspec.msgpack.decode(content, type=_Kept)
            return Ran(kept.output, kept.fault)
    if not programs:
        return None
    made = run(command, diagram.source.encode())
    if made.lasting:
        store.keep("diagram", key, msgspec.msgpack.encode(_Kept(made.output, made.fault)))
    return made


def _version(command: tuple[str, ...], store: Store, programs: bool) -> str:
    """The version of a program; without ``programs`` what it said when this file of it was asked."""
    key = digest(f"{command[0]} {state(command[0])}".encode())
    if not programs:
        return (store.kept("program", key) or b"").decode()
    store.keep("program", key, version(command).encode())
    return version(command)


def _picture(svg: bytes) -> Resource | None:
    """The cleaned drawing, which says its size in pixels."""
    match drawing(svg):
        case Drawing(content=content, width=width, height=height) if width and height:
            taken = checked(sized(content, width, height), "diagram", "diagram")
            return None if isinstance(taken, Lost) else taken.resource
        case _:
            return None
