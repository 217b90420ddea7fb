"""Characters that no font can show, each with the place where it first stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from unicodedata import name

from msgspec.structs import replace

from publish.ast import Block, Code, CodeBlock, Inline, Str
from publish.diagnostics import Diagnostic, Severity
from publish.document import Document
from publish.publication.model import Publication
from publish.publication.places import line_of
from publish.regex import regex
from publish.system import mend
from publish.text import Lines
from publish.walk import nodes

MANY = 20  # more are said to be so many
SQUARE = regex("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
_CODE = "FNT001"


def without_glyph(
    publication: Publication,
    shows: Callable[[str], bool],
    lines: Mapping[str, tuple[int, ...]],
    source: Callable[[str], str],
) -> Iterator[Diagnostic]:
    """A finding for each character of each chapter that ``shows`` refuses.

    ``lines`` holds, for each path, the source line of every block, parents before children; ``source``
    gives the text of a post by its path.
    """
    for chapter in publication.chapters:
        document = chapter.document
        place = partial(_place, document, lines.get(document.path, ()), source)
        text = document.metadata.title + "".join(map(_text, nodes(document.blocks)))
        lost = [character for character in dict.fromkeys(text) if not shows(character)]
        square = [character for character in lost if SQUARE.match(character)]
        if len(square) > MANY:  # the machine has no font for the language at all
            what = f"{len(square)} Chinese, Japanese or Korean characters, “{square[0]}” the first"
            yield replace(_finding(document.path, place(square[0]), what), hint=mend("cjk"))
            lost = [character for character in lost if character not in square]
        for character in lost[:MANY]:
            yield _finding(document.path, place(character), _named(character))
        if len(lost) > MANY:
            yield _finding(document.path, (0, 0), f"{len(lost) - MANY} characters more")


def _place(
    document: Document, lines: Iterable[int], source: Callable[[str], str], character: str
) -> tuple[int, int]:
    """Line and column of a character: the first from where its block, or the post, begins; where none
    is written so, the beginning of its block."""
    line = line_of(document.blocks, lines, partial(_holds, character)) or 1
    text = source(document.path)
    places = Lines(text)
    at = text.find(character, places.start(line))
    return places.place(at) if at >= 0 else (line, 1)


def _holds(character: str, node: Block | Inline) -> bool:
    return character in _text(node)


def _text(node: Block | Inline) -> str:
    match node:
        case Str(c=text) | Code(c=(_, text)) | CodeBlock(c=(_, text)):
            return text
        case _:
            return ""


def _named(character: str) -> str:
    said = name(character, "").lower()
    return f"the character “{character}” (U+{ord(character):04X}{f', {said}' if said else ''})"


def _finding(path: str, place: tuple[int, int], what: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=place[0],
        column=place[1],
        code=_CODE,
        message=f"no font has {what}; the PDF shows 〓",
        hint="install a font that has it, put one into the layout, or write another character",
        severity=Severity.WARNING,
    )
