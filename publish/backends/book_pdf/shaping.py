"""A line of numbers set by HarfBuzz, as Pango sets it inside WeasyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple


class Set(NamedTuple):
    """A glyph of a line: its number, its own width and the step to the next, in thousandths of the
    size, and the text that it stands for."""

    glyph: int
    width: int
    step: float
    text: str


@lru_cache(maxsize=64)
def font(content: bytes) -> Any:
    """The face of a file, for HarfBuzz."""
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob(content)))


def line(content: bytes, text: str, features: Mapping[str, int]) -> list[Set]:
    """The glyphs of a short line that runs from left to right."""
    import uharfbuzz as hb

    face = font(content)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face, buffer, dict(features))
    scale = 1000 / face.face.upem
    starts = [info.cluster for info in buffer.glyph_infos]
    ends = [*starts[1:], len(text)]
    return [
        Set(
            info.codepoint,
            round(face.get_glyph_h_advance(info.codepoint) * scale),
            position.x_advance * scale,
            text[start:end],
        )
        for info, position, start, end in zip(
            buffer.glyph_infos, buffer.glyph_positions, starts, ends, strict=True
        )
    ]


def width(glyphs: list[Set]) -> float:
    """The width of a line in thousandths of the size."""
    return sum(glyph.step for glyph in glyphs)
