"""Make the reference documents of the other looks from the default's, in their colours and faces.

Run ``python tests/make_look_references.py`` after the two scripts beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from publish.backends.package import parts, repack

LAYOUTS = Path(__file__).resolve().parents[1] / "layouts"
NAMES = ("reference.docx", "reference.pptx")
STYLES, THEME = "word/styles.xml", "ppt/theme/theme1.xml"
HEADING = re.compile(
    r'<w:style [^>]*w:styleId="(?:Heading[1-3]|Title|Subtitle)".*?</w:style>', re.DOTALL
)


class Dress(NamedTuple):
    """New colours for the default's (hexadecimal), those of slides apart, and what else changes."""

    colours: Mapping[str, str]
    slides: Mapping[str, str]
    styles: Callable[[str], str]


def literary(styles: str) -> str:
    """Headings in the face of the text, in the middle, and not bold."""
    styles = styles.replace('"Arial"', '"Times New Roman"')
    return HEADING.sub(lambda found: _quiet(found[0]), styles)


def _quiet(style: str) -> str:
    style = re.sub(r"<w:b/>|<w:bCs/>", "", style)
    return style.replace('<w:jc w:val="left"/>', '<w:jc w:val="center"/>')


def technical(styles: str) -> str:
    """One sans for all, and a rule below the headings of the first level."""
    styles = styles.replace('"Times New Roman"', '"Arial"')
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="3" w:color="8B949E"/></w:pBdr>'
    return re.sub(
        r'(w:styleId="Heading1".*?<w:keepLines\s*/>)',
        rf"\1{rule}",
        styles,
        count=1,
        flags=re.DOTALL,
    )


LOOKS = {
    "literary": Dress(
        {
            "1A1A1A": "2A241D", "404040": "4A4037", "595959": "5F5347", "0B5394": "7D3318",
            "8C8C8C": "A8977F", "F6F7F8": "F2ECDD", "C9CED4": "D8CCB4", "EEF3F9": "FAF6EC",
            "8A1F6A": "7A2358", "2B6210": "3D5A1C", "5C6370": "6A5D4E", "1F4E9E": "274A7A",
            "8A4500": "84420A", "A40E26": "9C1C1C",
        },
        {"FFFFFF": "FBF8F0", "1B3A5C": "4E2414"},
        literary,
    ),
    "technical": Dress(
        {
            "1A1A1A": "1C2128", "404040": "3D444D", "595959": "59636E", "0B5394": "0A58B8",
            "8C8C8C": "8B949E", "F6F7F8": "F4F6F8", "C9CED4": "D0D7DE", "8A1F6A": "A3245F",
            "2B6210": "1F6435", "5C6370": "59636E", "1F4E9E": "5A32A3", "8A4500": "8A4300",
        },
        {"1B3A5C": "0F2A43"},
        technical,
    ),
}  # fmt: skip


def references(look: str) -> dict[str, bytes]:
    """The bytes of each reference document of a look, by name."""
    dress = LOOKS[look]
    word, slides = ((LAYOUTS / "default" / name).read_bytes() for name in NAMES)
    styles = dress.styles(coloured(parts(word)[STYLES], dress.colours))
    theme = coloured(parts(slides)[THEME], {**dress.colours, **dress.slides})
    made = (repack(word, {STYLES: styles.encode()}, 0), repack(slides, {THEME: theme.encode()}, 0))
    return dict(zip(NAMES, made, strict=True))


def coloured(part: bytes, colours: Mapping[str, str]) -> str:
    """A part of a package with other colours, in their places as attributes."""
    text = part.decode("utf-8")
    return re.sub(r'(?<=")[0-9A-F]{6}(?=")', lambda found: colours.get(found[0], found[0]), text)


if __name__ == "__main__":
    for look in LOOKS:
        for name, data in references(look).items():
            (LAYOUTS / look / name).write_bytes(data)
