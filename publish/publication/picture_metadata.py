"""Where a photograph was taken: a telephone writes it into the file, and a page would publish it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from PIL import Image

from publish.regex import regex

_GPS, _ORIENTATION = 0x8825, 0x0112
_CHUNKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}
# ISO/IEC 10918-1, B.1.1: FF may fill the room before a marker; among the pixels are 00 and RSTn.
_MARKER = regex(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_END = 0xD9
_BARE = {0xD8, _END, 0x01}  # markers without a length
_PRIVATE = {0xE1, 0xED}  # Exif and XMP; IPTC


def names_a_place(opened: Image.Image) -> bool:
    """Whether the Exif or XMP data of a picture hold coordinates."""
    if opened.getexif().get_ifd(_GPS):
        return True
    xmp = opened.info.get("xmp") or opened.info.get("XML:com.adobe.xmp") or b""
    return "GPSLatitude" in (xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else xmp)


def orientation(opened: Image.Image) -> int:
    """How the camera was held, 1 (upright) to 8 as in Exif."""
    found = opened.getexif().get(_ORIENTATION, 1)
    return found if found in range(2, 9) else 1


def without_metadata(content: bytes, kind: str) -> bytes:
    """A JPEG, PNG or WebP without Exif, XMP and texts, its pixels untouched."""
    match kind:
        case "PNG":
            return content[:8] + b"".join(
                chunk for name, chunk in _png_chunks(content) if name not in _CHUNKS
            )
        case "WEBP":
            return _webp(content)
        case _:
            return _jpeg(content)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 12 <= len(content):
        end = at + 12 + struct.unpack_from(">I", content, at)[0]
        yield content[at + 4 : at + 8], content[at:end]
        at = end


def _webp(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name = content[at : at + 4]
        size = struct.unpack_from("<I", content, at + 4)[0]
        end = at + 8 + size + size % 2
        if name == b"VP8X":  # its flags say what follows: 8 is Exif, 4 is XMP
            flags = bytes([content[at + 8] & ~0x0C])
            kept.append(content[at : at + 8] + flags + content[at + 9 : end])
        elif name not in (b"EXIF", b"XMP "):
            kept.append(content[at:end])
        at = end
    chunks = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _jpeg(content: bytes) -> bytes:
    """To the end of the picture: cameras put a second one behind it, or a film, with places of its own."""
    kept, at = [], 0
    while found := _MARKER.search(content, at):
        start, kind = found.start(), found[0][1]
        kept.append(content[at:start])
        at = found.end()
        if kind not in _BARE and at + 2 <= len(content):
            at += struct.unpack_from(">H", content, at)[0]
        if kind not in _PRIVATE and content[start + 4 : start + 8] != b"MPF\0":
            kept.append(content[start:at])
        if kind == _END:
            return b"".join(kept)
    return b"".join([*kept, content[at:]])
