"""Reading: bytes become text, front matter, dialect and metadata; and text becomes blocks."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import Blocks
from publish.diagnostics import Applicability, Diagnostic, Severity
from publish.document import Metadata, Provenance
from publish.reader import dialect as dialects
from publish.reader import markdown
from publish.reader.encoding import UTF_8, Decoded, Form, decode
from publish.reader.front_matter import FrontMatter, split
from publish.reader.mathematics import with_dollars, with_money
from publish.reader.metadata import metadata
from publish.reader.raw_html import Dropped, without_raw
from publish.text import Lines

__all__ = ["Reading", "blocks", "read", "read_text"]


class Reading(NamedTuple):
    """A post before its Markdown is read: text, front matter, dialect, metadata, and the faults.

    ``faults`` that are errors mean that the post cannot be published as it is.
    """

    path: str
    text: str
    form: Form
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
    reading = read_text(path, decoded.text, dialect, lang)._replace(form=decoded.form)
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
        _fault(path, lines.place(item.offset), item.code, item.message, item.hint)
        for item in front.faults
    )
    return Reading(path, text, UTF_8, front, found.name, typed, (*provenance, *about), faults)


def blocks(
    reading: Reading, text: str, *, lines: bool = False
) -> tuple[Blocks, tuple[Dropped, ...]]:
    """The blocks of a post whose text may have been edited, and the raw HTML that was dropped.

    With ``lines`` every block knows the line of ``text`` on which it began. No node is raw.
    Raises PublishError when pandoc fails.
    """
    front = split(text)
    start = front.body
    lead = text[slice(*front.lead)].strip()
    body = with_dollars(f"{lead}\n\n{text[start:]}" if lead else text[start:])
    body = with_money(body) if dialects.has_mathematics(body) else body
    first = len(Lines(text[:start])) if lines else 0
    found = markdown.blocks(
        body,
        dialects.reader(reading.dialect, body),
        first,
        span_tags=reading.dialect in dialects.SPAN_TAGS,
    )
    return without_raw(found)


def _encoding_faults(path: str, decoded: Decoded) -> tuple[Diagnostic, ...]:
    if decoded.fault:
        hint = "save it as UTF-8" if decoded.code == "ENC001" else "leave it out of the sources"
        return (_fault(path, (0, 0), decoded.code, decoded.fault, hint),)
    if not decoded.text.strip("\ufeff \t\r\n"):
        hint = "write something, or remove the file"
        return (_fault(path, (0, 0), "ENC010", "the file is empty", hint),)
    if decoded.form == UTF_8:
        return ()
    if decoded.form.encoding == "utf-8":
        message = "the file begins with a byte order mark"
    else:
        message = f"the file is {decoded.form.encoding}, not UTF-8"
    fault = _fault(path, (0, 0), "ENC001", message, "it was read as such; save it as UTF-8")
    return (replace(fault, severity=Severity.WARNING, applicability=Applicability.SAFE),)


def _fault(
    path: str,
    place: tuple[int, int],
    code: str,
    message: str,
    hint: str,
) -> Diagnostic:
    line, column = place
    return Diagnostic(path, line, column, code, message, hint, Severity.ERROR)
