"""Reading: bytes become text, front matter, dialect and metadata; and text becomes blocks."""

from publish.reader.body import blocks, files_of
from publish.reader.reading import Reading, read, read_text

__all__ = ["Reading", "blocks", "files_of", "read", "read_text"]
