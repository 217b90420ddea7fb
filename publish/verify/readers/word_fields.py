"""Fields of Word: their instructions, what is shown of them, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from publish.regex import regex
from publish.verify.readers.markup import Element
from publish.verify.readers.names import W

_TO_BOOKMARK = regex(r'\s*(?:PAGE|NOTE)?REF\s+"?([^\s"\\]+)"?(?=.*\\h\b)', re.DOTALL)
_TO_ADDRESS = regex(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"')


class Field(NamedTuple):
    """A field: its instruction, and the nodes of its result."""

    code: str
    shown: tuple[Element, ...]

    @property
    def address(self) -> str:
        """Where it leads when it is clicked (``#`` and a bookmark); empty: it is no link."""
        if found := _TO_BOOKMARK.match(self.code):
            return f"#{found[1]}"
        if found := _TO_ADDRESS.match(self.code):
            return f"#{found[2]}" if found[1] else found[2]
        return ""


def pieces(nodes: Iterable[Element]) -> Iterator[Element | Field]:
    """The nodes of a paragraph, those of each field as one; a field without an end takes the rest."""
    depth, code, has_result = 0, "", False
    shown: list[Element] = []
    for node in nodes:
        if node.tag == f"{W}fldSimple" and not depth:
            yield Field(node.get(f"{W}instr") or "", tuple(node))
            continue
        mark = _mark(node)
        depth += mark == "begin"
        if not depth:
            yield node
            continue
        if depth == 1 and not has_result:
            code += "".join(each.text or "" for each in node.iter(f"{W}instrText"))
        if depth == 1 and mark == "separate":
            has_result = True
        elif depth == 1 and mark == "end":
            yield Field(code, tuple(shown))
            depth, code, has_result, shown = 0, "", False, []
        else:
            shown += [node] * has_result
            depth -= mark == "end"
    if depth:
        yield Field(code, tuple(shown))


def _mark(node: Element) -> str:
    """Whether a run begins a field (``begin``), its result (``separate``) or ends it (``end``)."""
    mark = node.find(f"{W}fldChar")
    return "" if mark is None else mark.get(f"{W}fldCharType") or ""
