"""The style sheets of a layout of the user's own: what no reader of them will understand."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from publish.backends.print_tables import LEAST
from publish.backends.style_words import grammar, ignored
from publish.diagnostics import Diagnostic, Severity
from publish.layouts import IMPORT, Layout
from publish.regex import regex

SCREEN = ("screen.css", "newest.css", "browser-print.css")
SHARED = ("tokens.css", "code.css", "fonts.css")
DECK = ("slides.css",)
BOOK = ("epub.css", "epub/fonts.css")
DECLARATION = regex(r"\s*([a-z-]+):\s")  # and no selector: a:hover has no space
MEASURE = regex(r"(--measure(?:-wide)?)\s*:([^;}]*)")
PLACE = regex(r" at (\d+):(\d+)")


class _Said(NamedTuple):
    """What is said of a place."""

    line: int
    column: int
    message: str
    hint: str = ""

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column


def style_faults(layout: Layout, format: str) -> list[Diagnostic]:
    """Findings (LAY006) with file, line and column in the own style sheets that a format uses.

    The PDF says too which properties and values WeasyPrint ignores; what a browser knows, only
    the browser does.
    """
    found = []
    for path in sorted(layout.own):
        if path.endswith(".css") and _concerns(path, format):
            text = IMPORT.sub(_blank, layout.text(path))
            told = {said.place: said for said in _unreadable(text)}
            if format == "pdf":
                told = {said.place: said for said in (*_ignored(text), *_narrow(path, text))} | told
            found += [_finding(layout, path, said) for _, said in sorted(told.items())]
    return found


def _concerns(path: str, format: str) -> bool:
    match format:
        case "html":
            return path in SCREEN or path in SHARED
        case "slides":
            return path in DECK or path in SHARED
        case "epub":
            return path in BOOK
        case "pdf":
            return path not in (*SCREEN, *DECK, *BOOK)
        case _:
            return False


def _finding(layout: Layout, path: str, said: _Said) -> Diagnostic:
    fault = layout.fault(path, said.line, "LAY006", said.message, said.hint)
    return replace(fault, column=said.column, severity=Severity.WARNING)


def _unreadable(text: str) -> Iterator[_Said]:
    """What breaks the grammar of CSS."""
    from tinycss2 import parse_stylesheet

    return _errors(parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _errors(nodes: Iterable[Any], *, inside: bool = False) -> Iterator[_Said]:
    from tinycss2 import parse_blocks_contents, serialize

    for node in nodes:
        if node.type == "error":
            yield _Said(node.source_line, node.source_column, *grammar(node.message))
        elif node.type == "declaration" and not node.name.startswith("--"):
            if any(part.type == "{} block" or part == ":" for part in node.value):
                yield _Said(node.source_line, node.source_column, _unended(node.name))
        elif (
            node.type == "qualified-rule"
            and inside
            and (found := DECLARATION.match(serialize(node.prelude)))
        ):
            yield _Said(node.source_line, node.source_column, _unended(found[1]))
        elif getattr(node, "content", None):
            yield from _errors(parse_blocks_contents(node.content, True, True), inside=True)


def _unended(name: str) -> str:
    return f"a “;” or “}}” is missing after “{name}”"


def _ignored(text: str) -> Iterator[_Said]:
    """What WeasyPrint says of a style sheet."""
    from weasyprint import CSS

    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, listener = logging.getLogger("weasyprint"), Listener()
    level, propagate = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        CSS(string=text, base_url="layout:/", url_fetcher=_refuse)
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagate
    for each in said:
        if found := PLACE.search(each):
            words = " ".join((each[: found.start()] + each[found.end() :]).split())
            yield _Said(int(found[1]), int(found[2]), *ignored(words.rstrip(".")))


def _narrow(path: str, text: str) -> Iterator[_Said]:
    """Widths of the text, by which tables are fitted, that are none."""
    if not path.startswith("paper/") and path != "handout.css":
        return
    for found in MEASURE.finditer(text):
        width = re.fullmatch(r"(\d+\.?\d*)em", found[2].strip())
        if width is None or float(width[1]) < LEAST:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            message = f"“{found[0].strip()}” is no width of text; tables are fitted as if it were not there"
            yield _Said(line, column, message, f"write a number of em, {LEAST:g} or more: 40em")


def _refuse(url: str, **_: object) -> None:
    raise ValueError(f"{url} is refused")


def _blank(found: re.Match[str]) -> str:
    """Comments and imports, which are looked at elsewhere, as lines of nothing."""
    return re.sub(r"[^\n]", " ", found[0])
