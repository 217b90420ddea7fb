"""What the parts of a bound book share: fonts, equal pictures, colour spaces."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from publish.backends.book_pdf.fonts import Face
from publish.backends.book_pdf.printed import Alone, Printed


class TakenOut(NamedTuple):
    """What a part gets back once it is copied: by their keys, fonts with their faces (and whether
    they are the faces' own), and pictures."""

    fonts: dict[str, tuple[Face, bool]]
    pictures: dict[str, Any]


class Shared:
    """What the parts bound so far have; a part is copied without what is here already."""

    def __init__(self, pdf: Any, faces: Sequence[Face]) -> None:
        self.faces = faces
        self.colors = pdf.pages[0].obj.Resources.get("/ColorSpace") if len(pdf.pages) else None
        self.pictures: dict[bytes, Any] = {}

    def take_out(self, source: Any, part: Printed | Alone) -> TakenOut:
        """Take out of a part what need not be copied."""
        resources = source.pages[0].obj.Resources  # WeasyPrint: one for all pages
        taken = TakenOut({}, {})
        fonts = resources.get("/Font", {})
        for key, used in part.fonts.items():
            face = self.faces[used.face]
            whole = face.takes(used)
            taken.fonts[f"/{key}"] = face, whole
            if whole:
                del fonts[f"/{key}"]
            else:
                del fonts[f"/{key}"].DescendantFonts[0].FontDescriptor[face.key]
        if self.colors is not None and "/ColorSpace" in resources:
            del resources["/ColorSpace"]
        pictures = resources.get("/XObject", {})
        for key in list(pictures.keys()):
            if (digest := _digest(pictures[key])) in self.pictures:
                taken.pictures[key] = self.pictures[digest]
                del pictures[key]
        return taken

    def put_in(self, page: Any, taken: TakenOut) -> None:
        """Give a part, one page of which is named, what was taken out of it."""
        from pikepdf import Dictionary

        resources = page.obj.Resources
        if taken.fonts and "/Font" not in resources:
            resources.Font = Dictionary()
        for key, (face, whole) in taken.fonts.items():
            if whole:
                resources.Font[key] = face.dictionary
            else:
                face.own(resources.Font[key])
        if self.colors is not None:
            resources.ColorSpace = self.colors
        for picture in resources.get("/XObject", {}).values():
            if digest := _digest(picture):
                self.pictures.setdefault(digest, picture)
        for key, picture in taken.pictures.items():
            resources.XObject[key] = picture

    def replace(self, pdf: Any, part: Printed | Alone) -> None:
        """The same for a document by itself, and for the part that is the beginning of a book."""
        if len(pdf.pages):
            self.put_in(pdf.pages[0], self.take_out(pdf, part))


def _digest(thing: Any) -> bytes:
    """Tells a picture from every other; empty for what is no picture, or one with a mask."""
    if thing.get("/Subtype") != "/Image" or "/SMask" in thing:
        return b""
    return hashlib.sha256(thing.read_raw_bytes()).digest()
