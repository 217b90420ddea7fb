"""From what a tree rule found to diagnostics with places in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from publish.ast import Image
from publish.diagnostics import Diagnostic
from publish.reader.written_links import Written, WrittenLinks, address_key
from publish.rules.rule import Rule, TreeFinding


def reports(
    path: str, rule: Rule, findings: Iterable[TreeFinding], links: WrittenLinks
) -> Iterator[Diagnostic]:
    """The findings of ``rule`` in the post ``path``: those about a link or a picture at its own
    place, the others at the line of their block."""
    seen: Counter[tuple[int, str, bool]] = Counter()
    for item in findings:
        place, message = Written(item.line, int(item.line > 0), 0, 0, ""), item.message
        if item.at is not None:
            address, picture = item.at.c[2][0], isinstance(item.at, Image)
            like = (item.line, address_key(address), picture)
            nth, seen[like] = seen[like], seen[like] + 1
            found = links.find(item.line, address, picture=picture, nth=nth)
            place = found or place
            message = found.named(address, message) if found else message
        yield Diagnostic(
            path=path,
            line=place.line,
            column=place.column,
            end_line=place.end_line,
            end_column=place.end_column,
            code=rule.code,
            message=message,
            hint=item.hint,
            severity=rule.severity,
        )
