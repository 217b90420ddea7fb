"""Fonts cut down to the characters of a text by HarfBuzz: the same input, the same bytes."""

from __future__ import annotations

import io
from functools import lru_cache

from publish.fonts.font_file import NO_SUBSET, font_file, opened, points
from publish.fonts.installed import Face

# Beside those that HarfBuzz keeps by itself (kern, liga, locl, mark, vert …).
FEATURES = ("chws", "vchw", "halt", "vhal", "palt", "vpal", "vert", "vrt2", "vkrn", "ruby", "locl",
            "tnum", "pnum", "lnum", "onum", "zero", "sups", "subs", "smcp", "c2sc")  # fmt: skip


@lru_cache(maxsize=64)
def subset(
    face: Face,
    weight: int,
    characters: frozenset[int],
    features: frozenset[str] = frozenset(),
    *,
    lasting: bool = False,
) -> bytes:
    """The face as one static OpenType file with ``characters`` (code points) and no others.

    ``weight`` chooses the instance where it is variable. A font whose licence forbids subsets stays
    whole. Empty where the font has none of the characters, is damaged, or may not be embedded.
    """
    import uharfbuzz as hb

    facts, font = font_file(face.source, face.number), opened(face.source, face.number)
    shown = hb.Set(sorted(characters))
    shown.intersection_update(points(face.source, face.number))
    if facts is None or not facts.may_be_embedded or not shown:
        return b""
    asked = hb.SubsetInput()
    if facts.licence & NO_SUBSET:
        asked.keep_everything()
    else:
        asked.unicode_set.update(shown)
        tags = (*FEATURES, *sorted(features))
        asked.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in tags)
    for axis in font.axis_infos:
        if axis.tag == "wght":
            asked.pin_axis_location(font, "wght", min(max(weight, axis.min_value), axis.max_value))
        else:
            asked.pin_axis_to_default(font, axis.tag)
    # A PDF names glyphs by their numbers, and finds them in CFF outlines by the charset.
    asked.flags |= hb.SubsetFlags.DOWNGRADE_CFF2 | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    if lasting:
        asked.flags |= hb.SubsetFlags.RETAIN_GIDS
    try:
        return bytes(hb.subset(font, asked).blob.data)
    except RuntimeError:
        return b""


@lru_cache(maxsize=64)
def compressed(font: bytes) -> bytes:
    """The same font as WOFF2."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font), recalcTimestamp=False, recalcBBoxes=False) as file:
        file.flavor = "woff2"
        result = io.BytesIO()
        file.save(result, reorderTables=None)
    return result.getvalue()


def suffix(font: bytes) -> str:
    """``.otf`` or ``.ttf``, by the outlines in the file."""
    return ".otf" if font[:4] == b"OTTO" else ".ttf"
