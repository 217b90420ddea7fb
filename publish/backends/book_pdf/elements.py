"""Where an element of a page stands, what it stands in, and what stands directly in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

# Elements without an end (HTML, 13.1.2).
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Element(NamedTuple):
    """From where to where it stands, with its tags."""

    start: int
    end: int


class Elements(HTMLParser):
    """The element ``name`` of a page: its ``children``; ``opening`` and ``closing``, the tags of what it
    stands in and its own; ``body``, where the body begins; ``is_last``, whether nothing but tags stands
    behind it, and nothing but elements in it."""

    def __init__(self, page: str, name: str) -> None:
        super().__init__()
        self.children: list[Element] = []
        self.body = 0
        self.opening = self.closing = ""
        self.is_last = False
        self._page, self._name = page, name
        self._lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self._open: list[tuple[int, int, str]] = []  # start, end of its tag, and name
        self._depth = -1  # of the element
        self._done = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins, unless it is of those without an end."""
        start = self._at()
        if tag == "body":
            self.body = start
        if tag in VOID:
            return
        self._open.append((start, start + len(self.get_starttag_text() or ""), tag))
        if self._depth < 0 and ("id", self._name) in attrs:
            self._depth = len(self._open)
            around = [each for each in self._open if each[2] != "html"]
            self.opening = "".join(self._page[start:end] + "\n" for start, end, _ in around)
            self.closing = "".join(f"</{tag}>\n" for *_, tag in reversed(self._open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A slash at the end of a tag means nothing in HTML."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and those in it that were not ended."""
        if not any(name == tag for *_, name in self._open):
            return
        ended = ""
        while ended != tag:
            start, behind, ended = self._open.pop()
            if self._depth < 0 or self._done:
                continue
            if len(self._open) == self._depth:
                self.children.append(Element(start, self._page.find(">", self._at()) + 1))
            elif len(self._open) < self._depth:
                self._done = True
                self.is_last = self._is_alone(behind, self._at())

    def _is_alone(self, start: int, end: int) -> bool:
        starts = [*(child.start for child in self.children), end]
        ends = [start, *(child.end for child in self.children)]
        gaps = (self._page[a:b] for a, b in zip(ends, starts, strict=True))
        behind = re.sub(r"</[\w-]+>|\s", "", self._page[end:])
        return not behind and not "".join(gaps).strip()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
