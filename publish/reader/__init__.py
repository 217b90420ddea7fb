"""Reading: bytes become text, front matter, dialect and metadata; and text becomes blocks."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from msgspec.structs import replace

from publish.ast import Blocks
from publish.diagnostics import Applicability, Diagnostic, Severity
from publish.document import Metadata, Provenance
from publish.reader import dialect as dialects
from publish.reader import dialect_marks, markdown, mdbook_files, template_tags
from publish.reader.encoding import UTF_8, Decoded, Form, decode
from publish.reader.front_matter import FrontMatter, split
from publish.reader.front_tags import title_without_tags, without_tags
from publish.reader.inclusion import Files, Included, no_files
from publish.reader.mathematics import with_dollars, with_money
from publish.reader.metadata import metadata
from publish.reader.raw_html import Dropped, without_raw
from publish.reader.remark import Remark
from publish.reader.safe_nodes import safe_nodes
from publish.reader.template_tags import files as tag_files
from publish.text import Lines
from publish.walk import rewrite

NOTHING: Mapping[str, str] = MappingProxyType({})

__all__ = ["Reading", "blocks", "files_of", "read", "read_text"]


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
    title = title_without_tags(typed.title, _asked(reading), tags, typed.lang)
    inferred = [item for item in reading.provenance if item.field == "title"]
    if title == typed.title or not inferred:
        return reading
    provenance = tuple(
        replace(item, value=title) if item in inferred else item for item in reading.provenance
    )
    return reading._replace(metadata=replace(typed, title=title), provenance=provenance)


def blocks(
    reading: Reading,
    text: str,
    *,
    lines: bool = False,
    files: Files = no_files,
    tags: Mapping[str, str] = NOTHING,
) -> tuple[Blocks, tuple[Remark, ...]]:
    """The blocks of a post whose text may have been edited, and what was found on the way.

    With ``lines`` every block knows the line of ``text`` on which it began. ``files`` are what the
    post may include; ``tags`` says what template tags stand for that only the author knows. No node
    is raw, and no template tag is left. Raises PublishError when pandoc fails.
    """
    front = split(text)
    start = front.body
    lead = text[slice(*front.lead)].strip()
    before = len(Lines(text[:start])) - 1 - (lead.count("\n") + 2 if lead else 0)
    body = text[start:].replace("\r\n", "\n").replace("\r", "\n")
    body = f"{lead}\n\n{body}" if lead else body
    included = _included(reading, body, files, tags)
    body = with_dollars(included.text)
    body = with_money(body) if dialects.has_mathematics(body) else body
    first = 1 if included.changed else before + 1
    written = template_tags.write(body, _asked(reading), tags, first)
    marks = dialect_marks.translated(written.text, reading.dialect)
    found = markdown.blocks(
        marks.text,
        dialects.reader(reading.dialect, body),
        first if lines else 0,
        span_tags=reading.dialect in dialects.SPAN_TAGS,
    )
    plain, dropped = without_raw(dialect_marks.attached(found, marks.carrier))
    done, late = dialect_marks.finished(plain, reading.dialect, marks.text)
    told: tuple[Remark, ...] = ()
    back = _line_map(body, written, first)
    if written.text != body:
        if lines:
            done = rewrite(done, lambda block: (replace(block, line=back(block.line)),))
        done, told = template_tags.restored(done, written.marks, reading.metadata.lang)
        unsafe: list[Dropped] = []
        done = safe_nodes(done, lambda code, line, what: unsafe.append(Dropped(code, line, what)))
        dropped = (*dropped, *unsafe)
    remarks = [item._replace(line=item.line + first - 1) for item in marks.remarks]
    remarks += [*(item.remark for item in dropped), *late]
    remarks = [item._replace(line=back(item.line)) for item in remarks]
    remarks += [*written.remarks, *told, *_doubt(reading, body, first)]

    if included.changed:
        remarks = [_home(item, included) for item in remarks]
        remarks = [item._replace(line=item.line and before + item.line) for item in remarks]
        remarks += [item._replace(line=before + item.line) for item in included.remarks]
    if lines and included.changed:
        done = rewrite(
            done,
            lambda block: (
                replace(block, line=block.line and before + included.home(block.line)[0]),
            ),
        )
    return done, tuple(remarks)


def _home(item: Remark, included: Included) -> Remark:
    line, column = included.home(item.line, item.column)
    return item._replace(line=line, column=column)


def _included(reading: Reading, body: str, files: Files, tags: Mapping[str, str]) -> Included:
    if reading.dialect == "mdbook":
        return mdbook_files.included(body, reading.path, files)
    return tag_files.included(body, reading.path, reading.dialect, files, tags)


def files_of(reading: Reading, files: Files, tags: Mapping[str, str]) -> None:
    """Ask ``files`` for everything that a post includes, as :func:`blocks` will."""
    body = reading.text[reading.body :].replace("\r\n", "\n").replace("\r", "\n")
    _included(reading, body, files, tags)


def _doubt(reading: Reading, body: str, first: int) -> list[Remark]:
    """A tag of another dialect than the one that was found by a tag."""
    by_tag = any(
        item.field == "dialect" and item.evidence.startswith(dialects.TAG)
        for item in reading.provenance
    )
    found = dialects.rival(reading.dialect, body) if by_tag else None
    if not found:
        return []
    at, name = found
    message = f"the post is read as {reading.dialect}, but a tag of {name} stands here"
    hint = "say which it is with “dialect” in publish.toml"
    return [Remark("DIA001", body.count("\n", 0, at) + first, message, hint)]


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
    if body.count("\n") == written.text.count("\n"):
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
