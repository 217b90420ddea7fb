"""What a font file says of itself: family, face, characters, and what its licence bits allow."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, NamedTuple

RESTRICTED, NO_SUBSET, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200  # OS/2 fsType (OpenType 1.9)
LICENCE = 0x000E  # of which the least restricting bit holds


class FontFile(NamedTuple):
    """One face. ``weight`` is CSS's; ``heaviest`` differs from it in a font with variable weight."""

    family: str
    weight: int
    heaviest: int
    italic: bool
    licence: int

    @property
    def may_be_embedded(self) -> bool:
        """Whether the bits of the licence let the font be a part of a document."""
        return self.licence & LICENCE != RESTRICTED and not self.licence & BITMAPS_ONLY


@lru_cache(maxsize=64)
def font_file(source: str | bytes, index: int = 0) -> FontFile | None:
    """The face ``index`` of a file (its path or its bytes) in OpenType, TrueType, WOFF or WOFF2.

    None where it is no font, or one that lacks the tables without which nothing can be set.
    """
    font = opened(source, index)
    if font is None:
        return None
    os2, head = table(font, "OS/2"), table(font, "head")
    axis = next((axis for axis in font.axis_infos if axis.tag == "wght"), None)
    weight = _number(os2, 4)
    return FontFile(
        family=font.get_name(16) or font.get_name(1) or "",
        weight=int(axis.min_value) if axis else weight,
        heaviest=int(axis.max_value) if axis else weight,
        italic=bool(_number(os2, 62) & 1 or _number(head, 44) & 2),
        licence=_number(os2, 8),
    )


@lru_cache(maxsize=64)
def points(source: str | bytes, index: int = 0) -> Any:
    """The code points for which a face has glyphs, as HarfBuzz's set; empty where it is none."""
    import uharfbuzz as hb

    font = opened(source, index)
    return font.unicodes if font else hb.Set()


@lru_cache(maxsize=64)
def opened(source: str | bytes, index: int) -> Any:
    """The same for HarfBuzz: a Face, or None."""
    import uharfbuzz as hb

    try:
        plain = source if isinstance(source, str) else _plain(source)
        blob = hb.Blob.from_file_path(plain) if isinstance(plain, str) else hb.Blob(plain)
        font = hb.Face(blob, index)
    except Exception:  # the file is gone, or fontTools raises whatever the damage leads to
        return None
    whole = font.glyph_count and all(table(font, tag) for tag in ("OS/2", "head", "cmap", "hmtx"))
    return font if whole else None


def table(font: Any, tag: str) -> bytes:
    """A table of a font; empty where there is none."""
    blob = font.reference_table(tag)
    return bytes(blob.data) if len(blob) else b""


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def _plain(content: bytes) -> bytes:
    """A font without the compression of the web."""
    if content[:3] != b"wOF":
        return content
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(content), recalcTimestamp=False) as font:
        font.flavor = None
        result = io.BytesIO()
        font.save(result)
    return result.getvalue()
