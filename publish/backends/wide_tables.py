"""Tables that are too wide for the page of a PDF: each is told, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.ast import Table
from publish.backends.columns import by_content
from publish.backends.print_tables import Room, fitting, is_pressed
from publish.diagnostics import Diagnostic, Severity
from publish.publication.model import Publication
from publish.publication.places import placed
from publish.walk import kinds

CODE = "PDF005"


def too_wide(
    publication: Publication, room: Room, lines: Mapping[str, tuple[int, ...]]
) -> Iterator[Diagnostic]:
    """A note for each table that is cut between its columns, a warning for one that cannot be cut.

    ``lines`` holds, for each path, the source line of every block, parents before children.
    """
    for chapter in publication.chapters:
        document = chapter.document
        if not any(Table in kinds(block) for block in document.blocks):
            continue
        for node, line in placed(document.blocks, lines.get(document.path, ())):
            if not isinstance(node, Table):
                continue
            table = by_content(node.c)
            said = f"a table of {len(table.columns)} columns is too wide for a page"
            if fitting(table, room) is None:
                what, severity = "it is printed in several parts", Severity.NOTE
            elif is_pressed(table, room):
                what, severity = "its words are broken wherever they must be", Severity.WARNING
            else:
                continue
            hint = "make it a table of more rows and fewer columns, or several tables"
            yield Diagnostic(
                document.path, line, int(line > 0), CODE, f"{said}; {what}", hint, severity
            )
