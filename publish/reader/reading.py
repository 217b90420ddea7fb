"""A post before its Markdown is read: bytes become text, front matter, dialect and metadata."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from publish.diagnostics import Applicability, Diagnostic, Severity
from publish.document import Metadata, Provenance
from publish.reader import dialect as dialects
from publish.reader import dialect_marks, template_tags
from publish.reader.encoding import UTF_8, Decoded, Form, decode
from publish.reader.front_matter import FrontMatter, split
from publish.reader.front_tags import title_without_tags, without_tags
from publish.reader.metadata import metadata
from publish.reader.remark import Remark
from publish.text import Lines

NOTHING: Mapping[str, str] = MappingProxyType({})


class Reading(NamedTuple):
    """A post before its Markdown is read: text, front matter, dialect, metadata, and the faults.

    ``faults`` that are errors mean that the post cannot be published as it is; ``remarks`` are what
    was found of template tags in the front matter, whose values are without them.
    """

    path: str
    text: str
    form: Form
    front: FrontMatter
    dialect: str
    metadata: Metadata
    provenance: tuple[Provenance, ...]
    faults: tuple[Diagnostic, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def body(self) -> int:
        """The offset at which the Markdown begins."""
        return self.front.body

    @property
    def failed(self) -> bool:
        """Whether an error keeps the post from being published."""
        return any(fault.severity is Severity.ERROR for fault in self.faults)


def read(
    path: str,
    data: bytes,
    dialect: str = "",
    lang: str = "",
    tags: Mapping[str, str] = NOTHING,
) -> Reading:
    """A source file read without pandoc. Total: whatever the bytes, faults are values.

    ``dialect`` and ``lang`` are what the manifest declares; both are inferred where empty. ``tags``
    says what template tags stand for that only the author knows.
    """
    decoded = decode(data)
    reading = read_text(path, decoded.text, dialect, lang, tags)._replace(form=decoded.form)
    return reading._replace(faults=(*_encoding_faults(path, decoded), *reading.faults))


def read_text(
    path: str,
    text: str,
    dialect: str = "",
    lang: str = "",
    tags: Mapping[str, str] = NOTHING,
) -> Reading:
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
    plain = without_tags(front, text, path, found.name, tags)
    front = front._replace(values=plain.values)
    typed, provenance = metadata(front.values, path, found.name, body, lang)
    if found.name == "obsidian":
        labels = (*typed.tags, *dialect_marks.inline_tags(body))
        typed = replace(typed, tags=tuple(dict.fromkeys(labels)))
    lines = Lines(text) if front.faults else Lines("")
    faults = tuple(
        _fault(path, lines.place(item.offset), item.code, item.message, item.hint)
        for item in front.faults
    )
    about = (*provenance, *about)
    reading = Reading(path, text, UTF_8, front, found.name, typed, about, faults, plain.remarks)
    return _with_plain_title(reading, tags)


def _with_plain_title(reading: Reading, tags: Mapping[str, str]) -> Reading:
    """With words in place of the tags in a title that the body gave."""
    typed = reading.metadata
    title = title_without_tags(typed.title, asked(reading), tags, typed.lang)
    inferred = [item for item in reading.provenance if item.field == "title"]
    if title == typed.title or not inferred:
        return reading
    provenance = tuple(
        replace(item, value=title) if item in inferred else item for item in reading.provenance
    )
    return reading._replace(metadata=replace(typed, title=title), provenance=provenance)


def asked(reading: Reading) -> template_tags.Post:
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
