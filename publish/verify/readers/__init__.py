"""The readers, one for each format: from the bytes of a file to what is compared."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from publish.verify.model import Read

READERS = {
    "html": "publish.verify.readers.html:read",
    "pdf": "publish.verify.readers.pdf:read",
    "epub": "publish.verify.readers.epub:read",
    "docx": "publish.verify.readers.docx:read",
    "pptx": "publish.verify.readers.pptx:read",
}


def reader(format: str) -> Read:
    """The reader of a format of the table, imported when it is asked for."""
    module, _, name = READERS[format].partition(":")
    return cast(Read, getattr(import_module(module), name))
