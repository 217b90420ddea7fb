"""Tables that are too wide for the page of a PDF: each is told, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from publish.ast import Table
from publish.backends.columns import by_content
from publish.backends.print_tables import Room, fitting, is_pressed
from publish.diagnostics import Diagnostic, Severity
from publish.publication.model import Publication
from publish.publication.places import placed
from publish.walk import each

CODE = "PDF005"


def too_wide(
    publication: Publication, room: Room, lines: Mapping[str, tuple[int, ...]]
) -> Iterator[Diagnostic]:
    """A note for each table that is cut between its columns, a warning for one that cannot be cut.

    ``lines`` holds, for each path, the source line of every block, parents before children.
    """
    for chapter in publication.chapters:
        document = chapter.document
        tables = (node for _, node in each(document.blocks, Table))
        if not any(map(partial(_is_wide, room), tables)):
            continue
        for node, line in placed(document.blocks, lines.get(document.path, ())):
            if not isinstance(node, Table):
                continue
            if not _is_wide(room, node):
                continue
            table = by_content(node.c)
            said = f"a table of {len(table.columns)} columns is too wide for a page"
            if fitting(table, room) is None:
                what, severity = "it is printed in several parts", Severity.NOTE
            else:
                what, severity = "its words are broken wherever they must be", Severity.WARNING
            hint = "make it a table of more rows and fewer columns, or several tables"
            yield Diagnostic(
                document.path, line, int(line > 0), CODE, f"{said}; {what}", hint, severity
            )


def _is_wide(room: Room, node: Table) -> bool:
    table = by_content(node.c)
    return fitting(table, room) is None or is_pressed(table, room)
