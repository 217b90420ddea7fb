"""Characters that XML, and so most formats, cannot hold: they leave a document, wherever they came from.

A post may hold them as they are, or name one by an entity (``&#1;``) or in a string of its front matter.
"""

from __future__ import annotations

import msgspec

from publish.document import Document
from publish.regex import regex

# In JSON control characters are escaped; a backslash before one may be escaped itself.
_UNFIT = regex(rb"(\\\\)|\\(?:u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F])|[bf])|\xef\xbf[\xbe\xbf]")
UNFIT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))  # for str.translate
_SIGNS = (b"\\u00", b"\\b", b"\\f", b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def printable(document: Document) -> tuple[Document, bool]:
    """The document without such characters, and whether it held any."""
    data = msgspec.json.encode(document)
    if not any(sign in data for sign in _SIGNS):
        return document, False
    kept = _UNFIT.sub(lambda found: found[1] or b"", data)
    if kept == data:
        return document, False
    return msgspec.json.decode(kept, type=Document), True
