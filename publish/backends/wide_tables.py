"""Tables that are too wide for the page of a PDF: each is told, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.ast import Table
from publish.backends.columns import by_content
from publish.backends.print_tables import Room, fitting, is_pressed
from publish.diagnostics import Diagnostic, Severity
from publish.publication.model import Publication
from publish.publication.places import placed
from publish.walk import each

CODE = "PDF005"
CUT, PRESSED = "it is printed in several parts", "its words are broken wherever they must be"


def too_wide(
    publication: Publication, room: Room, lines: Mapping[str, tuple[int, ...]]
) -> Iterator[Diagnostic]:
    """A note for each table that is cut between its columns, a warning for one that cannot be cut.

    ``lines`` holds, for each path, the source line of every block, parents before children.
    """
    for chapter in publication.chapters:
        document = chapter.document
        found = {id(node): _amiss(node, room) for _, node in each(document.blocks, Table)}
        if not any(found.values()):
            continue
        for node, line in placed(document.blocks, lines.get(document.path, ())):
            if not isinstance(node, Table) or not (what := found[id(node)]):
                continue
            said = f"a table of {len(node.c.columns)} columns is too wide for a page"
            severity = Severity.NOTE if what == CUT else Severity.WARNING
            hint = "make it a table of more rows and fewer columns, or several tables"
            yield Diagnostic(
                document.path, line, int(line > 0), CODE, f"{said}; {what}", hint, severity
            )


def _amiss(node: Table, room: Room) -> str:
    """What becomes of a table that is too wide; empty for any other."""
    table = by_content(node.c)
    if fitting(table, room) is None:
        return CUT
    return PRESSED if is_pressed(table, room) else ""
