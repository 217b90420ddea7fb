"""What the pages and style sheets of a layout of the user's own ask for beside the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from mimetypes import MimeTypes
from urllib.parse import unquote

from lxml import etree

from publish.backends.epub_pages import Page
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.layouts import Layout
from publish.publication.model import Resource
from publish.regex import regex

_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_URL = regex(r"""url\(\s*["']?([^"')]+?)["']?\s*\)""", re.IGNORECASE)
# The addresses of a page but those of links, and scripts.
_ASKED = etree.XPath(
    "//*[not(local-name() = 'a' or local-name() = 'area')]"
    "/@*[local-name() = 'src' or local-name() = 'srcset' or local-name() = 'href'"
    " or local-name() = 'data' or local-name() = 'poster'] | //*[local-name() = 'script']"
)


def asked_for(
    layout: Layout, style: bytes, pages: Iterable[Page], there: Collection[str]
) -> dict[str, Resource]:
    """The files of the layout that a book needs, beside those that are ``there``.

    Raises PublishError (LAY008) for an address that is none of these: a book runs without the
    network, and readers refuse one that asks for it.
    """
    types = MimeTypes(filenames=())
    found: dict[str, Resource] = {}
    known = {"epub.css", *there}
    for address in dict.fromkeys((*_of_style(style), *_of_pages(pages))):
        name = unquote(address.partition("#")[0])
        if not name or name in known or address.lower().startswith("data:"):
            continue
        kind = types.guess_type(name)[0]
        if name not in layout.files or kind is None:
            raise PublishError(_refused(layout, address))
        found[name] = Resource(name, kind, layout.files[name])
    return found


def _of_style(style: bytes) -> Iterator[str]:
    yield from _URL.findall(_COMMENT.sub("", style.decode()))


def _of_pages(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        for found in _ASKED(etree.fromstring(page.content)):
            yield str(found) if isinstance(found, str) else "<script>"


def _refused(layout: Layout, address: str) -> Diagnostic:
    return Diagnostic(
        path=layout.folder,
        line=0,
        column=0,
        code="LAY008",
        message=f"the layout asks for {address}, which cannot be a part of an EPUB",
        hint="put the file into the layout’s folder; a book runs no script and asks no other site",
        severity=Severity.ERROR,
    )
