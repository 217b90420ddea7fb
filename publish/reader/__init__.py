"""Reading: bytes become text, front matter, dialect and metadata; and text becomes blocks."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import Blocks
from publish.diagnostics import Diagnostic, Severity
from publish.document import Metadata, Provenance
from publish.reader import dialect as dialects
from publish.reader import markdown, template_tags
from publish.reader.encoding import Decoded, decode
from publish.reader.front_matter import FrontMatter, split
from publish.reader.metadata import metadata
from publish.reader.raw_html import Dropped, without_raw
from publish.reader.remark import Remark
from publish.reader.safe_nodes import safe_nodes
from publish.text import Lines
from publish.walk import rewrite

__all__ = ["Reading", "blocks", "read", "read_text"]


class Reading(NamedTuple):
    """A post before its Markdown is read: text, front matter, dialect, metadata, and the faults.

    ``faults`` that are errors mean that the post cannot be published as it is.
    """

    path: str
    text: str
    encoding: str
    front: FrontMatter
    dialect: str
    metadata: Metadata
    provenance: tuple[Provenance, ...]
    faults: tuple[Diagnostic, ...]

    @property
    def body(self) -> int:
        """The offset at which the Markdown begins."""
        return self.front.body

    @property
    def failed(self) -> bool:
        """Whether an error keeps the post from being published."""
        return any(fault.severity is Severity.ERROR for fault in self.faults)


def read(path: str, data: bytes, dialect: str = "", lang: str = "") -> Reading:
    """A source file read without pandoc. Total: whatever the bytes, faults are values.

    ``dialect`` and ``lang`` are what the manifest declares; both are inferred where empty.
    """
    decoded = decode(data)
    reading = read_text(path, decoded.text, dialect, lang)._replace(encoding=decoded.encoding)
    return reading._replace(faults=(*_encoding_faults(path, decoded), *reading.faults))


def read_text(path: str, text: str, dialect: str = "", lang: str = "") -> Reading:
    """The same for text that is decoded already."""
    front = split(text)
    body = text[front.body :]
    found = (
        dialects.Dialect(dialect, "")
        if dialect
        else dialects.detect(path, front.kind, front.values, body)
    )
    about: tuple[Provenance, ...] = ()
    if found.evidence:
        about = (Provenance("dialect", found.name, found.evidence),)
    typed, provenance = metadata(front.values, path, found.name, body, lang)
    lines = Lines(text) if front.faults else Lines("")
    faults = tuple(
        _fault(path, lines.place(item.offset), item.code, item.message, item.hint, item.severity)
        for item in front.faults
    )
    return Reading(path, text, "utf-8", front, found.name, typed, (*provenance, *about), faults)


def blocks(
    reading: Reading, text: str, *, lines: bool = False, tags: Mapping[str, str] | None = None
) -> tuple[Blocks, tuple[Dropped | Remark, ...]]:
    """The blocks of a post whose text may have been edited, and what was dropped or translated.

    With ``lines`` every block knows the line of ``text`` on which it began. ``tags`` says what
    template tags stand for that only the author knows. No node is raw, and no template tag is left.
    Raises PublishError when pandoc fails.
    """
    start = split(text).body
    body = text[start:].replace("\r\n", "\n").replace("\r", "\n")
    first = len(Lines(text[:start])) if lines else 0
    written = template_tags.write(body, _asked(reading), tags or {}, first)
    found = markdown.blocks(
        written.text,
        dialects.reader(reading.dialect, body),
        first,
        span_tags=reading.dialect in dialects.SPAN_TAGS,
    )
    plain, dropped = without_raw(found)
    if "{{" not in body and "{%" not in body:
        return plain, dropped
    restored, remarks = template_tags.restored(plain, written.marks, reading.metadata.lang)
    unsafe: list[Dropped] = []
    safe = safe_nodes(restored, lambda code, line, what: unsafe.append(Dropped(code, line, what)))
    back = _line_map(body, written, first)
    return (
        rewrite(safe, lambda block: (replace(block, line=back(block.line)),)) if lines else safe,
        (
            *(item._replace(line=back(item.line)) for item in (*dropped, *unsafe)),
            *written.remarks,
            *remarks,
        ),
    )


def _asked(reading: Reading) -> template_tags.Post:
    """What template tags may ask of a post."""
    metadata = reading.metadata
    values = {
        key.lower(): value for key, value in reading.front.values.items() if isinstance(value, str)
    }
    values |= {
        "title": metadata.title,
        "date": metadata.date.value if metadata.date else "",
        "lang": metadata.lang,
        "path": reading.path,
        "url": posixpath.basename(reading.path),
        "permalink": posixpath.basename(reading.path),
    }
    return template_tags.Post(reading.path, reading.dialect, values, {})


def _line_map(body: str, written: template_tags.Written, first: int) -> Callable[[int], int]:
    """From a line that pandoc read to the line it stood on before tags were replaced."""
    if not first or body.count("\n") == written.text.count("\n"):
        return lambda line: line
    new, old = Lines(written.text), Lines(body)

    def back(line: int) -> int:
        if line < first:
            return line
        return first - 1 + old.place(written.origin.old(new.start(line - first + 1)))[0]

    return back


def _encoding_faults(path: str, decoded: Decoded) -> tuple[Diagnostic, ...]:
    if decoded.fault:
        hint = "save it as UTF-8" if decoded.code == "ENC001" else "leave it out of the sources"
        return (_fault(path, (0, 0), decoded.code, decoded.fault, hint),)
    if not decoded.text.strip("\ufeff \t\r\n"):
        hint = "write something, or remove the file"
        return (_fault(path, (0, 0), "ENC010", "the file is empty", hint),)
    if not decoded.encoding.startswith("utf-8"):
        message = f"the file is {decoded.encoding}, not UTF-8"
        hint = "it was read as such; save it as UTF-8"
        return (_fault(path, (0, 0), "ENC001", message, hint, Severity.WARNING),)
    return ()


def _fault(
    path: str,
    place: tuple[int, int],
    code: str,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    line, column = place
    return Diagnostic(path, line, column, code, message, hint, severity)
