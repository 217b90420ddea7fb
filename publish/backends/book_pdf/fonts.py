"""The fonts of a bound book: one dictionary and one file for each face, whatever part shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.backends.book_pdf.printed import Font, Glyph
from publish.backends.book_pdf.shaping import font
from publish.fonts.fit import Cut

SERIF, SYMBOLIC, ITALIC = 2, 4, 64  # flags of a descriptor (ISO 32000-1, table 123)
UNUSED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT",
          b"SVG ")  # fmt: skip
MAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Face:
    """A face of the book, which takes up the glyphs of part after part and is embedded at the end."""

    def __init__(self, pdf: Any, cut: Cut) -> None:
        from pikepdf import Dictionary, Name

        self.pdf, self.cut = pdf, cut
        self.glyphs: dict[int, Glyph] = {}
        self.dictionary = pdf.make_indirect(Dictionary())
        kind = {"Subtype": Name.OpenType} if self.is_cff else {}
        self.file = pdf.make_stream(b"", **kind)

    @property
    def is_cff(self) -> bool:
        """Whether the outlines are those of PostScript."""
        return self.cut.content[:4] == b"OTTO"

    def takes(self, used: Font) -> bool:
        """Take up the glyphs of a part; False where some stand for another text than before, so that
        the part has to keep a dictionary of its own."""
        same = used.plain and all(
            self.glyphs.get(number, glyph) == glyph for number, glyph in used.glyphs.items()
        )
        self.glyphs = {**used.glyphs, **self.glyphs}  # the file has to hold them in any case
        return same

    def embed(self) -> None:
        """Write the file and the dictionary."""
        from pikepdf import Array, Dictionary, Name, String

        if not self.glyphs:
            return
        name = Name(f"/{_tag(self.glyphs)}+{self.cut.family.replace(' ', '-')}{_style(self.cut)}")
        self.file.write(_file(self.cut.content, sorted(self.glyphs)))
        descriptor = self.pdf.make_indirect(self._descriptor(name))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if self.is_cff else Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            CIDToGIDMap=Name.Identity,
            W=Array(list(_widths(self.glyphs))),
            FontDescriptor=descriptor,
        )
        for key, value in {
            "/Type": Name.Font,
            "/Subtype": Name.Type0,
            "/BaseFont": name,
            "/Encoding": Name("/Identity-H"),
            "/DescendantFonts": Array([self.pdf.make_indirect(descendant)]),
            "/ToUnicode": self.pdf.make_stream(_texts(self.glyphs)),
        }.items():
            self.dictionary[key] = value

    def own(self, dictionary: Any) -> None:
        """Give the file to the dictionary that a part keeps for itself."""
        descriptor = dictionary.DescendantFonts[0].FontDescriptor
        descriptor[self.key] = self.file

    @property
    def key(self) -> str:
        """The key of a descriptor that holds the file."""
        return "/FontFile3" if self.is_cff else "/FontFile2"

    def _descriptor(self, name: Any) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        face = font(self.cut.content)
        extents = face.get_font_extents("ltr")
        up, down = (
            round(side * 1000 / face.face.upem) for side in (extents.ascender, extents.descender)
        )
        widest = max(glyph.width for glyph in self.glyphs.values())
        flags = SYMBOLIC + SERIF * ("Serif" in self.cut.family) + ITALIC * self.cut.italic
        return Dictionary(
            {
                "/Type": Name.FontDescriptor,
                "/FontName": name,
                "/FontFamily": String(self.cut.family),
                "/Flags": flags,
                "/FontBBox": Array([0, down, widest, up]),
                "/ItalicAngle": 0,
                "/Ascent": up,
                "/Descent": down,
                "/CapHeight": up,
                "/StemV": 80,
                "/StemH": 80,
                self.key: self.file,
            }
        )


def _style(cut: Cut) -> str:
    return ("-Bold" if cut.weight > 500 else "") + ("-Italic" if cut.italic else "")


def _tag(glyphs: Mapping[int, Glyph]) -> str:
    """Six letters that tell one subset of a font from another."""
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _file(content: bytes, glyphs: Sequence[int]) -> bytes:
    """The font with the outlines of some glyphs, which keep their numbers; as WeasyPrint does it."""
    import uharfbuzz as hb

    flags = hb.SubsetFlags
    kept = flags.PASSTHROUGH_UNRECOGNIZED | flags.DESUBROUTINIZE | flags.CFF_IDENTITY_CHARSET
    few = hb.SubsetInput()
    few.glyph_set.update(glyphs)
    few.flags = kept | flags.RETAIN_GIDS
    few.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in UNUSED)
    outlines = hb.subset(font(content).face, few)
    short = hb.SubsetInput()  # without the empty ones behind the last
    short.glyph_set.update(range(glyphs[-1] + 1))
    short.flags = kept | flags.NO_HINTING
    return bytes(hb.subset(outlines, short).blob.data)


def _widths(glyphs: Mapping[int, Glyph]) -> Iterator[Any]:
    """The array W: the first of each row of numbers, and the widths of the row."""
    row: list[float] = []
    for number in sorted(glyphs):
        row.append(glyphs[number].width)
        if number + 1 not in glyphs:
            yield number - len(row) + 1
            yield row
            row = []


def _texts(glyphs: Mapping[int, Glyph]) -> bytes:
    """The map from glyphs to Unicode, a hundred lines at once."""
    lines = [
        f"<{number:04x}> <{glyph.text.encode('utf-16-be').hex()}>".encode()
        for number, glyph in sorted(glyphs.items())
        if glyph.text
    ]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return MAP % b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
    )
