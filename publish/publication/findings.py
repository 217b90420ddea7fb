"""What is found in a document while it is put into a publication, each at its place in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from publish.ast import CodeBlock, Image, Link
from publish.diagnostics import Diagnostic, Severity
from publish.document import Document
from publish.publication.assets import Picture
from publish.publication.diagrams import Diagram, Undrawn, diagram
from publish.publication.picture_bytes import Lost
from publish.publication.places import placed
from publish.reader.written_links import Written, WrittenLinks, address_key


class Findings:
    """The findings of one document, in the order in which they are told.

    ``lines`` holds the source line of every block, parents before children; ``source`` gives the text
    of a post by its path.
    """

    def __init__(
        self, document: Document, lines: Sequence[int], source: Callable[[str], str]
    ) -> None:
        self.document = document
        self.lines = lines
        self.source = source
        self.diagnostics: list[Diagnostic] = []

    def link(self, link: Link, doubt: str) -> None:
        """A link of which something is doubtful, or which leads nowhere (``doubt`` is empty)."""
        address = link.c[2][0]
        if doubt:
            hint = "write the path to the post, or the words of the heading, that you mean"
            self._report(address, Lost("LNK015", doubt, hint, Severity.NOTE))
            return
        if link.c[0].has("reference") and address.startswith("#"):
            message = f"no post of this build has the label “{unquote(address[1:])}”"
            hint = "check the label; the post that has it may be left out of this build"
        elif address.startswith("#"):
            message = f"the link “{address}” leads to no heading of this post"
            hint = "write the words of the heading in lower case, with hyphens for spaces"
        else:
            message = f"the link “{address}” leads to nothing in this publication"
            hint = "check the path; to a post that is left out, such as a draft, no link can lead"
        self._report(address, Lost("LNK010", message, hint))

    def undrawn(self, block: CodeBlock, reason: Undrawn) -> None:
        """A diagram that is shown as code."""
        found = diagram(block)
        line = self._diagrams.get(found, 0) if found else 0
        self._tell(Lost("DIA019", reason.message, reason.hint), _nowhere("", line), "")

    def picture(self, address: str, found: Sequence[Lost]) -> None:
        """All that is amiss with a picture."""
        self._report(address, *found, picture=True)

    def cover(self, address: str, found: Picture | Lost | None) -> None:
        """A cover that is not there, or that is changed."""
        if isinstance(found, Lost):
            told = found._replace(message=f"cover: {found.message}", severity=Severity.NOTE)
            self._tell(told, self._place(address), address)
        for change in found.changes if isinstance(found, Picture) else ():
            self._tell(change, self._place(address), address)

    @cached_property
    def _written(self) -> WrittenLinks:
        return WrittenLinks(self.source(self.document.path))

    @cached_property
    def _uses(self) -> Mapping[tuple[str, bool], list[tuple[int, int]]]:
        """Where each address of a link, or of a picture, stands, the last use first: the line of the
        innermost block, and how many like it are before it in that block."""
        uses: dict[tuple[str, bool], list[tuple[int, int]]] = {}
        seen: Counter[tuple[str, bool, int]] = Counter()
        for node, line in placed(self.document.blocks, self.lines):
            if isinstance(node, Link | Image):
                use = (address_key(node.c[2][0]), isinstance(node, Image))
                uses.setdefault(use, []).append((line, seen[*use, line]))
                seen[*use, line] += 1
        return {use: list(reversed(places)) for use, places in uses.items()}

    @cached_property
    def _diagrams(self) -> Mapping[Diagram, int]:
        """The line of each diagram, the first of those that are alike."""
        lines: dict[Diagram, int] = {}
        for node, line in placed(self.document.blocks, self.lines):
            if isinstance(node, CodeBlock) and (found := diagram(node)):
                lines.setdefault(found, line)
        return lines

    def _report(self, address: str, *found: Lost, picture: bool = False) -> None:
        """Tell all of the next use of an address, which is shown as it is written there."""
        uses = self._uses.get((address_key(address), picture), [(0, 0)])
        line, nth = uses.pop() if len(uses) > 1 else uses[0]
        written = self._written.find(line, address, picture=picture, nth=nth)
        for lost in found:
            self._tell(lost, written or _nowhere(address, line), address)

    def _place(self, address: str) -> Written:
        """Where the front matter names a picture."""
        return self._written.value(address) or _nowhere(address)

    def _tell(self, lost: Lost, place: Written, address: str) -> None:
        self.diagnostics.append(
            Diagnostic(
                path=self.document.path,
                line=place.line,
                column=place.column,
                end_line=place.end_line,
                end_column=place.end_column,
                code=lost.code,
                message=place.named(address, lost.message),
                hint=lost.hint,
                severity=lost.severity,
            )
        )


def _nowhere(address: str, line: int = 0) -> Written:
    """What is written in an unknown way, or not by the author."""
    return Written(line, int(line > 0), 0, 0, unquote(address))
