"""The table of contents as a Word field that is filled in already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from xml.sax.saxutils import escape

from publish.ast import Blocks, RawBlock
from publish.backends.docx_fields import field, run
from publish.backends.fragment_tree import labelled
from publish.publication.model import NavEntry, Publication
from publish.publication.nav import printed_depth

END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def contents_field(publication: Publication) -> Blocks:
    """The contents with its title, linked entries and labels; nothing where there is no section.

    The pages are fields too, filled by :mod:`publish.backends.docx_pages`.
    """
    depth = _depth(publication)
    entries = list(_entries(publication.nav, 1, depth))
    if not entries:
        return ()
    names = contents_bookmarks(publication)
    rows = [_row(entry, level, names[bookmark(entry.id)]) for entry, level in entries]
    rows[0] = rows[0].replace("</w:pPr>", f"</w:pPr>{_begin(depth)}", 1)
    rows[-1] = rows[-1].replace("</w:p>", f"{END}</w:p>")
    title = (
        '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/>'
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{escape(publication.words.contents)}</w:t></w:r></w:p>"
    )
    part = (
        '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        "</w:docPartObj>"
    )
    field = (
        f"<w:sdt><w:sdtPr>{part}</w:sdtPr><w:sdtContent>{title}{''.join(rows)}</w:sdtContent>"
        "</w:sdt>"
    )
    return (RawBlock(("openxml", field)),)


def bookmark(id: str) -> str:
    """The name that pandoc gives the bookmark of an id: Word allows 40 characters."""
    if len(id) <= 40 and id[:1].isalpha():
        return id
    return "X" + hashlib.sha1(id.encode(), usedforsecurity=False).hexdigest()[1:]


def contents_bookmarks(publication: Publication) -> dict[str, str]:
    """The bookmarks to which the contents lead, by the bookmarks that pandoc gives their sections."""
    entries = _entries(publication.nav, 1, _depth(publication))
    ids = dict.fromkeys(bookmark(entry.id) for entry, _ in entries)
    return {id: f"_Toc{at:09}" for at, id in enumerate(ids)}


def _depth(publication: Publication) -> int:
    return printed_depth(publication) + any(entry.kind == "part" for entry in publication.nav)


def _begin(depth: int) -> str:
    """The beginning of the field; Word makes the same entries of the headings down to ``depth``."""
    code = f'TOC \\o "1-{depth}" \\h \\z \\u'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _entries(nav: Iterable[NavEntry], level: int, depth: int) -> Iterable[tuple[NavEntry, int]]:
    for entry in nav:
        yield entry, level
        if level < depth:
            yield from _entries(entry.children, level + 1, depth)


def _row(entry: NavEntry, level: int, name: str) -> str:
    page = "<w:r><w:tab/></w:r>" + field(f"PAGEREF {name} \\h", "1")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{name}" w:history="1">'
        f"{run(labelled(entry.label, entry.text))}{page}</w:hyperlink></w:p>"
    )
