"""The logical structure of a bound book: the elements of its parts under one document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Structure:
    """The tree of the first part, under which those of the others are grafted, in their order.

    Each page of a part, and each of its links, has a number in the tree's list (ISO 32000-1, 14.7.4.4);
    these are counted on from part to part.
    """

    def __init__(self, pdf: Any) -> None:
        from pikepdf import Dictionary

        self.pdf = pdf
        self.root = pdf.Root.get("/StructTreeRoot", None)
        if self.root is None:  # the profile has no tags
            return
        self.document = self.root.K[0]
        rows = self.root.ParentTree.Nums
        self.limbs, self.next = [pdf.make_indirect(_limb(rows))], len(rows) // 2
        self.root.ParentTree = pdf.make_indirect(Dictionary())

    def graft(self, source: Any, pages: Iterable[Any]) -> None:
        """Add the elements of a part whose pages have been copied."""
        if self.root is None:
            return
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        rows = tree.ParentTree.Nums
        for at in range(0, len(rows), 2):
            rows[at] = self.next + int(rows[at])
        for page in pages:
            page.obj.StructParents = self.next + int(page.obj.StructParents)
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = self.next + int(note.StructParent)
        if len(rows):
            self.limbs.append(self.pdf.make_indirect(_limb(rows)))
            self.next = int(rows[-2]) + 1

    def close(self) -> None:
        """Write the list."""
        from pikepdf import Array

        if self.root is not None:
            self.root.ParentTree.Kids = Array(self.limbs)
            self.root.ParentTreeNextKey = self.next


def _limb(rows: Any) -> Any:
    from pikepdf import Array, Dictionary

    return Dictionary(Nums=rows, Limits=Array([int(rows[0]), int(rows[-2])]))


def mend(source: Any, prefix: str) -> None:
    """Names of heads of tables, which WeasyPrint counts in each file, made the book's own."""
    from pikepdf import Array, Dictionary, String

    for thing in source.objects:
        if not isinstance(thing, Dictionary):
            continue
        if (kind := thing.get("/S")) is None or kind not in ("/TH", "/TD"):
            continue
        if "/ID" in thing:
            thing.ID = String(prefix + str(thing.ID))
        told = thing.get("/A")
        if told is not None and "/Headers" in told:
            told.Headers = Array([String(prefix + str(name)) for name in told.Headers])
