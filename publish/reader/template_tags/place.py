"""Where a tag stands: in an address, alone on its line, in a row of a table, in HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from publish.reader.template_tags.lexer import Lexed, Tag
from publish.regex import regex

_CONTAINER = regex(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*")
_IN_LINK = regex(r"\]\([ \t]*<?[^()\n]*(?:\([^()\n]*\)[^()\n]*)?$")
_IN_DEFINITION = regex(r"[ \t>]*\[[^\]\n]+\]:[ \t]*\S*$")
_REACH = 1000  # characters before a tag in which its link or element begins


class Places:
    """The lines of a text, and what stands round its tags."""

    def __init__(self, text: str, lexed: Lexed) -> None:
        self.text = text
        self.html = lexed.html
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.plain = _without_tags(text, lexed.tags)

    def line(self, offset: int) -> int:
        """The 0-based number of the line of an offset."""
        return bisect_right(self.starts, offset) - 1

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return offset - self.starts[self.line(offset)] + 1

    def _end(self, line: int) -> int:
        return self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text)

    def container(self, offset: int) -> tuple[str, bool]:
        """What a further line of the same block begins with, and whether the offset comes right
        behind that on its own line."""
        start = self.starts[self.line(offset)]
        found = _CONTAINER.match(self.text, start, offset)
        mark = found[0] if found else ""
        return re.sub(r"[^>\t]", " ", mark), start + len(mark) == offset

    def ends_line(self, offset: int) -> bool:
        """Whether only spaces follow on the line."""
        return not self.text[offset : self._end(self.line(offset))].strip(" \t")

    def _blank(self, line: int) -> bool:
        if not 0 <= line < len(self.starts):
            return True
        return not self.text[self.starts[line] : self._end(line)].strip(" \t>")

    def alone(self, start: int, end: int) -> bool:
        """Whether nothing else stands on the line (or lines)."""
        return self.container(start)[1] and self.ends_line(end)

    def takes_blocks(self, start: int) -> bool:
        """Whether a block may begin here: not in the row of a table, in a heading or in HTML."""
        line = self.line(start)
        first = self.text[self.starts[line] : start].lstrip(" \t>")
        inside = self.html.holds(start, start) and not self.text.startswith("<!--", start)
        return not first.startswith(("|", "#")) and not inside

    def before(self, offset: int) -> str:
        """What must stand before a block that begins here."""
        prefix, first = self.container(offset)
        if not first:
            return f"\n{prefix}\n{prefix}"
        line = self.line(offset)
        listed = any(mark not in " \t>" for mark in self.text[self.starts[line] : offset])
        return "" if listed or self._blank(line - 1) else f"\n{prefix}"

    def after(self, offset: int, prefix: str) -> str:
        """What must stand behind a block that ends here."""
        if not self.ends_line(offset):
            return f"\n{prefix}\n{prefix}"
        return "" if self._blank(self.line(offset) + 1) else f"\n{prefix}"

    def closing(self, opened: int, start: int, end: int, mark: str) -> tuple[int, int, str]:
        """The edit that puts a mark in place of an ending tag, in the container of the tag that
        opened: what is alone on its line may have slipped into the last item of a list."""
        prefix, _ = self.container(opened)
        behind = self.after(end, prefix)
        line = self.starts[self.line(start)]
        indent = self.text[line:start]
        if indent.strip(" \t>") or self.line(opened) == self.line(start):
            return start, end, self.before(start) + mark + behind
        gap = "" if self._blank(self.line(start) - 1) else f"{prefix}\n"
        return line, end, gap + prefix + mark + behind

    def in_address(self, start: int) -> bool:
        """Whether an offset lies in the address of a link, or in an element of HTML."""
        line = self.starts[self.line(start)]
        low = max(line, start - _REACH)
        before = self.plain[low:start]
        if _IN_LINK.search(before) or (low == line and _IN_DEFINITION.match(before)):
            return True
        low = max(0, start - _REACH)
        opened = self.plain.rfind("<", low, start)
        return (
            opened > self.plain.rfind(">", low, start)
            and self.plain[opened + 1 : opened + 2].isalpha()
            and opened + 1 < start
        )


def _without_tags(text: str, tags: Iterable[Tag]) -> str:
    """The text with letters in place of its tags."""
    free = [0, *(place for tag in tags for place in (tag.start, tag.end)), len(text)]
    parts = list(pairwise(free))
    return "".join(
        text[start:end] if index % 2 == 0 else "x" * (end - start)
        for index, (start, end) in enumerate(parts)
    )
