"""How files are damaged: parts of archives and pages are rewritten, tags of a PDF are moved."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Damaging = Callable[[bytes], bytes]


def text(old: str, new: str, count: int = 1) -> Damaging:
    """``old``, a pattern, becomes ``new`` in a page of the web."""

    def damage(data: bytes) -> bytes:
        changed, often = re.subn(old, new, data.decode(), count=count, flags=re.DOTALL)
        assert often, f"the page has no {old}"
        return changed.encode()

    return damage


def part(name: str, old: str, new: str, count: int = 1) -> Damaging:
    """The same in the parts of an archive whose names match ``name``."""

    def damage(data: bytes) -> bytes:
        done = 0

        def changed(content: bytes) -> bytes:
            nonlocal done
            made, often = re.subn(old, new, content.decode(), count=count, flags=re.DOTALL)
            done += often
            return made.encode()

        made = rewritten(data, lambda each, old: changed(old) if re.search(name, each) else old)
        assert done, f"no part {name} has {old}"
        return made

    return damage


def without(name: str) -> Damaging:
    """An archive without the parts whose names match ``name``."""

    def damage(data: bytes) -> bytes:
        made = rewritten(data, lambda each, old: None if re.search(name, each) else old)
        assert len(zipfile.ZipFile(io.BytesIO(made)).namelist()) < len(
            zipfile.ZipFile(io.BytesIO(data)).namelist()
        )
        return made

    return damage


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """An archive with every file as ``change`` gives it back (None: left out)."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return result.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], object]) -> Damaging:
    """A PDF as ``change`` leaves it."""

    def damage(data: bytes) -> bytes:
        result = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as document:
            change(document)
            document.save(result)
        return result.getvalue()

    return damage


def elements(document: pikepdf.Pdf, kind: str) -> list[Any]:
    """The elements of a kind (``/P``) in the order of the tags."""
    return [each for each in _below(document.Root.StructTreeRoot) if each.get("/S") == kind]


def _below(element: Any) -> Iterator[Any]:
    inside = element.get("/K", Array([]))
    for child in inside if isinstance(inside, Array) else [inside]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            yield from _below(child)


def dropped(kind: str, at: int) -> Damaging:
    """The element number ``at`` of a kind is no longer in the tree of tags."""

    def change(document: pikepdf.Pdf) -> None:
        element = elements(document, kind)[at]
        kept = [each for each in element.P.K if not _is_same(each, element)]
        assert len(kept) < len(element.P.K)
        element.P.K = Array(kept)

    return pdf(change)


def _is_same(one: Any, other: Any) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen


def swapped(kind: str, at: int) -> Damaging:
    """Two elements of a kind that follow one another change places."""

    def change(document: pikepdf.Pdf) -> None:
        every = elements(document, kind)
        one, other = every[at], every[at + 1]
        one.S, other.S = other.S, one.S
        one.K, other.K = other.K, one.K

    return pdf(change)


def renamed(kind: str, at: int, name: str) -> Damaging:
    """An element becomes one of another kind."""

    def change(document: pikepdf.Pdf) -> None:
        elements(document, kind)[at].S = Name(name)

    return pdf(change)
