"""The properties of a Word document: title, authors, keywords, language, dates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

import msgspec

from publish.backends.ooxml import parsed
from publish.publication.model import Publication

CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</cp:coreProperties>'
)
APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>publish</Application></Properties>"
)

CUSTOM_PART = "docProps/custom.xml"
CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that have names
SOURCE = "publish-source"
DIGEST = "publish-digest"


def custom_properties(publication: Publication) -> bytes:
    """``docProps/custom.xml``: what core properties have no place for, and the sources of the text.

    Sources are paths below the root of their manifest; the digest is that of all that was set.
    """
    metadata = publication.metadata
    values = {
        "subtitle": metadata.subtitle,
        "date": metadata.date.value if metadata.date else "",
        "rights": metadata.rights,
        "tags": ", ".join(metadata.tags),
        "url": publication.url,
        "publish-kind": publication.kind,
        DIGEST: digest_of(publication),
    }
    for number, chapter in enumerate(publication.chapters, 1):
        values[f"{SOURCE}-{number}"] = chapter.document.path
    rows = [
        f'<property fmtid="{FORMAT_ID}" pid="{pid}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(
            ((name, value) for name, value in values.items() if value), 2
        )
    ]
    return CUSTOM.format("".join(rows)).encode()


def digest_of(publication: Publication) -> str:
    """A digest of everything that a publication says."""
    said = [publication.metadata, [chapter.document for chapter in publication.chapters]]
    return hashlib.blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def named_sources(files: Mapping[str, bytes]) -> tuple[tuple[str, ...], str]:
    """The sources that a Word file names, in their order, and the digest; nothing where it does not."""
    if CUSTOM_PART not in files:
        return (), ""
    values = {each.get("name"): "".join(each.itertext()) for each in parsed(files[CUSTOM_PART])}
    numbered = {
        int(found[1]): value
        for name, value in values.items()
        if (found := re.fullmatch(rf"{SOURCE}-(\d+)", name or ""))
    }
    return tuple(numbered[number] for number in sorted(numbered)), values.get(DIGEST, "")


def core_properties(publication: Publication, tag: str) -> bytes:
    """``docProps/core.xml``; the only moment in it is the publication's epoch."""
    metadata = publication.metadata
    moment = datetime.fromtimestamp(publication.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stamp = f'xsi:type="dcterms:W3CDTF">{moment}'
    values = {
        "dc:title": metadata.title,
        "dc:subject": metadata.subtitle,
        "dc:creator": "; ".join(author.name for author in metadata.authors),
        "cp:keywords": ", ".join(metadata.keywords),
        "dc:description": metadata.description,
        "dc:language": tag,
        "cp:category": ", ".join("/".join(each.path) for each in metadata.categories),
    }
    rows = [f"<{name}>{escape(value)}</{name}>" for name, value in values.items() if value]
    rows += [f"<dcterms:{name} {stamp}</dcterms:{name}>" for name in ("created", "modified")]
    return CORE.format("".join(rows)).encode()


def application_properties() -> bytes:
    """``docProps/app.xml`` without pandoc's counts, which are those of its sample."""
    return APPLICATION.encode()
