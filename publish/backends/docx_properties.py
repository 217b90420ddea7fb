"""The properties of a Word document: title, authors, keywords, language, dates."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape

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
