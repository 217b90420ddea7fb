"""The style sheets of a layout of the user's own: what no reader of them will understand."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from publish.diagnostics import Diagnostic, Severity
from publish.layouts import IMPORT, Layout

SCREEN = ("screen.css", "newest.css", "browser-print.css")
SHARED = ("tokens.css", "code.css", "fonts.css")
DECK = ("slides.css",)
BOOK = ("epub.css", "epub/fonts.css")
DECLARATION = re.compile(r"\s*([a-z-]+):\s")  # and no selector: a:hover has no space
PLACE = re.compile(r" at (\d+):(\d+)")


def style_faults(layout: Layout, format: str) -> list[Diagnostic]:
    """Findings (LAY006) with file, line and column in the own style sheets that a format uses.

    The PDF says too which properties and values WeasyPrint ignores; what a browser knows, only
    the browser does.
    """
    found = []
    for path in sorted(layout.own):
        if path.endswith(".css") and _concerns(path, format):
            text = IMPORT.sub(_blank, layout.text(path))
            told = {(line, column): said for line, column, said in _unreadable(text)}
            if format == "pdf":
                told = {(line, column): said for line, column, said in _ignored(text)} | told
            found += [_finding(layout, path, *at, said) for at, said in sorted(told.items())]
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


def _finding(layout: Layout, path: str, line: int, column: int, said: str) -> Diagnostic:
    fault = layout.fault(path, line, "LAY006", f"the style sheet: {said}")
    return replace(fault, column=column, severity=Severity.WARNING)


def _unreadable(text: str) -> Iterator[tuple[int, int, str]]:
    """What breaks the grammar of CSS."""
    from tinycss2 import parse_stylesheet

    return _errors(parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _errors(nodes: Iterable[Any], *, inside: bool = False) -> Iterator[tuple[int, int, str]]:
    from tinycss2 import parse_blocks_contents, serialize

    for node in nodes:
        if node.type == "error":
            yield node.source_line, node.source_column, f"this is no CSS: {node.message}"
        elif node.type == "declaration" and not node.name.startswith("--"):
            if any(part.type == "{} block" or part == ":" for part in node.value):
                yield node.source_line, node.source_column, _unended(node.name)
        elif (
            node.type == "qualified-rule"
            and inside
            and (found := DECLARATION.match(serialize(node.prelude)))
        ):
            yield node.source_line, node.source_column, _unended(found[1])
        elif getattr(node, "content", None):
            yield from _errors(parse_blocks_contents(node.content, True, True), inside=True)


def _unended(name: str) -> str:
    return f"a “;” or “}}” is missing after “{name}”"


def _ignored(text: str) -> Iterator[tuple[int, int, str]]:
    """What WeasyPrint says of a style sheet, in its own words."""
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
            yield int(found[1]), int(found[2]), words.rstrip(".")


def _refuse(url: str, **_: object) -> None:
    raise ValueError(f"{url} is refused")


def _blank(found: re.Match[str]) -> str:
    """Comments and imports, which are looked at elsewhere, as lines of nothing."""
    return re.sub(r"[^\n]", " ", found[0])
