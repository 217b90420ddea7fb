"""Where links and bookmarks of a PDF lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.verify.model import Line

Thing = Any  # pikepdf has no types for what is in a file
_DEEPEST = 200  # levels of a tree that is no trap


class Places:
    """The named places of a document, and its pages."""

    def __init__(self, pdf: Thing) -> None:
        self.pages = {page.objgen for page in pdf.pages}
        self.named: dict[str, Thing] = {}
        root = pdf.Root
        if "/Dests" in root:
            self.named |= {name.lstrip("/"): root.Dests[name] for name in root.Dests}
        if "/Names" in root and "/Dests" in root.Names:
            self.named |= dict(_leaves(root.Names.Dests, _DEEPEST))

    def leads(self, target: Thing) -> bool:
        """Whether a destination is one, and its page belongs to the document."""
        from pikepdf import Array, Dictionary, Name, String

        if isinstance(target, String | Name):
            name = str(target).lstrip("/") if isinstance(target, Name) else str(target)
            return name in self.named and self.leads(self.named[name])
        if isinstance(target, Dictionary):
            return "/D" in target and self.leads(target.D)
        if isinstance(target, Array) and len(target):
            return getattr(target[0], "objgen", None) in self.pages
        return False

    def of(self, thing: Thing) -> tuple[str, bool]:
        """The address of a link or a bookmark, and whether it leads anywhere; inside the document an
        address begins with ``#``."""
        action = thing.get("/A")
        if "/Dest" in thing:
            return f"#{_name(thing.Dest)}", self.leads(thing.Dest)
        if action is None:
            return "", False
        match str(action.get("/S", "")):
            case "/URI":
                return str(action.get("/URI", "")), "/URI" in action
            case "/GoTo":
                return f"#{_name(action.get('/D'))}", self.leads(action.get("/D"))
            case "/GoToR" | "/Launch":
                file, there = action.get("/F"), _name(action.get("/D"))
                return _file(file) + (f"#{there}" if there else ""), True
            case _:
                return "", False

    def bookmarks(self, pdf: Thing) -> tuple[Line, ...]:
        """The outline, flat."""
        outline = pdf.Root.get("/Outlines")
        return tuple(self._lines(outline, _DEEPEST)) if outline is not None else ()

    def _lines(self, parent: Thing, deep: int) -> Iterator[Line]:
        at, seen = parent.get("/First"), set()
        while at is not None and deep and at.objgen not in seen:
            seen.add(at.objgen)
            yield Line(str(at.get("/Title", "")), self.of(at)[1])
            yield from self._lines(at, deep - 1)
            at = at.get("/Next")


def _name(target: Thing) -> str:
    from pikepdf import Name, String

    return str(target).lstrip("/") if isinstance(target, String | Name) else ""


def _file(file: Thing) -> str:
    from pikepdf import Dictionary

    return str(file.get("/UF", file.get("/F", ""))) if isinstance(file, Dictionary) else str(file)


def _leaves(node: Thing, deep: int) -> Iterator[tuple[str, Thing]]:
    if not deep:
        return
    names = list(node.get("/Names", ()))
    for name, value in zip(names[::2], names[1::2], strict=False):
        yield str(name), value
    for child in node.get("/Kids", ()):
        yield from _leaves(child, deep - 1)
